import { ActionAnswer, type ActionClick, type ActionDone } from '@redoubt/wire/integrations.ts'
import type { Post } from '@redoubt/wire/posts.ts'
import { Value } from 'typebox/value'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { EphemeralPosts, PostRow, PostsService, StoredAction } from '#domains/posts/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import { OutgoingError } from '#platform/net/outgoing.ts'
import type { ActionCookie, ActionCookies } from './cookies.ts'
import type { Programs } from './programs.ts'
import type { SlackText } from './slack.ts'
import type { Triggers } from './triggers.ts'

type Deps = {
  users: Pick<UsersService, 'getRow'>
  teams: Pick<TeamsService, 'accessToView'>
  channels: Pick<ChannelsService, 'accessToReadContent'>
  posts: Pick<PostsService, 'accessToRead' | 'replaceContent'>
  /** The actions of a post's attachments. */
  actionsOf: (props: Record<string, unknown>) => StoredAction[]
  ephemeral: EphemeralPosts
  programs: Programs
  triggers: Triggers
  cookies: ActionCookies
  slack: SlackText
}

/** Props that say who seems to have written a post: its program can't change them. */
const retainedProps = [
  'from_webhook',
  'override_username',
  'override_icon_url',
  'override_icon_emoji',
  'webhook_display_name',
  'from_bot',
  'from_oauth_app',
]

/** What was clicked, wherever it was found. */
type Clicked = {
  source: ActionCookie
  channel: ChannelRow
  /** Absent for an ephemeral post. */
  post?: PostRow
}

/** What a cookie of an ephemeral post's action holds, and what a stored post's action comes to. */
export function toActionSource(
  action: StoredAction,
  post: Pick<Post, 'id' | 'root_id' | 'channel_id' | 'props'>,
): ActionCookie {
  const retained = retainedProps.filter((name) => name in post.props)
  return {
    type: typeof action.type === 'string' ? action.type : 'button',
    post_id: post.id,
    root_post_id: post.root_id,
    channel_id: post.channel_id,
    data_source: typeof action.data_source === 'string' ? action.data_source : '',
    integration: action.integration ?? { url: '', context: {} },
    retain_props: Object.fromEntries(retained.map((name) => [name, post.props[name]])),
    remove_props: retainedProps.filter((name) => !(name in post.props)),
  }
}

/** Clicks on the buttons and menus of message attachments. */
export function postActions(deps: Deps) {
  const { users, teams, channels, posts, actionsOf, ephemeral } = deps
  const { programs, triggers, cookies, slack } = deps

  /**
   * Tells the action's program, and does what it answers. Throws 404 for an action that isn't there,
   * 400 where the program can't be reached or says nothing that makes sense.
   */
  async function click(
    actor: Actor,
    postId: string,
    actionId: string,
    input: ActionClick,
  ): Promise<ActionDone> {
    const clicked = await find(actor, postId, actionId, input.cookie ?? '')
    const { clientId, triggerId } = triggers.issue(actor.userId)
    const answer = await ask(actor, clicked, triggerId, input.selected_option ?? '')
    if (answer.update) await update(actor, clicked, answer.update)
    if (answer.ephemeral_text) await whisper(actor, clicked, answer)
    return { status: 'OK', trigger_id: clientId }
  }

  async function find(
    actor: Actor,
    postId: string,
    actionId: string,
    cookie: string,
  ): Promise<Clicked> {
    const post = await posts.accessToRead(actor, postId).catch((error: unknown) => {
      if (cookie && error instanceof AppError) return undefined
      throw error
    })
    if (post) {
      const action = actionsOf(post.props).find(({ id }) => id === actionId)
      if (!action?.integration) throw new AppError('api.post.do_action.action_id.app_error', 404)
      const channel = await channels.accessToReadContent(actor, post.channel_id)
      return { source: toActionSource(action, post), channel, post }
    }
    const source = cookies.open(actionId, cookie)
    if (source?.post_id !== postId) throw notDone()
    return { source, channel: await channels.accessToReadContent(actor, source.channel_id) }
  }

  async function ask(
    actor: Actor,
    { source, channel }: Clicked,
    triggerId: string,
    selected: string,
  ): Promise<ActionAnswer> {
    const { url, context } = source.integration
    const user = await users.getRow(actor.userId)
    const team = channel.team_id ? await teams.accessToView(actor, channel.team_id) : undefined
    const told = {
      user_id: user.id,
      user_name: user.username,
      channel_id: channel.id,
      channel_name: channel.name,
      team_id: channel.team_id,
      team_domain: team?.name ?? '',
      post_id: source.post_id,
      trigger_id: triggerId,
      type: source.type,
      data_source: source.data_source,
      context: { ...context, ...(selected && { selected_option: selected }) },
    }
    const answer = await programs.callJson(url, told).catch((error: unknown) => {
      throw error instanceof OutgoingError ? notDone(error) : error
    })
    const body = answer.status === 200 ? programs.parse(answer.text) : undefined
    if (!Value.Check(ActionAnswer, body)) throw notDone()
    return body
  }

  async function update(
    actor: Actor,
    { source, channel, post }: Clicked,
    wanted: NonNullable<ActionAnswer['update']>,
  ): Promise<void> {
    const { retain_props, remove_props } = source
    // Who says nothing of the props leaves them, buttons and all.
    const said = wanted.props ?? post?.props ?? {}
    const others = Object.entries(said).filter(
      ([name]) => !remove_props.includes(name) && !(name in retain_props),
    )
    const props = { ...Object.fromEntries(others), ...retain_props }
    const message = wanted.message ?? ''
    if (post) {
      await posts.replaceContent(post, { message, props })
      return
    }
    ephemeral.update(actor.userId, {
      id: source.post_id,
      channel_id: channel.id,
      root_id: source.root_post_id,
      user_id: actor.userId,
      message,
      props,
    })
  }

  async function whisper(
    actor: Actor,
    { source, channel }: Clicked,
    answer: ActionAnswer,
  ): Promise<void> {
    const text = answer.ephemeral_text ?? ''
    ephemeral.send(actor.userId, {
      channel_id: channel.id,
      root_id: source.root_post_id,
      user_id: actor.userId,
      message: answer.skip_slack_parsing ? text : await slack.toMarkdown(text),
      props: source.retain_props,
    })
  }

  return { click }
}

/** The one answer to a click that came to nothing. */
export function notDone(cause?: unknown): AppError {
  return new AppError('api.post.do_action.action_integration.app_error', 400, { cause })
}
