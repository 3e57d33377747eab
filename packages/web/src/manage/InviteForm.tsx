import { useMutation } from '@tanstack/react-query'
import { CircleAlert, CircleCheck } from 'lucide-react'
import { useState } from 'react'
import { reasonOf } from '#web/api/errors.ts'
import { useEntities } from '#web/entities/store.ts'
import { hrefOf } from '#web/router/routes.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay } from '#web/teams/my-teams.ts'
import { Button } from '#web/ui/Button.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import { addressesIn } from './addresses.ts'
import { sendInvitations } from './invitations.ts'
import styles from './Manage.module.css'
import { Actions, Choice, Form, Quiet, TextArea, Tick } from './parts.tsx'
import { useManageText } from './texts/manage-text.tsx'
import { useTeamChannels } from './use-team-channels.ts'

type Kind = 'member' | 'guest' | 'magic'

/** Asks people into the team: by a link for everybody, or by mail. */
export function InviteForm() {
  const text = useManageText()
  const team = useCurrentTeam()
  const config = useEntities((now) => now.config)
  const mayGuest = useEntities(selectMay('invite_guest', team.id))
  const mayMail = config.EnableEmailInvitations === 'true'
  const hasGuests = config.EnableGuestAccounts === 'true' && mayGuest
  return (
    <>
      <InviteLink />
      {mayMail || hasGuests ? (
        <MailForm mayMember={mayMail} hasGuests={hasGuests} />
      ) : (
        <Quiet>{text('invite.no-mail')}</Quiet>
      )}
    </>
  )
}

function InviteLink() {
  const text = useManageText()
  const team = useCurrentTeam()
  const [isCopied, setIsCopied] = useState(false)
  const link = window.location.origin + hrefOf({ page: 'signup', inviteId: team.invite_id })
  if (!team.invite_id) return null

  async function handleCopy() {
    await navigator.clipboard.writeText(link)
    setIsCopied(true)
  }

  return (
    <Form onSubmit={() => void handleCopy()}>
      <Field
        label={text('teams.invite-link')}
        hint={text('teams.invite-text')}
        value={link}
        onChange={() => {}}
        onFocus={(event) => event.currentTarget.select()}
        readOnly
      />
      <Actions>
        <Button type="submit" look="primary">
          {isCopied ? text('copied') : text('copy')}
        </Button>
      </Actions>
    </Form>
  )
}

function MailForm({ mayMember, hasGuests }: { mayMember: boolean; hasGuests: boolean }) {
  const text = useManageText()
  const team = useCurrentTeam()
  const channels = useTeamChannels()
  const hasMagic = useEntities((now) => now.config.EnableGuestMagicLink === 'true')
  const [words, setWords] = useState('')
  const [kind, setKind] = useState<Kind>(mayMember ? 'member' : 'guest')
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [message, setMessage] = useState('')
  const emails = addressesIn(words)
  const send = useMutation({
    mutationFn: () =>
      sendInvitations({
        teamId: team.id,
        emails,
        channelIds: [...chosen],
        message: message.trim(),
        kind,
      }),
    onSuccess: () => setWords(''),
  })
  const kinds: Kind[] = [
    ...(mayMember ? (['member'] as const) : []),
    ...(hasGuests ? (['guest'] as const) : []),
    ...(hasGuests && hasMagic ? (['magic'] as const) : []),
  ]
  const offered = channels.filter((channel) => channel.name !== 'town-square' || kind !== 'member')

  function toggle(id: string, isOn: boolean) {
    setChosen((before) => new Set(isOn ? [...before, id] : [...before].filter((one) => one !== id)))
  }

  return (
    <Form onSubmit={() => send.mutate()}>
      <TextArea
        label={text('invite.emails')}
        hint={text('invite.emails-hint')}
        value={words}
        onChange={setWords}
        rows={2}
      />
      {kinds.length > 1 && (
        <Choice
          label={text('invite.as')}
          value={kind}
          onChange={(value) => setKind(kinds.find((one) => one === value) ?? 'member')}
          options={kinds.map((value) => ({ value, label: text(`invite.as-${value}`) }))}
          hint={text(`invite.as-${kind}-hint`)}
        />
      )}
      <fieldset className={styles.channels}>
        <legend>
          {kind === 'member'
            ? text('optional', { label: text('invite.channels') })
            : text('invite.channels')}
        </legend>
        {offered.map((channel) => (
          <Tick
            key={channel.id}
            label={channel.display_name}
            isOn={chosen.has(channel.id)}
            onChange={(isOn) => toggle(channel.id, isOn)}
          />
        ))}
      </fieldset>
      <TextArea
        label={text('optional', { label: text('invite.message') })}
        value={message}
        onChange={setMessage}
        maxLength={1000}
        rows={2}
      />
      <ProblemLine>
        {send.isError ? reasonOf(send.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      {send.data && (
        <ul className={styles.results} role="status" aria-label={text('invite.results')}>
          {send.data.map(({ email, error }) => (
            <li key={email} data-state={error ? 'failed' : 'sent'}>
              {error ? (
                <CircleAlert size={16} aria-hidden />
              ) : (
                <CircleCheck size={16} aria-hidden />
              )}
              <span>{error ? `${email}: ${error.message}` : text('invite.sent', { email })}</span>
            </li>
          ))}
        </ul>
      )}
      <Actions>
        <Button
          type="submit"
          isBusy={send.isPending}
          disabled={emails.length === 0 || (kind !== 'member' && chosen.size === 0)}
        >
          {text('invite.send', { count: emails.length })}
        </Button>
      </Actions>
    </Form>
  )
}
