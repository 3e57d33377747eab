import { useMutation } from '@tanstack/react-query'
import { Hash, Lock } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { useSession } from '#web/session/session.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay } from '#web/teams/my-teams.ts'
import { problemOfChannelName, urlNameOf } from '#web/teams/team-name.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { Field } from '#web/ui/Field.tsx'
import styles from './Dialogs.module.css'

export function CreateChannelDialog({ onClose }: { onClose: () => void }) {
  const text = useText()
  const team = useCurrentTeam()
  const { realtime } = useSession()
  const mayPublic = useEntities(selectMay('create_public_channel', team.id))
  const mayPrivate = useEntities(selectMay('create_private_channel', team.id))
  const [type, setType] = useState<'O' | 'P'>(mayPublic ? 'O' : 'P')
  const [displayName, setDisplayName] = useState('')
  const [purpose, setPurpose] = useState('')
  const [chosenName, setChosenName] = useState<string>()
  const name = chosenName ?? urlNameOf(displayName)
  const problem = problemOfChannelName(name)
  const isProblemShown = name !== '' || chosenName !== undefined

  const create = useMutation({
    mutationFn: () =>
      client.createChannel({
        team_id: team.id,
        name,
        display_name: displayName.trim(),
        type,
        purpose: purpose.trim(),
      }),
    onSuccess: async (channel) => {
      await realtime.refreshChannel(channel.id)
      onClose()
      navigate({ page: 'channel', team: team.name, channel: channel.name })
    },
  })

  return (
    <Dialog title={text('channels.create')} onClose={onClose}>
      <DialogForm
        submit={text('channels.create-submit')}
        isReady={!problem && displayName.trim() !== ''}
        request={create}
        onSubmit={() => create.mutate()}
        onClose={onClose}
      >
        <Field
          label={text('channels.name')}
          value={displayName}
          onChange={setDisplayName}
          maxLength={64}
          autoComplete="off"
          autoFocus
          required
        />
        <Field
          label={text('channels.url-name')}
          prefix={`/${team.name}/channels/`}
          value={name}
          onChange={(value) => setChosenName(value.toLowerCase())}
          problem={problem && isProblemShown ? text(`name.${problem}`) : ''}
          maxLength={64}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <Field
          label={text('channels.purpose')}
          hint={text('channels.purpose-hint')}
          value={purpose}
          onChange={setPurpose}
          maxLength={250}
          autoComplete="off"
        />
        <fieldset className={styles.choices}>
          <legend className={styles.legend}>{text('channels.who')}</legend>
          <label className={styles.choice}>
            <input
              type="radio"
              name="type"
              checked={type === 'O'}
              disabled={!mayPublic}
              onChange={() => setType('O')}
            />
            <Hash size={16} aria-hidden />
            <span>
              {text('channels.public')}
              <small className={styles.note}>{text('channels.public-note')}</small>
            </span>
          </label>
          <label className={styles.choice}>
            <input
              type="radio"
              name="type"
              checked={type === 'P'}
              disabled={!mayPrivate}
              onChange={() => setType('P')}
            />
            <Lock size={16} aria-hidden />
            <span>
              {text('channels.private')}
              <small className={styles.note}>{text('channels.private-note')}</small>
            </span>
          </label>
        </fieldset>
      </DialogForm>
    </Dialog>
  )
}
