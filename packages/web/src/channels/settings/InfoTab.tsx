import type { ServerChannel } from '@mattermost/types/channels'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { withChannels } from '#web/entities/channels.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { Choice, TextArea } from '#web/manage/parts.tsx'
import { useManageText } from '#web/manage/texts/manage-text.tsx'
import { readRoute, redirect } from '#web/router/router.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay } from '#web/teams/my-teams.ts'
import { problemOfChannelName } from '#web/teams/team-name.ts'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { Field } from '#web/ui/Field.tsx'

type InfoTabProps = { channel: ServerChannel; onClose: () => void }

/** What a channel is called, what it is for, and who can read it. */
export function InfoTab({ channel, onClose }: InfoTabProps) {
  const text = useManageText()
  const team = useCurrentTeam()
  const isMain = channel.name === 'town-square'
  const mayShut = useEntities(selectMay('convert_public_channel_to_private', channel.team_id))
  const mayOpen = useEntities(selectMay('convert_private_channel_to_public', channel.team_id))
  const [displayName, setDisplayName] = useState(channel.display_name)
  const [name, setName] = useState(channel.name)
  const [purpose, setPurpose] = useState(channel.purpose)
  const [header, setHeader] = useState(channel.header)
  const [type, setType] = useState<string>(channel.type)
  const problem = problemOfChannelName(name)
  const mayConvert = !isMain && (channel.type === 'O' ? mayShut : mayOpen)

  const save = useMutation({
    mutationFn: async () => {
      const saved = await client.patchChannel(channel.id, {
        display_name: displayName.trim(),
        purpose: purpose.trim(),
        header: header.trim(),
        ...(name !== channel.name && { name }),
      })
      return type === channel.type ? saved : client.updateChannelPrivacy(channel.id, type)
    },
    onSuccess: (saved) => {
      const isShown = isAt(team.name, channel.name)
      update(withChannels, [saved])
      if (isShown) redirect({ page: 'channel', team: team.name, channel: saved.name })
      onClose()
    },
  })

  return (
    <DialogForm
      submit={text('save')}
      isReady={!problem && displayName.trim() !== ''}
      request={save}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <Field
        label={text('channels.name')}
        value={displayName}
        onChange={setDisplayName}
        maxLength={64}
        autoComplete="off"
        required
      />
      <Field
        label={text('channels.url-name')}
        prefix={`/${team.name}/channels/`}
        value={name}
        onChange={(value) => setName(value.toLowerCase())}
        problem={problem ? text(`name.${problem}`) : ''}
        readOnly={isMain}
        maxLength={64}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextArea
        label={text('channels.purpose')}
        hint={text('channels.purpose-hint')}
        value={purpose}
        onChange={setPurpose}
        maxLength={250}
        rows={2}
      />
      <TextArea
        label={text('channels.header')}
        hint={text('channels.header-hint')}
        value={header}
        onChange={setHeader}
        maxLength={1024}
        rows={2}
      />
      {mayConvert && (
        <Choice
          label={text('channels.who')}
          value={type}
          onChange={setType}
          options={[
            { value: 'O', label: text('channels.public') },
            { value: 'P', label: text('channels.private') },
          ]}
          hint={text(type === 'O' ? 'channels.public-note' : 'channels.private-note')}
        />
      )}
    </DialogForm>
  )
}

/** Whether the page shows this channel: its address then follows a new name. */
function isAt(team: string, channel: string): boolean {
  const route = readRoute()
  return route.page === 'channel' && route.team === team && route.channel === channel
}
