import { deletePlacements } from '#domains/categories/store.ts'
import { findChannelIdsByUser } from '#domains/channels/store.ts'
import type { DiskSpace } from '#domains/checks/service.ts'
import { fileErasure } from '#domains/files/erasing.ts'
import { findTeamsByUser } from '#domains/teams/store.ts'
import { moveThreads } from '#domains/threads/store.ts'
import type { PasswordCost } from '#domains/users/password.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Peers } from '#platform/bus/peers.ts'
import type { Clock } from '#platform/clock.ts'
import { type Db, isUp, makeTransact } from '#platform/db/database.ts'
import type { CommittedWork, DomainEvent } from '#platform/events/event.ts'
import { Hub } from '#platform/hub/hub.ts'
import type { KeySource } from '#platform/keys/root-key.ts'
import { wireAccounts } from './wiring/accounts.ts'
import { openAdministration } from './wiring/administration.ts'
import { wireConversation } from './wiring/conversation.ts'
import { wireEntrances } from './wiring/entrances.ts'
import { openFoundation } from './wiring/foundation.ts'
import { wireLibrary } from './wiring/library.ts'
import { wireNotices } from './wiring/notices.ts'
import { peerHandlers } from './wiring/peer-handlers.ts'
import { wirePlaces } from './wiring/places.ts'
import { wirePrograms } from './wiring/programs.ts'
import { wireRecords } from './wiring/records.ts'
import { makeSocketHost } from './wiring/socket-host.ts'

export type Workspace = Awaited<ReturnType<typeof openWorkspace>>

type Given = {
  id: string
  name: string
  db: Db
  clock: Clock
  keys: KeySource
  blobs: BlobStore
  /** The other nodes that serve the workspace. */
  peers: Peers
  /** Closes idle connections to the database, so that later ones are new. */
  recycleConnections?: () => Promise<void>
  /** Room on the disk that holds the data. */
  measureDisk?: () => Promise<DiskSpace>
  /** `MM_…` overrides. */
  environment: Record<string, string | undefined>
  /** Left out: what passwords deserve. */
  passwordCost?: PasswordCost | undefined
}

/**
 * Wires one tenant, subject by subject: lower ones first, each handed only what its types name.
 * Where a lower one has to tell a higher one, it gets a function that finds it when called.
 */
