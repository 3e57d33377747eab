import { ChannelType } from '@redoubt/wire/channels.ts'
import type { ChannelRow, ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostRow } from '#domains/posts/service.ts'
import type { UserRow, UsersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Tx } from '#platform/db/database.ts'
import type { Sealer } from '#platform/keys/sealer.ts'
import { findContents, findReceiptsOfPosts, insertContent, type SightRow } from './store.ts'

export type BurnContents = ReturnType<typeof makeBurnContents>

/** What a burn-on-read post really says. */
export type BurnContent = { message: string; file_ids: string[] }

/** A post as somebody sees it: undefined where for them it has burned. */
export type BurnView = BurnContent & { expire_at?: number; recipients?: string[] }

type Deps = {
  clock: Clock
  config: ConfigService
  sealer: Sealer
  users: Pick<UsersService, 'getRow'>
  channels: Pick<ChannelsService, 'memberIds'>
  /** Has the content destroyed at its time. */
  expireAt: (tx: Tx, postId: string, time: number) => Promise<void>
}

/** What burn-on-read posts say: kept apart from the posts, and sealed. */
export function makeBurnContents(deps: Deps) {
  const { clock, config, sealer, users, channels, expireAt } = deps

  function isOn(): boolean {
    return config.bool('ServiceSettings.EnableBurnOnRead') && config.bool('FeatureFlags.BurnOnRead')
  }

  /** Throws where such a post can't be written: switched off, a reply, alone or with a bot. */
  async function requirePostable(
    channel: ChannelRow,
    author: UserRow,
    isReply: boolean,
  ): Promise<void> {
    if (!isOn()) {
      throw new AppError('api.post.fill_in_post_props.burn_on_read.config.app_error', 501)
    }
    if (isReply) throw new AppError('api.post.create_post.burn_on_read.app_error', 400)
    if (channel.type !== ChannelType.Direct) return
    const others = (await channels.memberIds(channel)).filter((id) => id !== author.id)
    const [other] = others
    if (!other) {
      throw new AppError('api.post.fill_in_post_props.burn_on_read.self_dm.app_error', 400)
    }
    if ((await users.getRow(other)).is_bot) {
      throw new AppError('api.post.fill_in_post_props.burn_on_read.bot_dm.app_error', 400)
    }
  }

  /** The props of a new post, in ms: when it ends at the latest, and how long it can be read. */
  function lifetime(): { expire_at: number; read_duration: number } {
    const most = config.int('ServiceSettings.BurnOnReadMaximumTimeToLiveSeconds') * 1000
    const read_duration = config.int('ServiceSettings.BurnOnReadDurationSeconds') * 1000
    return { expire_at: clock() + most, read_duration }
  }

  async function keep(tx: Tx, post: PostRow, content: BurnContent): Promise<void> {
    const expire_at = Number(post.props.expire_at)
    const { id: post_id, user_id, channel_id } = post
    const sealed = sealer.seal(JSON.stringify(content), toPlace(post_id))
    await insertContent(tx, { post_id, user_id, channel_id, sealed, expire_at })
    await expireAt(tx, post_id, expire_at)
  }

  /**
   * What the reader sees of these posts, by id; no entry for one that the reader hasn't revealed.
   * `undefined` stands for one that is over for them.
   */
  async function viewsOf(
    db: Db,
    posts: PostRow[],
    reader: Pick<Actor, 'userId'>,
  ): Promise<Map<string, BurnView | undefined>> {
    const ids = posts.map((post) => post.id)
    const rows = await findContents(db, ids, reader.userId)
    const ownIds = rows.filter((row) => row.user_id === reader.userId).map((row) => row.post_id)
    const receipts = ownIds.length > 0 ? await findReceiptsOfPosts(db, ownIds) : []
    const views = new Map<string, BurnView | undefined>()
    for (const row of rows) {
      const recipients = receipts
        .filter((receipt) => receipt.post_id === row.post_id)
        .map((receipt) => receipt.user_id)
      const view = toView(row, reader.userId, recipients)
      if (view !== 'hidden') views.set(row.post_id, view)
    }
    return views
  }

  function toView(
    row: SightRow,
    readerId: string,
    recipients: string[],
  ): BurnView | undefined | 'hidden' {
    const now = clock()
    if (row.expire_at <= now) return undefined
    if (row.user_id === readerId) return { ...open(row.post_id, row.sealed), recipients }
    if (row.seen_until === null) return 'hidden'
    if (row.seen_until <= now) return undefined
    return { ...open(row.post_id, row.sealed), expire_at: row.seen_until }
  }

  function open(postId: string, sealed: Buffer): BurnContent {
    // It is what `keep` wrote: the seal says so.
    return JSON.parse(sealer.open(sealed, toPlace(postId))) as BurnContent
  }

  return { isOn, requirePostable, lifetime, keep, viewsOf }
}

/** The id of the post is part of the seal, so that contents can't change places. */
function toPlace(postId: string): string {
  return `burn_contents.sealed:${postId}`
}
