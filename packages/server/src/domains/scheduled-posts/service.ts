import type { FileInfo } from '@redoubt/wire/files.ts'
import type {
  NewScheduledPost,
  ScheduledPost,
  ScheduledPostsByTeam,
} from '@redoubt/wire/scheduled-posts.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { BotMessages, PostRow, PostsService } from '#domains/posts/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { scheduledPostCreated, scheduledPostDeleted, scheduledPostUpdated } from './events.ts'
import { scheduledSending } from './sending.ts'
import {
  deleteScheduledPost,
  findScheduledPost,
  findScheduledPosts,
  insertScheduledPost,
  type ScheduledPostRow,
  updateScheduledPost,
} from './store.ts'

type Deps = Parameters<typeof scheduledSending>[0] & {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Pick<Tasks, 'define'>
  teams: Pick<TeamsService, 'access'>
  channels: Pick<ChannelsService, 'access' | 'isMember'>
  posts: Pick<PostsService, 'create' | 'accessToWrite' | 'isRestricted'>
  botMessages: BotMessages
  findPost: (db: Db, id: string) => Promise<PostRow | undefined>
  /** Also deleted ones, in any order. */
  findFiles: (db: Db, ids: string[]) => Promise<FileInfo[]>
  /** Throws 400 for what no post could be. */
  requireValidPost: (
    post: Pick<NewScheduledPost, 'message' | 'props' | 'file_ids' | 'type'>,
  ) => void
}

/** What is due by the time that it arrives here is for now. */
const graceMs = 5_000

