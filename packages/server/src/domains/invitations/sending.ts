import type { ChannelRow } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { OneTimeTokens, TokenKind, TokenRow } from '#domains/one-time-tokens/service.ts'
import type { TeamRow, TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { type InvitationExtra, readExtra } from './extra.ts'

export type Sending = ReturnType<typeof invitationSending>

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Tasks
  tokens: OneTimeTokens
  letters: Pick<Letters, 'teamInvitation' | 'guestInvitation'>
  users: Pick<UsersService, 'findByEmail'>
  teams: Pick<TeamsService, 'isMember'>
}

type Invitation = {
  kind: TokenKind
  team: TeamRow
  channels: ChannelRow[]
  sender: UserRow
  message: string
}

const reminderAfterMs = 48 * 3_600_000

/** The mails of invitations, and their one reminder. */
export function invitationSending(deps: Deps) {
  const { transact, clock, config, tasks, tokens, letters, users, teams } = deps
  const reminding = tasks.define<{ ids: string[] }>('invitations.remind', {
    run: ({ ids }) => transact((tx) => remind(tx, ids)),
  })

  async function send(tx: Tx, emails: string[], invitation: Invitation): Promise<void> {
    const { kind, team, channels, sender, message } = invitation
    const extra: InvitationExtra = {
      team_id: team.id,
      team_name: team.name,
      team_display_name: team.display_name,
      channel_ids: channels.map((channel) => channel.id),
      channel_names: channels.map((channel) => channel.display_name),
      sender_id: sender.id,
      sender_name: nameOf(sender),
      message,
    }
    const ids: string[] = []
    for (const email of emails) ids.push(await sendOne(tx, { kind, email, extra }))
    if (ids.length > 0 && kind === 'team_invitation') {
      await reminding.add(tx, { ids }, { runAt: clock() + reminderAfterMs })
    }
  }

  /** Once more with a new link, to those who have neither taken the first one nor come by themselves. */
  async function remind(tx: Tx, ids: string[]): Promise<void> {
    for (const { kind, email, extra } of await tokens.withdraw(tx, ids)) {
      const known = readExtra(extra)
      const user = await users.findByEmail(email)
      if (user && (await teams.isMember(user.id, known.team_id))) continue
      await sendOne(tx, { kind: kind as TokenKind, email, extra: known, isReminder: true })
    }
  }

  async function sendOne(
    tx: Tx,
    invitation: Pick<TokenRow, 'email'> & {
      kind: TokenKind
      extra: InvitationExtra
      isReminder?: boolean
    },
  ): Promise<string> {
    const { kind, email, extra, isReminder = false } = invitation
    const { id, token } = await tokens.issue(tx, { kind, email, extra })
    const to = { email, locale: config.string('LocalizationSettings.DefaultServerLocale') }
    const letter = {
      sender: extra.sender_name,
      team: extra.team_display_name,
      message: extra.message,
      url: urlOf(kind, token, { email, extra }),
    }
    if (kind === 'team_invitation') await letters.teamInvitation(tx, to, { ...letter, isReminder })
    else await letters.guestInvitation(tx, to, { ...letter, channels: extra.channel_names })
    return id
  }

  function urlOf(
    kind: TokenKind,
    token: string,
    { email, extra }: { email: string; extra: InvitationExtra },
  ): string {
    const site = config.string('ServiceSettings.SiteURL').replace(/\/+$/, '')
    if (kind === 'guest_magic_link_invitation') return `${site}/login/one_time_link?t=${token}`
    const facts = { email, display_name: extra.team_display_name, name: extra.team_name }
    return `${site}/signup_user_complete/?d=${encodeURIComponent(JSON.stringify(facts))}&t=${token}`
  }

  return { send }
}

function nameOf(user: UserRow): string {
  return `${user.first_name} ${user.last_name}`.trim() || user.username
}
