import type { ChannelsService } from '#domains/channels/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import { type Actor, anonymous } from '#platform/actor.ts'
import { type Language, languageOf } from '#platform/http/language.ts'
import type { PostsService } from './service.ts'

export type BotMessages = ReturnType<typeof makeBotMessages>

type Deps = {
  systemBot: () => Promise<UserRow>
  users: Pick<UsersService, 'getRow'>
  channels: Pick<ChannelsService, 'direct'>
  posts: Pick<PostsService, 'create'>
}

/** What the workspace itself has to say to somebody, in a direct message. */
export function makeBotMessages({ systemBot, users, channels, posts }: Deps) {
  /** Once: a message whose `key` was sent before is not sent again. */
  async function tell(
    userId: string,
    text: {
      /** In the language of the receiver. */
      message: Readonly<Record<Language, string>>
      key: string
      type?: string
      props?: Record<string, unknown>
      /** Notifies whatever the user has chosen. */
      isForced?: boolean
      /** Uploads to the channel on the bot's behalf; resolves to the files' ids. */
      attach?: (bot: Actor, channelId: string) => Promise<string[]>
    },
  ): Promise<void> {
    const { locale } = await users.getRow(userId)
    const bot = await systemBot()
    const actor = toActor(bot)
    const channel = await channels.direct(actor, [bot.id, userId])
    const { message, key, type = '', props = {}, isForced = false, attach } = text
    const file_ids = attach ? await attach(actor, channel.id) : []
    const said = message[languageOf(locale)]
    const post = {
      channel_id: channel.id,
      message: said,
      type,
      props,
      file_ids,
      pending_post_id: key,
    }
    const serverProps = isForced ? { force_notification: 'true' } : {}
    await posts.create(actor, post, { setsOnline: false, serverProps })
  }

  return { tell }
}

/** On behalf of a user who isn't here: with their rights, without a session. */
export function toActor(user: Pick<UserRow, 'id' | 'roles'>): Actor {
  return { ...anonymous, userId: user.id, roles: user.roles.split(' ') }
}
