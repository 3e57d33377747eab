import { bootService } from '#domains/boot/service.ts'
import { categoriesService } from '#domains/categories/service.ts'
import { channelMemberships, makeDefaultChannels } from '#domains/channels/members.ts'
import { channelsService } from '#domains/channels/service.ts'
import { findChannelIdsByUser } from '#domains/channels/store.ts'
import { openConfig } from '#domains/config/service.ts'
import { draftsService } from '#domains/drafts/service.ts'
import { emojiService } from '#domains/emoji/service.ts'
import { findEmojisByNames } from '#domains/emoji/store.ts'
import { findFileInfos, makeAttachments } from '#domains/files/attachments.ts'
import { sniffImage } from '#domains/files/images.ts'
import { filesService } from '#domains/files/service.ts'
import { countFiles } from '#domains/files/store.ts'
import { importsService } from '#domains/imports/service.ts'
import { picturesService } from '#domains/pictures/service.ts'
import { postListing } from '#domains/posts/listing.ts'
import { postsWithMetadata } from '#domains/posts/metadata.ts'
import { findMentionedNames } from '#domains/posts/rules.ts'
import { postsService } from '#domains/posts/service.ts'
import { findPostsByIds } from '#domains/posts/store.ts'
import { makeSystemPosts } from '#domains/posts/system-posts.ts'
import { preferencesService } from '#domains/preferences/service.ts'
import { deletePreferencesNamed } from '#domains/preferences/store.ts'
import { reactionsService } from '#domains/reactions/service.ts'
import { deleteReactionsOfEmoji, findReactionsByPosts } from '#domains/reactions/store.ts'
import { openRoles } from '#domains/roles/service.ts'
import { rostersService } from '#domains/rosters/service.ts'
import { savedService } from '#domains/saved/service.ts'
import { sessionsService } from '#domains/sessions/service.ts'
import { signupService } from '#domains/signup/service.ts'
import { customStatuses as makeCustomStatuses } from '#domains/statuses/custom.ts'
import { statusesService } from '#domains/statuses/service.ts'
import { teamsService } from '#domains/teams/service.ts'
import { findTeamsByUser } from '#domains/teams/store.ts'
import { threadsService } from '#domains/threads/service.ts'
import { verifyPassword } from '#domains/users/password.ts'
import { usersService } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import { type Db, isUp, makeTransact } from '#platform/db/database.ts'
import type { CommittedWork } from '#platform/events/event.ts'
import { Hub } from '#platform/hub/hub.ts'
import { type KeySource, makeTokenHash } from '#platform/keys/root-key.ts'
import { openOutgoing } from '#platform/net/outgoing.ts'
import { openTasks } from '#platform/tasks/tasks.ts'
import { importRules } from './import-rules.ts'
import { makeSocketHost } from './socket-host.ts'

export type Workspace = Awaited<ReturnType<typeof openWorkspace>>

type Given = {
  id: string
  name: string
  db: Db
  clock: Clock
  keys: KeySource
  blobs: BlobStore
  /** `MM_…` overrides. */
  environment: Record<string, string | undefined>
}

