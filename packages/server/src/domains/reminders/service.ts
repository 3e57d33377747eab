import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { BotMessages, EphemeralPosts, PostRow, PostsService } from '#domains/posts/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact } from '#platform/db/database.ts'
import { languageOf } from '#platform/http/language.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  roles: RolesService
  tasks: Pick<Tasks, 'define'>
  users: Pick<UsersService, 'getRow'>
  teams: Pick<TeamsService, 'access'>
  channels: Pick<ChannelsService, 'accessToRead'>
  posts: Pick<PostsService, 'accessToRead'>
  ephemeral: Pick<EphemeralPosts, 'send'>
  botMessages: BotMessages
  toActor: (user: UserRow) => Actor
}

type Reminder = { user_id: string; post_id: string; target_time: number }

/** What the message names, for clients that word it themselves. */
type ReminderProps = { team_name: string; post_id: string; username: string }

/** Posts that people want to hear of once more. */
export function remindersService(deps: Deps) {
  const { transact, clock, config, roles, tasks, users, teams, channels, posts } = deps
  const { ephemeral, botMessages, toActor } = deps
  const due = tasks.define<Reminder>('reminders.send', { run: remind })

  /** Reminds of the post at a time in seconds; a second wish for the same post replaces the first. */
  async function set(
    actor: Actor,
    idOrMe: string,
    postId: string,
    targetTime: number,
  ): Promise<void> {
    const userId = resolveMe(actor, idOrMe)
    if (userId !== actor.userId) roles.require(actor, 'edit_other_users')
    const post = await posts.accessToRead(actor, postId)
    if (targetTime * 1000 <= clock()) throw invalidBody('target_time')
    const reminder = { user_id: userId, post_id: postId, target_time: targetTime }
    await transact((tx) =>
      due.add(tx, reminder, { runAt: targetTime * 1000, key: `${userId}:${postId}` }),
    )
    const user = await users.getRow(userId)
    const props = await toProps(toActor(user), post)
    const message = {
      en: `You will be reminded of this message from @${props.username}.`,
      de: `Du wirst an diese Nachricht von @${props.username} erinnert.`,
    }
    ephemeral.send(userId, {
      channel_id: post.channel_id,
      user_id: userId,
      root_id: post.root_id || post.id,
      message: message[languageOf(user.locale)],
      props: { ...props, target_time: targetTime, type: 'reminder' },
    })
  }

  /** Says nothing of what the user may no longer read. */
  async function remind({ user_id, post_id, target_time }: Reminder): Promise<void> {
    const user = await users.getRow(user_id)
    if (user.delete_at > 0) return
    const actor = toActor(user)
    const post = await posts.accessToRead(actor, post_id).catch(() => undefined)
    if (!post) return
    const props = await toProps(actor, post)
    const site = config.string('ServiceSettings.SiteURL').replace(/\/+$/, '')
    const link = `${site}/${props.team_name || '_redirect'}/pl/${post_id}`
    await botMessages.tell(user_id, {
      message: {
        en: `You wanted to be reminded of this message from @${props.username}: ${link}`,
        de: `Du wolltest an diese Nachricht von @${props.username} erinnert werden: ${link}`,
      },
      key: `reminder:${post_id}:${target_time}`,
      type: 'reminder',
      props,
    })
  }

  /** A direct channel is in no team. */
  async function toProps(actor: Actor, post: PostRow): Promise<ReminderProps> {
    const { username } = await users.getRow(post.user_id)
    const channel = await channels.accessToRead(actor, post.channel_id)
    const team = channel.team_id
      ? await teams.access(actor, channel.team_id, 'view_team').catch(() => undefined)
      : undefined
    return { team_name: team?.name ?? '', post_id: post.id, username }
  }

  return { set }
}
