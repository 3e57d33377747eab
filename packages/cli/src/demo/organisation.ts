import type {
  ImportDirectPost,
  ImportLine,
  ImportPost,
  ImportReaction,
  ImportReply,
} from '@redoubt/wire/imports.ts'
import { pickDelay, pickMoment, type Rhythm } from './calendar.ts'
import { attachFiles } from './files.ts'
import { makePeople, type Person } from './people.ts'
import { directScripts, type Script, scripts, slots } from './phrases.ts'
import { type Place, places, type Team, teams } from './places.ts'
import { makeRandom, type Random } from './random.ts'

export type Size = keyof typeof sizes

type Options = {
  seed: number
  size: Size
  /** The end of the organisation's history. */
  now: number
  /** What everybody logs in with. */
  password: string
  /** Whether the head of IT administers the workspace. */
  hasAdministrator: boolean
}

const sizes = {
  small: { people: 12, posts: 400, days: 21, files: 12 },
  medium: { people: 120, posts: 10_000, days: 60, files: 60 },
} as const

/** How much is said between two or three people alone. */
const directShare = 0.1
/** How many have not read everything. */
const behindShare = 0.3
const hourMs = 3_600_000

type Said = ImportPost | ImportDirectPost
type Room = { team: Team; place: Place; members: Person[] }
type DirectRoom = { members: Person[] }

/**
 * A believable organisation as the lines of a bulk import: people, teams, channels, what they said
 * in the last weeks and who has not read it yet. The same options give the same lines.
 */
export function* generateOrganisation(options: Options): Generator<ImportLine> {
  const { seed, size, now } = options
  const random = makeRandom(seed)
  const scale = sizes[size]
  const people = makePeople(random, scale.people)
  const rooms = makeRooms(random, people)
  const directRooms = makeDirectRooms(random, people)
  const wanted = Math.round(scale.posts * (1 - directShare))
  const weighted = rooms.flatMap((room) => Array<Room>(room.place.weight).fill(room))
  const time = { now, days: scale.days }

  const posts = fill(wanted, () => {
    const room = random.pick(weighted)
    const script = random.pick(scripts[random.pick(room.place.topics)] ?? directScripts)
    const { team, name: channel } = room.place
    const said = act(random, script, room.members, { ...time, rhythm: room.place.rhythm })
    return said.map((one): ImportPost => ({ team, channel, ...one }))
  })
  attachFiles(posts, scale.files, seed)
  const directPosts = fill(scale.posts - wanted, () => {
    const { members } = random.pick(directRooms)
    const said = act(random, random.pick(directScripts), members, { ...time, rhythm: 'office' })
    const names = members.map((person) => person.username)
    return said.map((one): ImportDirectPost => ({ channel_members: names, ...one }))
  })
  const behind = pickBehind(random, people, now)

  yield { type: 'version', version: 1 }
  for (const team of teams) {
    const { name, display_name, description } = team
    const type = team.departments ? 'I' : 'O'
    const allow_open_invite = team.departments === undefined
    yield { type: 'team', team: { name, display_name, type, description, allow_open_invite } }
  }
  for (const { team, name, display_name, type, purpose, header } of places) {
    const texts = { display_name, purpose, ...(header !== undefined && { header }) }
    yield { type: 'channel', channel: { team, name, type, ...texts } }
  }
  for (const [index, person] of people.entries()) {
    yield toUserLine(person, { rooms, posts, behind, isFirst: index === 0, options })
  }
  for (const post of posts) yield { type: 'post', post }
  for (const { members } of directRooms) yield toDirectChannel(members, directPosts, behind)
  for (const direct_post of directPosts) yield { type: 'direct_post', direct_post }
}

function makeRooms(random: Random, people: Person[]): Room[] {
  return places.flatMap((place) => {
    const team = teams.find((candidate) => candidate.name === place.team)
    if (!team) return []
    const all = membersOf(team, people)
    const count = Math.max(4, Math.ceil(all.length * place.share))
    return [{ team, place, members: random.shuffle(all).slice(0, count) }]
  })
}

function membersOf(team: Team, people: Person[]): Person[] {
  const { departments } = team
  return departments ? people.filter((person) => departments.includes(person.department)) : people
}

/** Pairs, and a few groups of three, that each exist once. */
function makeDirectRooms(random: Random, people: Person[]): DirectRoom[] {
  const rooms = new Map<string, DirectRoom>()
  for (let n = 0; n < people.length; n++) {
    const members = random.shuffle(people).slice(0, random.chance(0.15) ? 3 : 2)
    rooms.set(toKey(members.map((person) => person.username)), { members })
  }
  return [...rooms.values()]
}

function toKey(usernames: readonly string[]): string {
  return [...usernames].sort().join(' ')
}

/** Conversations until there are as many messages as wanted, the oldest first. */
function fill<Kind extends Said>(wanted: number, converse: () => Kind[]): Kind[] {
  const all: Kind[] = []
  for (let count = 0; count < wanted; ) {
    const said = converse()
    all.push(...said)
    for (const one of said) count += 1 + (one.replies?.length ?? 0)
  }
  return all.sort((one, other) => one.create_at - other.create_at)
}

type Timing = { now: number; days: number; rhythm: Rhythm }
type RootMessage = ImportReply & { replies?: ImportReply[] }

