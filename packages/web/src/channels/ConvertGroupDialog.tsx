import type { ServerChannel } from '@mattermost/types/channels'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { readEntities } from '#web/entities/store.ts'
import { Choice } from '#web/manage/parts.tsx'
import { ManageLanguage, useManageText } from '#web/manage/texts/manage-text.tsx'
import { navigate } from '#web/router/router.tsx'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { useMyTeams } from '#web/teams/my-teams.ts'
import { urlNameOf } from '#web/teams/team-name.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { Field } from '#web/ui/Field.tsx'

type ConvertGroupDialogProps = { channel: ServerChannel; onClose: () => void }

/** Makes a private channel of a group message, with all that was written in it. */
export function ConvertGroupDialog(props: ConvertGroupDialogProps) {
  return (
    <ManageLanguage>
      <Convert {...props} />
    </ManageLanguage>
  )
}

function Convert({ channel, onClose }: ConvertGroupDialogProps) {
  const text = useManageText()
  const current = useCurrentTeam()
  const teams = useMyTeams()
  const { realtime } = useSession()
  const [teamId, setTeamId] = useState(current.id)
  const [displayName, setDisplayName] = useState('')
  const convert = useMutation({
    mutationFn: () => {
      const title = displayName.trim()
      const name = urlNameOf(title) || channel.id
      return client.convertGroupMessageToPrivateChannel(channel.id, teamId, title, name)
    },
    onSuccess: async () => {
      await realtime.refreshChannel(channel.id)
      onClose()
      const team = teams.find((one) => one.id === teamId) ?? current
      const name = readEntities().channels.get(channel.id)?.name ?? ''
      navigate({ page: 'channel', team: team.name, channel: name })
    },
  })

  return (
    <Dialog title={text('convert.title')} onClose={onClose}>
      <DialogForm
        submit={text('convert.submit')}
        isReady={displayName.trim() !== ''}
        request={convert}
        onSubmit={() => convert.mutate()}
        onClose={onClose}
      >
        <p>{text('convert.lead')}</p>
        <Field
          label={text('channels.name')}
          value={displayName}
          onChange={setDisplayName}
          maxLength={64}
          autoComplete="off"
          autoFocus
          required
        />
        {teams.length > 1 && (
          <Choice
            label={text('convert.team')}
            value={teamId}
            onChange={setTeamId}
            options={teams.map((team) => ({ value: team.id, label: team.display_name }))}
          />
        )}
      </DialogForm>
    </Dialog>
  )
}
