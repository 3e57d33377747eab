import type { Draft, NewDraft } from '@redoubt/wire/drafts.ts'
import type { FileInfo } from '@redoubt/wire/files.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostsService } from '#domains/posts/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, forbidden } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { draftCreated, draftDeleted } from './events.ts'
import {
  type DraftKey,
  type DraftRow,
  deleteDraft,
  findDraftsByUser,
  upsertDraft,
} from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  teams: Pick<TeamsService, 'access'>
  posts: Pick<PostsService, 'accessToRead' | 'accessToWrite' | 'isRestricted'>
  /** Also deleted ones, in any order. */
  findFiles: (db: Db, ids: string[]) => Promise<FileInfo[]>
}

const maxMessageRunes = 16_383
const maxPropsLength = 800_000
const maxPriorityLength = 1_000
const maxFiles = 10

/** What people have begun to write. It is theirs alone, whatever role anybody else has. */
export function draftsService(deps: Deps) {
  const { db, transact, clock, config, teams, posts, findFiles } = deps

  /** Keeps a draft; one without text is deleted, and the answer is null. */
  async function save(actor: Actor, input: NewDraft): Promise<Draft | null> {
    requireEnabled()
    const channel = await posts.accessToWrite(actor, input.channel_id)
    if (channel.delete_at > 0) {
      throw new AppError('api.draft.create_draft.can_not_draft_to_deleted.error', 400)
    }
    if (await posts.isRestricted(channel)) {
      throw new AppError('api.draft.create_draft.can_not_draft_to_restricted_dm.error', 400)
    }
    requireValid(input)
    if (!input.message) {
      await discard(actor, toKey(actor, input))
      return null
    }
    if (input.root_id) await requireRoot(actor, input.root_id, channel.id)
    const now = clock()
    return transact(async (tx) => {
      const row = await upsertDraft(tx, toRow(actor, input, now))
      const [draft] = await show(tx.db, [row])
      if (!draft) throw new Error('a row that was shown has gone')
      tx.emit(draftCreated({ draft, connectionId: actor.connectionId }))
      return draft
    })
  }

  async function requireRoot(actor: Actor, rootId: string, channelId: string): Promise<void> {
    const root = await posts.accessToRead(actor, rootId).catch(() => undefined)
    const isRoot = root?.channel_id === channelId && root.root_id === ''
    if (!isRoot) throw new AppError('model.draft.is_valid.root_id.app_error', 400)
  }

  /** One's own drafts in a team, and those in direct and group channels. */
  async function list(actor: Actor, idOrMe: string, teamId: string): Promise<Draft[]> {
    requireEnabled()
    const userId = requireOwn(actor, idOrMe)
    await teams.access(actor, teamId, 'view_team')
    return show(db, await findDraftsByUser(db, userId, teamId))
  }

  /** Deleting what isn't there is no failure. */
  async function remove(
    actor: Actor,
    { user_id, ...place }: { user_id: string; channel_id: string; root_id: string },
  ): Promise<void> {
    requireEnabled()
    await discard(actor, { user_id: requireOwn(actor, user_id), ...place })
  }

  async function discard(actor: Actor, key: DraftKey): Promise<void> {
    const now = clock()
    await transact(async (tx) => {
      const row = await deleteDraft(tx, key)
      if (!row) return
      const draft = { ...toDraft(row, []), delete_at: now }
      tx.emit(draftDeleted({ draft, connectionId: actor.connectionId }))
    })
  }

  /** With what is known of the files that the author uploaded for them. */
  async function show(at: Db, rows: DraftRow[]): Promise<Draft[]> {
    const fileIds = rows.flatMap((row) => row.file_ids)
    const files = fileIds.length > 0 ? await findFiles(at, fileIds) : []
    const byId = new Map(files.map((file) => [file.id, file]))
    return rows.map((row) => {
      const own = row.file_ids
        .flatMap((id) => byId.get(id) ?? [])
        .filter((file) => file.user_id === row.user_id && file.delete_at === 0)
      return toDraft(row, own)
    })
  }

  function requireEnabled(): void {
    if (config.bool('ServiceSettings.AllowSyncedDrafts')) return
    throw new AppError('api.drafts.disabled.app_error', 501)
  }

  return { save, list, remove }
}

function requireOwn(actor: Actor, idOrMe: string): string {
  const userId = resolveMe(actor, idOrMe)
  if (userId !== actor.userId) throw forbidden()
  return userId
}

function requireValid({ message = '', props, file_ids, ...input }: NewDraft): void {
  if (message.length > maxMessageRunes && [...message].length > maxMessageRunes) {
    throw new AppError('model.draft.is_valid.message_length.app_error', 400)
  }
  if (JSON.stringify(props ?? {}).length > maxPropsLength) {
    throw new AppError('model.draft.is_valid.props.app_error', 400)
  }
  if ((file_ids?.length ?? 0) > maxFiles) {
    throw new AppError('model.draft.is_valid.file_ids.app_error', 400)
  }
  if (JSON.stringify(priorityOf(input)).length > maxPriorityLength) {
    throw new AppError('model.draft.is_valid.priority.app_error', 400)
  }
}

/** Clients send it at either place. */
function priorityOf({ priority, metadata }: Pick<NewDraft, 'priority' | 'metadata'>) {
  return priority ?? metadata?.priority ?? {}
}

function toKey(actor: Actor, input: NewDraft): DraftKey {
  return { user_id: actor.userId, channel_id: input.channel_id, root_id: input.root_id ?? '' }
}

function toRow(actor: Actor, input: NewDraft, now: number): DraftRow {
  return {
    ...toKey(actor, input),
    create_at: now,
    update_at: now,
    message: input.message ?? '',
    type: input.type ?? '',
    props: input.props ?? {},
    file_ids: [...new Set(input.file_ids ?? [])],
    priority: priorityOf(input),
  }
}

function toDraft({ priority, ...row }: DraftRow, files: FileInfo[]): Draft {
  const chosen = Object.keys(priority).length > 0 && { priority }
  return {
    ...row,
    delete_at: 0,
    ...chosen,
    metadata: { ...(files.length > 0 && { files }), ...chosen },
  }
}
