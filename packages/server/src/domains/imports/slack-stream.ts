import type { Clock } from '#platform/clock.ts'
import type { SlackChannel, SlackDirect, SlackMessage } from './slack-export.ts'
import { clean, type Place, toChannel, toPosts } from './slack-lines.ts'
import type { SlackPerson } from './slack-people.ts'

/** The team that an export goes into. */
export type Team = { id: string; name: string }
/** A channel of the export, and what it is called here. */
export type Target = { channel: SlackChannel; name: string }

type Given = {
  clock: Clock
  team: Team
  people: SlackPerson[]
  targets: Target[]
  direct: SlackDirect[]
  messages: (place: SlackChannel | SlackDirect) => Promise<SlackMessage[]>
  place: Place
  /** Whether the account that writes what programs said is there already. */
  hasImporter: boolean
  log: string[]
}

/** A Slack export as the lines of an import, made while they are read. */
export function slackStream(given: Given) {
  const { clock, team, people, targets, direct, messages, place, log } = given
  const sections: { line: number; title: string }[] = []
  let { hasImporter } = given
  let line = 0

  async function* lines(): AsyncGenerator<Buffer> {
    yield toLine({ type: 'version', version: 1 })
    begin('channels')
    for (const { channel, name } of targets) {
      yield toLine({ type: 'channel', channel: toChannel(team.name, name, channel) })
    }
    begin('people')
    for (const person of people) yield toLine({ type: 'user', user: toUser(person, team, []) })
    for (const target of targets) yield* ofChannel(target)
    for (const one of direct) yield* ofDirect(one)
    // Joining last, members have read what was said before.
    begin('memberships')
    for (const person of people) {
      const joined = targets.filter(({ channel }) => channel.members?.includes(person.user.id))
      yield toLine({ type: 'user', user: toUser(person, team, joined) })
    }
  }

  async function* ofChannel({ channel, name }: Target): AsyncGenerator<Buffer> {
    begin(`~${name}`)
    const { posts, leftOut } = toPosts(await messages(channel), place)
    yield* toImporter(posts)
    for (const post of posts) {
      yield toLine({ type: 'post', post: { team: team.name, channel: name, ...post } })
    }
    noteLeftOut(`~${name}`, leftOut)
  }

  async function* ofDirect(one: SlackDirect): AsyncGenerator<Buffer> {
    begin(one.id)
    const members = one.members.flatMap((id) => place.names.users.get(id) ?? [])
    if (members.length < Math.max(one.members.length, 2)) {
      log.push(`${one.id}: left out, for somebody of these people isn't here.`)
      return
    }
    yield toLine({ type: 'direct_channel', direct_channel: { members } })
    const { posts, leftOut } = toPosts(await messages(one), place)
    yield* toImporter(posts)
    for (const post of posts) {
      yield toLine({ type: 'direct_post', direct_post: { channel_members: members, ...post } })
    }
    noteLeftOut(one.id, leftOut)
  }

  /** Its account, before the first message that needs it. */
  function* toImporter(posts: ReturnType<typeof toPosts>['posts']): Generator<Buffer> {
    const isNeeded = posts.some((root) =>
      [root, ...root.replies].some(({ user }) => user === place.importer),
    )
    if (hasImporter || !isNeeded) return
    hasImporter = true
    yield toLine({ type: 'user', user: toImporterAccount() })
  }

  function toImporterAccount() {
    const username = place.importer
    return { username, email: `${username}@slack-import.invalid`, delete_at: clock() }
  }

  function noteLeftOut(where: string, count: number): void {
    if (count > 0) log.push(`${where}: ${count} messages of the system and of strangers left out.`)
  }

  function begin(title: string): void {
    sections.push({ line: line + 1, title })
  }

  function toLine(value: unknown): Buffer {
    line++
    return Buffer.from(`${JSON.stringify(value)}\n`)
  }

  /** What a line is about. */
  function titleOf(number: number): string {
    return sections.findLast((one) => one.line <= number)?.title ?? 'export'
  }

  return { lines, titleOf }
}

function toUser({ user, username, email, isKnown }: SlackPerson, team: Team, joined: Target[]) {
  const { first_name, last_name } = user.profile ?? {}
  const names = {
    first_name: clean(first_name ?? '').slice(0, 64),
    last_name: clean(last_name ?? '').slice(0, 64),
  }
  const channels = joined.map(({ name }) => ({ name }))
  return { username, email, ...(!isKnown && names), teams: [{ name: team.name, channels }] }
}