/** Posts that their authors have written for later. They are theirs alone. */
export function scheduledPostsService(deps: Deps) {
  const { db, transact, clock, config, tasks, teams, channels, posts } = deps
  const { botMessages, findPost, findFiles, requireValidPost } = deps
  const sending = scheduledSending(deps)
  const due = tasks.define<{ id: string }>('scheduled-posts.send', { run: ({ id }) => process(id) })

  async function create(actor: Actor, input: NewScheduledPost): Promise<ScheduledPost> {
    await requireSchedulable(actor, input)
    if (input.root_id) await requireRoot(input.root_id, input.channel_id)
    const row = toRow(actor, input, clock())
    return transact(async (tx) => {
      await insertScheduledPost(tx, row)
      await due.add(tx, { id: row.id }, { runAt: row.scheduled_at, key: row.id })
      const scheduledPost = await showOne(tx.db, row)
      tx.emit(scheduledPostCreated({ scheduledPost, connectionId: actor.connectionId }))
      return scheduledPost
    })
  }

  /** Changes what is to be posted and when; one that failed is tried again. */
  async function update(actor: Actor, id: string, input: NewScheduledPost): Promise<ScheduledPost> {
    requireEnabled()
    const before = await accessOwn(actor, id)
    if (!before) {
      throw new AppError('app.update_scheduled_post.existing_scheduled_post.not_exist', 404)
    }
    const { channel_id, root_id } = before
    await requireSchedulable(actor, { ...input, channel_id, root_id })
    const { message, props, file_ids, priority, scheduled_at } = toRow(actor, input, clock())
    return transact(async (tx) => {
      const changes = { message, props, file_ids, priority, scheduled_at, update_at: clock() }
      const row = await updateScheduledPost(tx, id, { ...changes, processed_at: 0, error_code: '' })
      if (!row) {
        throw new AppError('app.update_scheduled_post.existing_scheduled_post.not_exist', 404)
      }
      await due.add(tx, { id }, { runAt: scheduled_at, key: id })
      const scheduledPost = await showOne(tx.db, row)
      tx.emit(scheduledPostUpdated({ scheduledPost, connectionId: actor.connectionId }))
      return scheduledPost
    })
  }

  async function remove(actor: Actor, id: string): Promise<ScheduledPost> {
    requireEnabled()
    const own = await accessOwn(actor, id)
    return transact(async (tx) => {
      const row = own && (await deleteScheduledPost(tx, id))
      if (!row) {
        throw new AppError('app.delete_scheduled_post.existing_scheduled_post.not_exist', 404)
      }
      await due.cancel(tx, id)
      const scheduledPost = await showOne(tx.db, row)
      tx.emit(scheduledPostDeleted({ scheduledPost, connectionId: actor.connectionId }))
      return scheduledPost
    })
  }

  /** One's own in a team, and where wanted those in direct and group channels. */
  async function list(
    actor: Actor,
    teamId: string,
    options: { withDirect: boolean },
  ): Promise<ScheduledPostsByTeam> {
    requireEnabled()
    await teams.access(actor, teamId, 'view_team')
    const [ofTeam, direct] = await Promise.all([
      findScheduledPosts(db, actor.userId, teamId),
      options.withDirect ? findScheduledPosts(db, actor.userId, '') : [],
    ])
    const shown = await show(db, [...ofTeam, ...direct])
    return {
      [teamId]: shown.slice(0, ofTeam.length),
      ...(options.withDirect && { directChannels: shown.slice(ofTeam.length) }),
    }
  }

  /** Sends one whose time has come. */
  async function process(id: string): Promise<void> {
    const row = await findScheduledPost(db, id)
    if (!row || row.processed_at > 0) return
    // Its time was changed while this was about to begin.
    if (row.scheduled_at > clock()) return
    const errorCode = await sending.send(row)
    if (errorCode !== undefined) return fail(row, errorCode)
    await transact(async (tx) => {
      if (!(await deleteScheduledPost(tx, id))) return
      const scheduledPost = toScheduledPost(row, [])
      tx.emit(scheduledPostDeleted({ scheduledPost, connectionId: '' }))
    })
  }

  async function fail(before: ScheduledPostRow, error_code: string): Promise<void> {
    const processed_at = clock()
    await transact(async (tx) => {
      const row = await updateScheduledPost(tx, before.id, { processed_at, error_code })
      if (!row) return
      const scheduledPost = await showOne(tx.db, row)
      tx.emit(scheduledPostUpdated({ scheduledPost, connectionId: '' }))
    })
    if (['user_missing', 'user_deleted'].includes(error_code)) return
    await botMessages.tell(before.user_id, {
      message: {
        en: `A message that you scheduled could not be sent (${error_code}). You find it among your scheduled messages.`,
        de: `Eine Nachricht, die du geplant hast, konnte nicht gesendet werden (${error_code}). Du findest sie unter deinen geplanten Nachrichten.`,
      },
      key: `scheduled:${before.id}:${processed_at}`,
    })
  }

  async function requireSchedulable(actor: Actor, input: NewScheduledPost): Promise<void> {
    requireEnabled()
    const channel = await posts.accessToWrite(actor, input.channel_id)
    if (channel.delete_at > 0) {
      throw new AppError('app.save_scheduled_post.channel_deleted.app_error', 400)
    }
    if (await posts.isRestricted(channel)) {
      throw new AppError('app.save_scheduled_post.restricted_dm.error', 400)
    }
    if (input.file_ids?.length) await channels.access(actor, channel.id, 'upload_file')
    requireValidPost(input)
    if (!input.message && !input.file_ids?.length) {
      throw new AppError('model.scheduled_post.is_valid.empty_post.app_error', 400)
    }
    if (input.scheduled_at < clock() - graceMs) {
      throw new AppError('model.scheduled_post.is_valid.scheduled_at.app_error', 400)
    }
  }

  async function requireRoot(rootId: string, channelId: string): Promise<void> {
    const root = await findPost(db, rootId)
    const isRoot = root?.channel_id === channelId && root.root_id === '' && root.delete_at === 0
    if (!isRoot) throw new AppError('api.post.create_post.root_id.app_error', 400)
  }

  async function accessOwn(actor: Actor, id: string): Promise<ScheduledPostRow | undefined> {
    const row = await findScheduledPost(db, id)
    return row?.user_id === actor.userId ? row : undefined
  }

  async function showOne(at: Db, row: ScheduledPostRow): Promise<ScheduledPost> {
    const [scheduledPost = toScheduledPost(row, [])] = await show(at, [row])
    return scheduledPost
  }

  /** With what is known of the files that the author uploaded for them. */
  async function show(at: Db, rows: ScheduledPostRow[]): Promise<ScheduledPost[]> {
    const fileIds = rows.flatMap((row) => row.file_ids)
    const files = fileIds.length > 0 ? await findFiles(at, fileIds) : []
    const byId = new Map(files.map((file) => [file.id, file]))
    return rows.map((row) => {
      const own = row.file_ids
        .flatMap((id) => byId.get(id) ?? [])
        .filter((file) => file.user_id === row.user_id && file.delete_at === 0)
      return toScheduledPost(row, own)
    })
  }

  function requireEnabled(): void {
    if (config.bool('ServiceSettings.ScheduledPosts')) return
    throw new AppError('api.scheduled_posts.feature_disabled', 400)
  }

  return { create, update, remove, list }
}

/** Clients send it at either place, and with nulls. */
function priorityOf(input: NewScheduledPost): ScheduledPostRow['priority'] {
  const wish = input.priority ?? input.metadata?.priority
  const { priority, requested_ack, persistent_notifications } = wish ?? {}
  if (!priority && !requested_ack && !persistent_notifications) return {}
  return {
    priority: priority ?? '',
    requested_ack: requested_ack ?? false,
    persistent_notifications: persistent_notifications ?? false,
  }
}

function toRow(actor: Actor, input: NewScheduledPost, now: number): ScheduledPostRow {
  return {
    id: newId(now),
    user_id: actor.userId,
    channel_id: input.channel_id,
    root_id: input.root_id ?? '',
    create_at: now,
    update_at: now,
    message: input.message ?? '',
    type: input.type ?? '',
    props: input.props ?? {},
    file_ids: [...new Set(input.file_ids ?? [])],
    priority: priorityOf(input),
    scheduled_at: input.scheduled_at,
    processed_at: 0,
    error_code: '',
  }
}

function toScheduledPost({ priority, ...row }: ScheduledPostRow, files: FileInfo[]): ScheduledPost {
  const chosen = Object.keys(priority).length > 0 && { priority }
  return { ...row, ...chosen, metadata: { ...(files.length > 0 && { files }), ...chosen } }
}
