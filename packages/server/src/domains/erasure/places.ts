import type { AuditsService } from '#domains/audits/service.ts'
import type { ChannelsService } from '#domains/channels/service.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { TeamsService } from '#domains/teams/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import {
  deleteChannels,
  deleteRowsOfPlaces,
  deleteTeam,
  findChannelIdsOfTeam,
  findChannelMembers,
  findFileIdsIn,
  findPostIdsIn,
  findTablesOfPlaces,
  findTeamMemberIds,
} from './place-store.ts'
import { deleteFiles } from './store.ts'

type Deps = {
  db: Db
  transact: Transact
  config: ConfigService
  roles: RolesService
  tasks: Pick<Tasks, 'define'>
  audits: Pick<AuditsService, 'record'>
  teams: Pick<TeamsService, 'accessToView' | 'archive'>
  channels: Pick<ChannelsService, 'accessToRead' | 'archive'>
  /** Leaves nothing of these posts, the replies to them and their files. */
  erasePosts: (tx: Tx, postIds: string[]) => Promise<void>
  /** Removes the content of files once the transaction has committed. */
  eraseContent: (tx: Tx, fileIds: string[]) => Promise<void>
}

const postsAtOnce = 50
const filesAtOnce = 500

/**
 * Channels and teams deleted for good. The place is gone at once; what was written in it, which
 * nobody can reach any more, is erased behind it in pieces.
 */
export function placeErasure(deps: Deps) {
  const { db, transact, config, roles, tasks, audits, teams, channels } = deps
  const { erasePosts, eraseContent } = deps

  const remains = tasks.define<{ channel_id: string }>('erasure.channel', {
    run: ({ channel_id }) => eraseRemains(channel_id),
  })

  /** Throws 401 unless the configuration allows it, 403 for who isn't a system administrator. */
  async function eraseChannel(actor: Actor, channelId: string): Promise<void> {
    const channel = await channels.accessToRead(actor, channelId)
    requireAllowed(actor, 'Channel')
    if (!channel.team_id) throw new AppError('api.channel.delete_channel.type.invalid', 400)
    if (channel.delete_at === 0) await channels.archive(actor, channelId)
    await transact(async (tx) => {
      await dropChannels(tx, [channelId])
      await audits.record(tx, { actor, action: 'deleteChannel', info: `channel=${channelId}` })
    })
  }

  /** The same for a team, with all its channels. */
  async function eraseTeam(actor: Actor, teamId: string): Promise<void> {
    const team = await teams.accessToView(actor, teamId)
    requireAllowed(actor, 'Team')
    if (team.delete_at === 0) await teams.archive(actor, teamId)
    await transact(async (tx) => {
      await dropChannels(tx, await findChannelIdsOfTeam(tx.db, teamId))
      const memberIds = await findTeamMemberIds(tx.db, teamId)
      for (const table of await findTablesOfPlaces(tx.db, 'team_id')) {
        await deleteRowsOfPlaces(tx, table, { column: 'team_id', ids: [teamId] })
      }
      await deleteTeam(tx, teamId)
      await audits.record(tx, { actor, action: 'deleteTeam', info: `team=${teamId}` })
      for (const user_id of memberIds) {
        tx.changed({ kind: 'team_member', team_id: teamId, user_id, isMember: false })
      }
      tx.changed({ kind: 'outgoing_webhooks', team_id: teamId })
      tx.changed({ kind: 'team', team_id: teamId })
    })
  }

  function requireAllowed(actor: Actor, what: 'Channel' | 'Team'): void {
    if (actor.isLocal) return
    const isAdmin = roles.grants(actor, 'manage_system')
    if (!config.bool(`ServiceSettings.EnableAPI${what}Deletion`)) {
      throw new AppError(refusals[what][isAdmin ? 'admin' : 'other'], 401)
    }
    roles.require(actor, 'manage_system')
  }

  /** What was said there comes later; all else goes here. */
  async function dropChannels(tx: Tx, ids: string[]): Promise<void> {
    if (ids.length === 0) return
    const members = await findChannelMembers(tx.db, ids)
    for (const table of await findTablesOfPlaces(tx.db, 'channel_id')) {
      await deleteRowsOfPlaces(tx, table, { column: 'channel_id', ids })
    }
    await deleteChannels(tx, ids)
    for (const channel_id of ids) {
      await remains.add(tx, { channel_id }, { key: channel_id })
      tx.changed({ kind: 'channel', channel_id })
    }
    for (const member of members) {
      tx.changed({ kind: 'channel_member', ...member, isMember: false })
    }
  }

  async function eraseRemains(channelId: string): Promise<void> {
    for (;;) {
      const postIds = await findPostIdsIn(db, channelId, postsAtOnce)
      if (postIds.length === 0) break
      await transact((tx) => erasePosts(tx, postIds))
    }
    for (;;) {
      const fileIds = await findFileIdsIn(db, channelId, filesAtOnce)
      if (fileIds.length === 0) break
      await transact(async (tx) => {
        await eraseContent(tx, fileIds)
        await deleteFiles(tx, fileIds)
      })
    }
  }

  return { eraseChannel, eraseTeam }
}

const refusals = {
  Channel: {
    admin: 'api.user.delete_channel.not_enabled.for_admin.app_error',
    other: 'api.user.delete_channel.not_enabled.app_error',
  },
  Team: {
    admin: 'api.user.delete_team.not_enabled.for_admin.app_error',
    other: 'api.user.delete_team.not_enabled.app_error',
  },
} as const