/** Wires one tenant: lower domains first, each handed only what it names. */
export async function openWorkspace(given: Given) {
  const { id, name, db, clock, keys, blobs, environment } = given
  const transact = makeTransact(db, deliver)

  const hub = new Hub({
    clock,
    loadMemberships: async (userId) => ({
      channelIds: await findChannelIdsByUser(db, userId),
      teamIds: (await findTeamsByUser(db, userId)).map((team) => team.id),
    }),
    hello: () => ({ server_version: config.versionId, server_hostname: '' }),
    seesSensitive: async (actor) => roles.grants(actor, 'manage_system'),
    onSocket: (userId) => statuses.noteSocket(userId),
    onAlive: (userId) => statuses.noteAlive(userId),
    onUserGone: (userId) => statuses.noteGone(userId),
  })

  const tasks = openTasks({ db, transact, clock })
  const config = await openConfig({ db, transact, clock, keys, environment })
  const outgoing = openOutgoing({
    allowed: () => config.string('ServiceSettings.AllowedUntrustedInternalConnections'),
  })
  const roles = await openRoles({ db, transact, clock })
  const users = usersService({
    db,
    transact,
    clock,
    config,
    roles,
    requireVisible,
    endOtherSessions: (userId, sessionId) => sessions.endAllBut(userId, sessionId),
  })
  const sessions = sessionsService({
    db,
    transact,
    clock,
    config,
    roles,
    users,
    hashToken: makeTokenHash(keys),
    verifyPassword,
  })
  const preferences = preferencesService({
    db,
    transact,
    roles,
    followFavorites: (tx, userId, change) => categories.followFavorites(tx, userId, change),
  })
  const statuses = statusesService({
    db,
    transact,
    clock,
    config,
    roles,
    isConnected: (userId) => hub.isConnected(userId),
    publish: (event) => hub.deliver({ changes: [], events: [event] }),
  })
  const customStatuses = makeCustomStatuses({ clock, config, users, preferences })
  const systemPosts = makeSystemPosts({ clock })
  const memberships = channelMemberships({ clock, systemPosts })
  const defaultChannels = makeDefaultChannels({ clock, systemPosts, memberships })
  const teams = teamsService({
    db,
    transact,
    clock,
    config,
    roles,
    users,
    defaultChannels,
    unreadThreads: (userId) => threads.unreadByTeam(userId),
  })
  const channels = channelsService({
    countFiles: (channelId) => countFiles(db, channelId),
    db,
    transact,
    clock,
    config,
    roles,
    users,
    teams,
    statuses,
    memberships,
    systemPosts,
    onRead: (...read) => threads.onChannelsRead(...read),
  })
  const categories = categoriesService({
    db,
    transact,
    clock,
    roles,
    teams,
    channels,
    preferences,
  })
  const attachments = makeAttachments({ clock })
  const withMetadata = postsWithMetadata({
    findReactions: findReactionsByPosts,
    findFiles: findFileInfos,
  })
  const posts = postsService({
    attachments,
    forgetPosts: (tx, ids) => deletePreferencesNamed(tx, 'flagged_post', ids),
    withMetadata,
    db,
    transact,
    clock,
    config,
    roles,
    users,
    channels,
    statuses,
    threads: {
      onReply: (...reply) => threads.onReply(...reply),
      onDelete: (...deletion) => threads.onDelete(...deletion),
      isCollapsed: (userId) => threads.isCollapsed(userId),
    },
    followUps: [],
  })
  const threads = threadsService({
    db,
    transact,
    clock,
    config,
    roles,
    users,
    teams,
    channels,
    posts,
    showPosts: async (at, ids) => withMetadata.toPosts(at, await findPostsByIds(at, ids)),
    findMentionedNames,
  })
  const listing = postListing({ db, roles, channels, posts, withMetadata, threads })
  const reactions = reactionsService({
    db,
    transact,
    clock,
    config,
    roles,
    channels,
    posts,
    isCustomEmoji: async (name) => (await findEmojisByNames(db, [name])).length > 0,
  })
  const files = filesService({
    db,
    transact,
    clock,
    config,
    roles,
    channels,
    posts,
    blobs,
    keys,
  })
  const saved = savedService({
    db,
    roles,
    posts,
    showPosts: (at, rows) => withMetadata.toList(at, rows, [], { next: '', prev: '' }),
  })
  const rosters = rostersService({ db, channels, users })
  const boot = bootService({ db, clock, config, roles, teams })
  const drafts = draftsService({
    db,
    transact,
    clock,
    config,
    teams,
    channels,
    posts,
    findFiles: findFileInfos,
  })
  const emoji = emojiService({
    db,
    transact,
    clock,
    config,
    roles,
    teams,
    blobs,
    sniffImage,
    removeReactions: deleteReactionsOfEmoji,
  })
  const pictures = picturesService({ clock, config, users, teams, blobs, sniffImage })
  const imports = importsService({
    db,
    transact,
    clock,
    config,
    rules: importRules({ roles, defaultChannels }),
    files: files.imported,
    idKey: keys.derive('import-ids'),
  })
  const signup = signupService({ config, roles, users, teams })

  /** After a commit: caches forget first, then connections hear. */
  function deliver(work: CommittedWork): void {
    for (const change of work.changes) {
      for (const domain of [sessions, teams, channels, posts]) domain.onChange(change)
    }
    hub.deliver(work)
    for (const change of work.changes) tasks.onChange(change)
  }

  async function requireVisible(
    actor: Actor,
    scope: { teamIds: (string | undefined)[]; channelIds: (string | undefined)[] },
  ): Promise<void> {
    for (const teamId of scope.teamIds) if (teamId) await teams.access(actor, teamId, 'view_team')
    for (const channelId of scope.channelIds) {
      if (channelId) await channels.accessToRead(actor, channelId)
    }
  }

  async function announceTyping(actor: Actor, channelId: string, parentId: string): Promise<void> {
    const event = await posts.announceTyping(actor, channelId, parentId)
    if (event) hub.deliver({ changes: [], events: [event] })
  }

  const socketHost = makeSocketHost({ hub, clock, config, sessions, statuses, announceTyping })

  await tasks.start()

  return {
    id,
    name,
    tasks,
    config,
    roles,
    users,
    sessions,
    preferences,
    statuses,
    customStatuses,
    teams,
    channels,
    categories,
    posts,
    threads,
    listing,
    reactions,
    files,
    pictures,
    emoji,
    drafts,
    saved,
    rosters,
    boot,
    signup,
    imports,
    hub,
    socketHost,
    announceTyping,
    isDatabaseUp: () => isUp(db),
    /** What is due once a minute. */
    sweep(): void {
      hub.reap()
      statuses.sweep()
    },
    async [Symbol.asyncDispose](): Promise<void> {
      hub.closeAll()
      await tasks.close()
      await outgoing.close()
      await statuses.settled()
      await db.destroy()
    },
  }
}
