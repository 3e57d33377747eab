import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { type Actor, actorOf } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import {
  type BuiltIn,
  type BuiltInPlace,
  type BuiltInResult,
  splitWord,
  toUsername,
} from './built-in.ts'
import type { CommandTexts } from './texts.ts'

type Deps = {
  clock: Clock
  transact: Transact
  config: ConfigService
  roles: Pick<RolesService, 'grants'>
  tasks: Pick<Tasks, 'define'>
  users: Pick<UsersService, 'getRow' | 'getByUsername'>
  channels: Pick<ChannelsService, 'direct' | 'group'>
  posts: Pick<PostsService, 'create'>
  teamPath: (actor: Actor, teamId: string) => Promise<string>
}

type Echo = { user_id: string; channel_id: string; root_id: string; message: string }

const maxEchoSeconds = 10_000
const maxTestPosts = 200

/** Commands that write something. */
export function messageCommands(deps: Deps) {
  const { clock, transact, config, roles, tasks, users, channels, posts, teamPath } = deps
  const echoes = tasks.define<Echo>('commands.echo', { run: echoNow, maxAttempts: 3 })

  function say(message: string): BuiltInResult {
    return { say: { message } }
  }

  async function echoNow({ user_id, ...post }: Echo): Promise<void> {
    try {
      const actor = actorOf(await users.getRow(user_id))
      await posts.create(actor, post, { setsOnline: false })
    } catch (error) {
      // Whoever asked for it may write there no more.
      if (!(error instanceof AppError)) throw error
    }
  }

  /** `/echo "text" 5` says it after five seconds. */
  async function echo({ actor, channel, rootId, texts }: BuiltInPlace, rest: string) {
    const [, quoted, plain = '', delay = '0'] =
      /^(?:"([^"]+)"|([^"]*?))(?:\s+(\d{1,5}))?$/.exec(rest) ?? []
    const message = quoted ?? plain
    const seconds = Number(delay)
    if (message === '' || seconds > maxEchoSeconds) return nothing(texts)
    const payload = { user_id: actor.userId, channel_id: channel.id, root_id: rootId, message }
    await transact((tx) => echoes.add(tx, payload, { runAt: clock() + seconds * 1000 }))
    return {}
  }

  /** `/test posts 20` fills the channel, `/test thread 20` makes a thread of as many replies. */
  async function fill({ actor, channel, rootId, texts }: BuiltInPlace, rest: string) {
    if (!roles.grants(actor, 'manage_system')) {
      return { text: texts.messages.onlyAdmins }
    }
    const [, kind, digits = '10'] = /^(posts|thread)(?:\s+(\d{1,3}))?$/.exec(rest) ?? []
    const count = Math.min(Number(digits), maxTestPosts)
    if (!kind) return { text: texts.messages.whatToTest }
    const write = (root_id: string, message: string) =>
      posts.create(actor, { channel_id: channel.id, root_id, message }, { setsOnline: false })
    const parentId = kind === 'thread' && !rootId ? (await write('', 'Test thread')).id : rootId
    for (let number = 1; number <= count; number++) await write(parentId, `Test post ${number}`)
    return { text: texts.messages.tested(count) }
  }

  async function messageOne({ actor, teamId }: BuiltInPlace, rest: string) {
    const { word, rest: text } = splitWord(rest)
    const user = await users.getByUsername(actor, toUsername(word))
    const channel = await channels.direct(actor, [actor.userId, user.id])
    await write(actor, channel.id, text)
    const path = await teamPath(actor, teamId)
    return { goto: path && `${path}/messages/@${user.username}` }
  }

  async function messageGroup({ actor, teamId }: BuiltInPlace, rest: string) {
    const [, names = '', text = ''] =
      /^((?:@?[\w.-]+)(?:\s*,\s*@?[\w.-]+)*)\s*([\s\S]*)$/.exec(rest) ?? []
    const wanted = names.split(',').map((name) => toUsername(name.trim()))
    const people = await Promise.all(
      wanted.slice(0, 20).map((name) => users.getByUsername(actor, name)),
    )
    const channel = await channels.group(
      actor,
      people.map(({ id }) => id),
    )
    await write(actor, channel.id, text)
    const path = await teamPath(actor, teamId)
    return { goto: path && `${path}/messages/${channel.name}` }
  }

  async function write(actor: Actor, channelId: string, message: string): Promise<void> {
    if (!message) return
    await posts.create(actor, { channel_id: channelId, message }, { setsOnline: false })
  }

  const always: BuiltIn[] = [
    {
      trigger: 'me',
      usage: 'me',
      run: ({ texts }, rest) =>
        rest
          ? { say: { message: `*${rest}*`, type: 'me', props: { message: rest } } }
          : nothing(texts),
    },
    {
      trigger: 'shrug',
      usage: 'shrug',
      run: (_place, rest) => say(`${rest} ¯\\\\\\_(ツ)\\_/¯`.trim()),
    },
    {
      trigger: 'code',
      usage: 'code',
      run: ({ texts }, rest) => (rest ? say(rest.replace(/^/gm, '    ')) : nothing(texts)),
    },
    {
      trigger: 'msg',
      usage: 'msg',
      run: messageOne,
    },
    {
      trigger: 'groupmsg',
      usage: 'groupmsg',
      run: messageGroup,
    },
  ]
  const forTesting: BuiltIn[] = [
    {
      trigger: 'echo',
      usage: 'echo',
      run: echo,
    },
    {
      trigger: 'test',
      usage: 'test',
      run: fill,
    },
  ]

  return (): BuiltIn[] =>
    config.bool('ServiceSettings.EnableTesting') ? [...always, ...forTesting] : always
}

function nothing({ messages }: CommandTexts): BuiltInResult {
  return { text: messages.nothing }
}