export async function openWorkspace(given: Given) {
  const { id, name, db, clock, peers } = given
  const transact = makeTransact(db, deliver)

  const hub = new Hub({
    clock,
    takeOver: peers.isShared ? peers.takeOver : undefined,
    loadMemberships: async (userId) => ({
      channelIds: await findChannelIdsByUser(db, userId),
      teamIds: (await findTeamsByUser(db, userId)).map((team) => team.id),
    }),
    hello: () => ({ server_version: config.versionId, server_hostname: '' }),
    seesSensitive: async (actor) => foundation.roles.grants(actor, 'manage_system'),
    rolesOf: async (userId) => (await users.getRow(userId)).roles.split(' '),
    isRestricted: (actor) => users.isRestricted(actor),
    acquaintedWith: (userId, viewerIds) => users.acquaintedWith(userId, viewerIds),
    onSocket: (userId) => {
      peers.noteSocket(userId)
      statuses.noteSocket(userId)
    },
    onAlive: (userId) => statuses.noteAlive(userId),
    onUserGone: (userId) => {
      peers.noteGone(userId)
      statuses.noteGone(userId)
    },
  })

  const foundation = await openFoundation({
    ...given,
    transact,
    onSave: (tx, changedKeys, next) => entrances.guests.onConfigSave(tx, changedKeys, next.bool),
    getUser: (userId) => users.getRow(userId),
  })
  const { config, tasks } = foundation
  const accounts = wireAccounts({
    ...foundation,
    requireVisible,
    teamsInView: (actor) => places.teams.idsWith(actor, 'view_members'),
    afterPatch: (before, after) => notices.absences.onSettings(before, after),
    onBack: (userId) => notices.absences.onBack(userId),
    redeemLink: (token) => entrances.magicLinks.redeem(token),
    followFavorites: (...change) => places.categories.followFavorites(...change),
    readablePosts: (actor, postIds) => conversation.posts.accessManyToRead(actor, postIds),
    isConnected,
    publish: (event) => {
      if (!administration.busy.isBusy()) publish(event)
    },
    publishHere: (event) => {
      if (!administration.busy.isBusy()) publishHere(event)
    },
    share: (userId, presence) => peers.share('presences', [[userId, presence]]),
  })
  const { users, sessions, statuses } = accounts
  const { eraseContent } = fileErasure(foundation)
  const administration = openAdministration({
    ...foundation,
    users,
    eraseContent,
    countConnections: () => hub.connectionCount,
    describeNodes: peers.describeNodes,
    recycleConnections: given.recycleConnections ?? (async () => undefined),
    measureDisk: given.measureDisk ?? (async () => ({ free_bytes: 0, total_bytes: 0 })),
  })
  const { busy } = administration
  const places = wirePlaces({
    ...foundation,
    ...accounts,
    findNamed: (...asked) => conversation.mentions.findNamed(...asked),
    onReply: (...reply) => conversation.threads.onReply(...reply),
    unreadThreads: (userId) => conversation.threads.unreadByTeam(userId),
    onMoved: async (tx, channelId, teamId) => {
      await moveThreads(tx, channelId, teamId)
      await deletePlacements(tx, channelId)
      await programs.webhooks.moveWithChannel(tx, channelId, teamId)
    },
    onArchived: (tx, channelId) => programs.webhooks.endWithChannel(tx, channelId),
    onRead: (...read) => conversation.threads.onChannelsRead(...read),
    onCleared: (...cleared) => notices.notifications.channelsRead(...cleared),
    onLook: (...look) => {
      notices.notifications.noteLook(...look)
      peers.share('look', look)
    },
  })
  const { teams, channels } = places
  const conversation = wireConversation({
    ...foundation,
    ...accounts,
    ...places,
    eraseContent,
    isConnected,
    publish,
    onGone: (...gone) => notices.notifications.postsGone(...gone),
    onUnread: (...unread) => notices.notifications.countsChanged(...unread),
    onThreadRead: (...read) => notices.notifications.threadRead(...read),
    followUps: [
      (told) => notices.persistent.followUps(told),
      (told) => programs.webhooks.tasksOf(told),
      (told) => notices.notifications.followUps(told),
      (told) => notices.absences.followUps(told),
    ],
  })
  const { posts } = conversation
  const notices = wireNotices({ ...foundation, ...accounts, ...places, ...conversation })
  const { notifications } = notices
  const library = wireLibrary({
    ...foundation,
    ...accounts,
    ...places,
    ...conversation,
    isBusy: busy.isBusy,
  })
  const entrances = wireEntrances({ ...foundation, ...accounts, ...places })
  const programs = wirePrograms({
    ...foundation,
    ...accounts,
    ...places,
    posts,
    ephemeral: conversation.ephemeralPosts,
    invitations: entrances.invitations,
    publish,
  })
  const records = wireRecords({
    ...foundation,
    ...accounts,
    ...places,
    posts,
    eraseContent,
    files: library.files,
    importFiles: library.importFiles,
    texts: library.texts,
    jobs: administration.jobs,
    botMessages: notices.botMessages,
  })

  /** After a commit: caches forget first, then connections hear. */
  function deliver(work: CommittedWork): Promise<void> | undefined {
    deliverHere(work)
    return peers.tell(work)
  }

  /** Tells everybody who is connected, wherever that is, of what isn't written. */
  function publish(event: DomainEvent): void {
    publishHere(event)
    peers.hint(event)
  }

  function publishHere(event: DomainEvent): void {
    hub.deliver({ changes: [], events: [event] })
  }

  function isConnected(userId: string): boolean {
    return hub.isConnected(userId) || peers.isConnectedElsewhere(userId)
  }

  function deliverHere(work: CommittedWork): void {
    for (const change of work.changes) {
      for (const domain of [
        config,
        busy,
        foundation.roles,
        sessions,
        teams,
        channels,
        conversation.mentions,
        notifications,
        posts,
        programs.webhooks,
      ])
        domain.onChange(change)
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
    if (busy.isBusy()) throw new AppError('api.websocket_handler.server_busy.app_error', 503)
    const event = await posts.announceTyping(actor, channelId, parentId)
    if (event) publish(event)
  }

  const socketHost = makeSocketHost({ hub, clock, config, sessions, statuses, announceTyping })

  await library.languages.current()
  await tasks.start()
  await peers.start(
    peerHandlers({ config, busy, statuses, notifications, hub, deliver: deliverHere }),
  )

  return {
    id,
    name,
    transact,
    tasks,
    config,
    audits: foundation.audits,
    roles: foundation.roles,
    schemes: foundation.schemes,
    mail: foundation.mail,
    signingKey: foundation.signingKey,
    ...accounts,
    ...administration,
    ...places,
    ...conversation,
    ...notices,
    ...library,
    ...entrances,
    ...programs,
    ...records,
    hub,
    peers,
    socketHost,
    announceTyping,
    isDatabaseUp: () => isUp(db),
    /** Whether the other nodes can be heard; undefined where there are none. */
    isBusUp: (): boolean | undefined => (peers.isShared ? peers.isHeard() : undefined),
    /** What is due once a minute. */
    sweep(): void {
      hub.reap()
      statuses.sweep()
    },
    async [Symbol.asyncDispose](): Promise<void> {
      hub.closeAll()
      peers.close()
      await library.texts.close()
      await tasks.close()
      await foundation.outgoing.close()
      await statuses.settled()
      await db.destroy()
    },
  }
}