/** Plays a script with some of the members; what would be said after `now` isn't said. */
function act(random: Random, script: Script, members: Person[], timing: Timing): RootMessage[] {
  const cast = random.shuffle(members)
  const filled = new Map<string, string>()
  const said: RootMessage[] = []
  let time = pickMoment(random, timing.now, timing.days, timing.rhythm)
  for (const turn of script) {
    const { who, isReply, text, emojis } = parseTurn(turn)
    const speaker = roleOf(cast, who)
    if (time > timing.now || !speaker) break
    const message: ImportReply = {
      user: speaker.username,
      message: fillIn(random, text, filled, cast),
      create_at: time,
    }
    const reactions = react(random, emojis, members, speaker, message.create_at, timing.now)
    if (reactions.length > 0) message.reactions = reactions
    const root = said.at(-1)
    if (isReply && root) root.replies = [...(root.replies ?? []), message]
    else said.push(message)
    time += pickDelay(random)
  }
  return said
}

/** a is the first of the cast; where there are too few people they come round again. */
function roleOf(cast: Person[], letter: string): Person | undefined {
  return cast[(letter.charCodeAt(0) - 'a'.charCodeAt(0)) % cast.length]
}

type Turn = { who: string; isReply: boolean; text: string; emojis: string[] }

function parseTurn(turn: string): Turn {
  const match = /^([a-d])([|>]) ([\s\S]*?)(?: \[([a-z0-9_+ ]+)\])?$/.exec(turn)
  if (!match) throw new Error(`not a turn: ${turn}`)
  const [, who = 'a', place, text = '', emojis = ''] = match
  return { who, isReply: place === '>', text, emojis: emojis.split(' ').filter(Boolean) }
}

function fillIn(random: Random, text: string, filled: Map<string, string>, cast: Person[]): string {
  return text
    .replace(/\{(\w+)\}/g, (hole, name: string) => {
      const value = filled.get(name) ?? random.pick(slots[name] ?? [hole])
      filled.set(name, value)
      return value
    })
    .replace(/@([a-d])\b/g, (_, letter: string) => `@${roleOf(cast, letter)?.username}`)
}

/** Some of the others react, each of them once with each emoji. */
function react(
  random: Random,
  emojis: string[],
  members: Person[],
  author: Person,
  from: number,
  now: number,
): ImportReaction[] {
  return emojis.flatMap((emoji_name) => {
    const others = random.shuffle(members.filter((person) => person !== author))
    const count = random.between(0, Math.min(5, others.length))
    return others.slice(0, count).map((person) => ({
      user: person.username,
      emoji_name,
      create_at: Math.min(now, from + random.between(20_000, 2 * hourMs)),
    }))
  })
}

/** When those who are behind last looked; everybody else has read everything. */
function pickBehind(random: Random, people: Person[], now: number): Map<string, number> {
  const some = people.filter(() => random.chance(behindShare))
  return new Map(some.map((one) => [one.username, now - random.between(3, 48) * hourMs]))
}

type UserContext = {
  rooms: Room[]
  posts: ImportPost[]
  behind: ReadonlyMap<string, number>
  isFirst: boolean
  options: Options
}

function toUserLine(person: Person, context: UserContext): ImportLine {
  const { rooms, posts, behind, isFirst, options } = context
  const { department: _department, ...profile } = person
  const roles = isFirst && options.hasAdministrator ? 'system_user system_admin' : 'system_user'
  const since = behind.get(person.username)
  const own = rooms.filter((room) => room.members.includes(person))
  const joined = teams.filter((team) => membersOf(team, [person]).length > 0)
  return {
    type: 'user',
    user: {
      ...profile,
      password: options.password,
      roles,
      teams: joined.map((team) => ({
        name: team.name,
        roles: isFirst ? 'team_user team_admin' : 'team_user',
        channels: own
          .filter((room) => room.team === team)
          .map(({ place }) => ({
            name: place.name,
            ...(since !== undefined && readState(postsIn(posts, place), person.username, since)),
          })),
      })),
    },
  }
}

function postsIn(posts: ImportPost[], place: Place): ImportPost[] {
  return posts.filter((post) => post.channel === place.name && post.team === place.team)
}

/** Who was away since then has read what came before, and whatever came before an own message. */
function readState(posts: Said[], username: string, since: number) {
  const all = posts.flatMap((post) => [post, ...(post.replies ?? [])])
  const own = all.filter((said) => said.user === username).map((said) => said.create_at)
  const lastViewed = own.reduce((one, other) => Math.max(one, other), since)
  const isMention = (said: ImportReply) =>
    said.create_at > lastViewed && said.message.includes(`@${username}`)
  return {
    last_viewed_at: lastViewed,
    mention_count: all.filter(isMention).length,
    mention_count_root: posts.filter(isMention).length,
  }
}

function toDirectChannel(
  members: Person[],
  posts: ImportDirectPost[],
  behind: ReadonlyMap<string, number>,
): ImportLine {
  const names = members.map((person) => person.username)
  const here = posts.filter((post) => toKey(post.channel_members) === toKey(names))
  return {
    type: 'direct_channel',
    direct_channel: {
      shown_by: names,
      participants: names.map((username) => {
        const since = behind.get(username)
        if (since === undefined) return { username }
        const { last_viewed_at } = readState(here, username, since)
        // Between few, everything is meant for everybody.
        const count = here.filter((post) => post.create_at > last_viewed_at).length
        return { username, last_viewed_at, mention_count: count, mention_count_root: count }
      }),
    },
  }
}
