import { setTimeout as sleep } from 'node:timers/promises'
import { ChannelType } from '@redoubt/wire/channels.ts'
import { HookAnswer } from '@redoubt/wire/webhooks.ts'
import { Value } from 'typebox/value'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Programs } from '#domains/integrations/service.ts'
import type { PostRow, PostTold } from '#domains/posts/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { actorOf } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db } from '#platform/db/database.ts'
import type { StateChange } from '#platform/events/event.ts'
import { Lru } from '#platform/lru.ts'
import { OutgoingError } from '#platform/net/outgoing.ts'
import type { NewTask, Tasks } from '#platform/tasks/tasks.ts'
import type { ProgramPosts } from './program-posts.ts'
import { findTrigger } from './rules.ts'
import { findOutgoingHook, findOutgoingHooksOfTeam, type OutgoingRow } from './store.ts'

type Deps = {
  db: Db
  config: ConfigService
  tasks: Pick<Tasks, 'define'>
  users: Pick<UsersService, 'getRow'>
  teams: Pick<TeamsService, 'accessToView'>
  channels: Pick<ChannelsService, 'accessToRead'>
  programs: Programs
  programPosts: ProgramPosts
  findPost: (id: string) => Promise<PostRow | undefined>
}

type Telling = { hook_id: string; post_id: string; trigger_word: string }

/** What is told: a post, with the hook, the people and the place that belong to it. */
type Told = Telling & {
  hook: OutgoingRow
  post: PostRow
  creator: UserRow
  author: UserRow
  channel: ChannelRow
  teamName: string
}

const cachedTeams = 2_000
/** So long other work waits for a program; then it may answer whenever it likes. */
const patienceMs = 2_000

/** Tells programs of posts, and says what they answer. */
export function hookTelling(deps: Deps) {
  const { db, config, tasks, users, teams, channels, programs, programPosts, findPost } = deps
  const hooksByTeam = new Lru<OutgoingRow[]>(cachedTeams)
  const tell = tasks.define<Telling>('webhooks.tell', { run })

  /** The tasks that follow from a post: none, without a query, where the team has no hook. */
  async function tasksOf({ post, channel }: PostTold): Promise<NewTask[]> {
    if (channel.type !== ChannelType.Open || post.props.from_webhook) return []
    if (!config.bool('ServiceSettings.EnableOutgoingWebhooks')) return []
    const hooks = await hooksByTeam.fetch(channel.team_id, () =>
      findOutgoingHooksOfTeam(db, channel.team_id),
    )
    return hooks.flatMap((hook) => {
      const word = findTrigger(hook, post)
      return word === undefined
        ? []
        : [tell.toRow({ hook_id: hook.id, post_id: post.id, trigger_word: word })]
    })
  }

  async function run(telling: Telling): Promise<void> {
    const told = await load(telling)
    if (!told) return
    const calls = told.hook.callback_urls.map((url, index) => call(told, url, index))
    await Promise.race([Promise.all(calls), sleep(patienceMs, undefined, { ref: false })])
  }

  /** Undefined where something of it is gone, or the hook's maker may not read it any more. */
  async function load(telling: Telling): Promise<Told | undefined> {
    const [hook, post] = await Promise.all([
      findOutgoingHook(db, telling.hook_id),
      findPost(telling.post_id),
    ])
    if (!hook || post?.delete_at !== 0) return undefined
    try {
      const [creator, author] = await Promise.all([
        users.getRow(hook.creator_id),
        users.getRow(post.user_id),
      ])
      if (creator.delete_at > 0) return undefined
      const actor = actorOf(creator)
      const channel = await channels.accessToRead(actor, post.channel_id)
      const team = await teams.accessToView(actor, channel.team_id)
      return { ...telling, hook, post, creator, author, channel, teamName: team.name }
    } catch (error) {
      if (error instanceof AppError) return undefined
      throw error
    }
  }

  /** One address. What goes wrong there concerns nobody else, and isn't tried again. */
  async function call(told: Told, url: string, index: number): Promise<void> {
    try {
      const answer = await programs.call(url, toRequest(told))
      const body = answer.status < 300 ? programs.parse(answer.text) : undefined
      const isAnswer = Value.Check(HookAnswer, body) && programPosts.saysSomething(body)
      if (isAnswer) await say(told, body, index)
    } catch (error) {
      if (!(error instanceof OutgoingError || error instanceof AppError)) throw error
    }
  }

  async function say(told: Told, answer: HookAnswer, index: number): Promise<void> {
    const { hook, post, creator, channel } = told
    const isComment = answer.response_type === 'comment'
    const place = {
      author: creator,
      channel,
      rootId: isComment ? post.root_id || post.id : '',
      displayName: hook.display_name,
      pendingId: `${hook.id}:${post.id}:${index}`,
    }
    await programPosts.write(place, {
      ...answer,
      username: answer.username || hook.username,
      icon_url: answer.icon_url || hook.icon_url,
    })
  }

  function onChange(change: StateChange): void {
    if (change.kind === 'everything') hooksByTeam.clear()
    if (change.kind === 'outgoing_webhooks') hooksByTeam.delete(change.team_id)
  }

  return { tasksOf, onChange }
}

function toRequest({ hook, post, author, channel, teamName, trigger_word }: Told) {
  const told = {
    token: hook.token,
    team_id: channel.team_id,
    team_domain: teamName,
    channel_id: channel.id,
    channel_name: channel.name,
    timestamp: post.create_at,
    user_id: author.id,
    user_name: author.username,
    post_id: post.id,
    text: post.message,
    trigger_word,
    file_ids: post.file_ids.join(','),
  }
  if (hook.content_type === 'application/json') {
    return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(told) }
  }
  // Forms have always counted seconds, as Slack's do.
  const inSeconds = { ...told, timestamp: Math.floor(told.timestamp / 1000) }
  const form = new URLSearchParams(
    Object.entries(inSeconds).map(([name, value]) => [name, String(value)]),
  )
  return {
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  }
}
