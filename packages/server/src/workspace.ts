import { acknowledgementsService } from '#domains/acknowledgements/service.ts'
import { findAcknowledgements } from '#domains/acknowledgements/store.ts'
import { auditsService } from '#domains/audits/service.ts'
import { autoResponses } from '#domains/auto-responses/service.ts'
import { bookmarksService } from '#domains/bookmarks/service.ts'
import { bootService } from '#domains/boot/service.ts'
import { botsService } from '#domains/bots/service.ts'
import { makeBurnContents } from '#domains/burn-on-read/contents.ts'
import { burnOnReadService } from '#domains/burn-on-read/service.ts'
import { eraseContents } from '#domains/burn-on-read/store.ts'
import { categoriesService } from '#domains/categories/service.ts'
import { deletePlacements } from '#domains/categories/store.ts'
import { channelMemberships, makeDefaultChannels } from '#domains/channels/members.ts'
import { toDirectName, toGroupName } from '#domains/channels/rules.ts'
import { channelsService } from '#domains/channels/service.ts'
import { findChannel, findChannelIdsByUser, lockChannel } from '#domains/channels/store.ts'
import type { DiskSpace } from '#domains/checks/service.ts'
import { openConfig } from '#domains/config/service.ts'
import { confirmationsService } from '#domains/confirmations/service.ts'
import { draftsService } from '#domains/drafts/service.ts'
import { deleteDraftsOfThreads } from '#domains/drafts/store.ts'
import { emojiService } from '#domains/emoji/service.ts'
import { findEmojisByNames } from '#domains/emoji/store.ts'
import { erasureService } from '#domains/erasure/service.ts'
import { findFileInfos, makeAttachments } from '#domains/files/attachments.ts'
import { fileErasure } from '#domains/files/erasing.ts'
import { sniffImage } from '#domains/files/images.ts'
import { blobNames } from '#domains/files/names.ts'
import { filesService } from '#domains/files/service.ts'
import { countFiles } from '#domains/files/store.ts'
import { groupsService } from '#domains/groups/service.ts'
import { findGroupMentions, isGroupName } from '#domains/groups/store.ts'
import { guestsService } from '#domains/guests/service.ts'
import { importsService } from '#domains/imports/service.ts'
import { inviteAllowance } from '#domains/invitations/allowance.ts'
import { invitationJoining } from '#domains/invitations/joining.ts'
import { invitationSending } from '#domains/invitations/sending.ts'
import { invitationsService } from '#domains/invitations/service.ts'
import { makeImageProxy } from '#domains/links/image-proxy.ts'
import { makePreviews } from '#domains/links/previews.ts'
import { proxiedPosts } from '#domains/links/proxied-posts.ts'
import { linksService } from '#domains/links/service.ts'
import { magicLinksService } from '#domains/magic-links/service.ts'
import { makeLetters } from '#domains/mail/letters.ts'
import { mailService } from '#domains/mail/service.ts'
import { mentionsService } from '#domains/mentions/service.ts'
import { mfaService } from '#domains/mfa/service.ts'
import { notificationsService } from '#domains/notifications/service.ts'
import { oauthAuthorizing as makeOAuthAuthorizing } from '#domains/oauth/authorizing.ts'
import { oauthExchange as makeOAuthExchange } from '#domains/oauth/exchange.ts'
import { oauthService } from '#domains/oauth/service.ts'
import { oneTimeTokens } from '#domains/one-time-tokens/service.ts'
import { outgoingOAuthService } from '#domains/outgoing-oauth/service.ts'
import { persistentNotifications } from '#domains/persistent-notifications/service.ts'
import { picturesService } from '#domains/pictures/service.ts'
import { makeBotMessages, toActor } from '#domains/posts/bot-messages.ts'
import { makeEphemeralPosts } from '#domains/posts/ephemeral.ts'
import { postListing } from '#domains/posts/listing.ts'
import { postsWithMetadata } from '#domains/posts/metadata.ts'
import { threadMoves as makeThreadMoves } from '#domains/posts/moving.ts'
import { requireValidPost } from '#domains/posts/rules.ts'
import { postsService } from '#domains/posts/service.ts'
import { findPost, findPostsByIds } from '#domains/posts/store.ts'
import { makeSystemPosts } from '#domains/posts/system-posts.ts'
import { preferencesService } from '#domains/preferences/service.ts'
import { deletePreferencesNamed } from '#domains/preferences/store.ts'
import { reactionsService } from '#domains/reactions/service.ts'
import { deleteReactionsOfEmoji, findReactionsByPosts } from '#domains/reactions/store.ts'
import { remindersService } from '#domains/reminders/service.ts'
import { reportExports as makeReportExports } from '#domains/reports/exporting.ts'
import { reportsService } from '#domains/reports/service.ts'
import { openRoles } from '#domains/roles/service.ts'
import { rostersService } from '#domains/rosters/service.ts'
import { savedService } from '#domains/saved/service.ts'
import { scheduledPostsService } from '#domains/scheduled-posts/service.ts'
import { schemesService } from '#domains/schemes/service.ts'
import { textExtraction } from '#domains/search/extraction.ts'
import { searchLanguages } from '#domains/search/languages.ts'
import { searchService } from '#domains/search/service.ts'
import { sessionsService } from '#domains/sessions/service.ts'
import { markGuestSessions, noteRemovedDevice } from '#domains/sessions/store.ts'
import { signupService } from '#domains/signup/service.ts'
import { customStatuses as makeCustomStatuses } from '#domains/statuses/custom.ts'
import { statusesService } from '#domains/statuses/service.ts'
import { teamsService } from '#domains/teams/service.ts'
import { findTeam, findTeamsByUser } from '#domains/teams/store.ts'
import { threadsService } from '#domains/threads/service.ts'
import { moveThread, moveThreads } from '#domains/threads/store.ts'
import { tokensService } from '#domains/tokens/service.ts'
import { verifyPassword } from '#domains/users/password.ts'
import { toUser } from '#domains/users/profile.ts'
import { usersService } from '#domains/users/service.ts'
import { findUser } from '#domains/users/store.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Peers } from '#platform/bus/peers.ts'
import type { Clock } from '#platform/clock.ts'
import { type Db, isUp, makeTransact, type Tx } from '#platform/db/database.ts'
import type { CommittedWork, DomainEvent } from '#platform/events/event.ts'
import { Hub } from '#platform/hub/hub.ts'
import { newId } from '#platform/ids.ts'
import { type KeySource, makeTokenHash } from '#platform/keys/root-key.ts'
import { makeSealer } from '#platform/keys/sealer.ts'
import { openSigningKey } from '#platform/keys/signing-key.ts'
import { openOutgoing } from '#platform/net/outgoing.ts'
import { openTasks } from '#platform/tasks/tasks.ts'
import { openAdministration } from './administration.ts'
import { importRules } from './import-rules.ts'
import { peerHandlers } from './peer-handlers.ts'
import { actionSealer, wirePrograms } from './programs.ts'
import { makeSocketHost } from './socket-host.ts'

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
}

/** Wires one tenant: lower domains first, each handed only what it names. */
export async function openWorkspace(given: Given) {
  const { id, name, db, clock, keys, blobs, peers, environment } = given
  const transact = makeTransact(db, deliver)

  const hub = new Hub({
    clock,
    takeOver: peers.isShared ? peers.takeOver : undefined,
    loadMemberships: async (userId) => ({
      channelIds: await findChannelIdsByUser(db, userId),
      teamIds: (await findTeamsByUser(db, userId)).map((team) => team.id),
    }),
    hello: () => ({ server_version: config.versionId, server_hostname: '' }),
    seesSensitive: async (actor) => roles.grants(actor, 'manage_system'),
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

  const tasks = openTasks({ db, transact, clock })
  const config = await openConfig({
    db,
    transact,
    clock,
    keys,
    environment,
    onSave: (tx, changedKeys, next) => guests.onConfigSave(tx, changedKeys, next.bool),
  })
  const outgoing = openOutgoing({
    allowed: () => config.string('ServiceSettings.AllowedUntrustedInternalConnections'),
  })
  const roles = await openRoles({ db, transact, clock })
  const schemes = schemesService({ db, transact, clock, roles })
  const audits = auditsService({ db, clock, roles })
  const mail = mailService({
    config,
    tasks,
    roles,
    sealer: makeSealer(keys, 'mail'),
    getUser: (userId) => users.getRow(userId),
  })
  const letters = makeLetters({ config, mail })
  const users = usersService({
    db,
    transact,
    clock,
    config,
    roles,
    requireVisible,
    audits,
    endOtherSessions: (userId, sessionId) => sessions.endAllBut(userId, sessionId),
    mayManageBot: (actor, userId) => bots.mayManageAccount(actor, userId),
    async onActiveChange(tx, user) {
      await bots.onActiveChange(tx, user)
      if (user.delete_at > 0) await oauthAuthorizing.endAll(tx, user.id)
    },
    letters,
    isGroupName,
    afterPatch: (before, after) => absences.onSettings(before, after),
    greet: (tx, user) => confirmations.greet(tx, user),
    askToVerify: (tx, user, email) => confirmations.askToVerify(tx, user, email),
    teamsInView: (actor) => teams.idsWith(actor, 'view_members'),
    listPresent: () => statuses.listPresent(),
  })
  const hashToken = makeTokenHash(keys)
  const mfa = mfaService({
    transact,
    clock,
    config,
    roles,
    users,
    sealer: makeSealer(keys, 'mfa'),
    audits,
    letters,
  })
  const sessions = sessionsService({
    db,
    transact,
    clock,
    config,
    roles,
    users,
    mfa,
    audits,
    holdAccessToken: (tx, tokenHash) => tokens.hold(tx, tokenHash),
    hashToken,
    verifyPassword,
    redeemLink: (token) => magicLinks.redeem(token),
  })
  const shared = { db, transact, clock, config, roles, users, sessions, audits }
  const tokens = tokensService({ ...shared, hashToken, letters })
  const bots = botsService(shared)
  const oauthDeps = { ...shared, hashToken }
  const oauth = oauthService(oauthDeps)
  const oauthAuthorizing = makeOAuthAuthorizing({
    ...oauthDeps,
    proofKey: keys.derive('oauth-consent'),
  })
  const oauthExchange = makeOAuthExchange(oauthDeps)
  const oneTime = oneTimeTokens({ db, transact, clock, tasks, hashToken })
  const confirmations = confirmationsService({
    transact,
    config,
    roles,
    audits,
    users,
    tokens: oneTime,
    letters,
    endAllSessions: (userId) => sessions.endAllBut(userId, ''),
  })
  const erasedFiles = fileErasure({ tasks, blobs })
  const administration = openAdministration({
    ...erasedFiles,
    db,
    transact,
    clock,
    config,
    roles,
    users,
    audits,
    blobs,
    tasks,
    outgoing,
    countConnections: () => hub.connectionCount,
    describeNodes: peers.describeNodes,
    recycleConnections: given.recycleConnections ?? (async () => undefined),
    measureDisk: given.measureDisk ?? (async () => ({ free_bytes: 0, total_bytes: 0 })),
  })
  const { busy } = administration
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
    visibleAmong: (actor, userIds) => users.visibleAmong(actor, userIds),
    isConnected,
    onBack: (userId) => absences.onBack(userId),
    publish: (event) => {
      if (!busy.isBusy()) publish(event)
    },
    publishHere: (event) => {
      if (!busy.isBusy()) publishHere(event)
    },
    share: (userId, presence) => peers.share('presences', [[userId, presence]]),
  })
  const customStatuses = makeCustomStatuses({ clock, config, users, preferences })
  const systemPosts = makeSystemPosts({
    clock,
    findNamed: (...asked) => mentions.findNamed(...asked),
    onReply: (...reply) => threads.onReply(...reply),
  })
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
  const outgoingOAuth = outgoingOAuthService({
    db,
    transact,
    clock,
    config,
    roles,
    teams,
    outgoing,
    sealer: makeSealer(keys, 'outgoing-oauth'),
    audits,
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
    schemes,
    onMoved: async (tx, channelId, teamId) => {
      await moveThreads(tx, channelId, teamId)
      await deletePlacements(tx, channelId)
      await programs.webhooks.moveWithChannel(tx, channelId, teamId)
    },
    onArchived: (tx, channelId) => programs.webhooks.endWithChannel(tx, channelId),
    onRead: (...read) => threads.onChannelsRead(...read),
    onCleared: (...cleared) => notifications.channelsRead(...cleared),
    onLook: (...look) => {
      notifications.noteLook(...look)
      peers.share('look', look)
    },
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
  const ephemeralPosts = makeEphemeralPosts({
    clock,
    publish,
    sealAction: actionSealer(keys),
  })
  const mentions = mentionsService({
    db,
    config,
    channels,
    users,
    statuses,
    ephemeral: ephemeralPosts,
    newId: () => newId(clock()),
    findGroupMentions,
    findCommenters: (...asked) => threads.commentersOf(...asked),
  })
  const attachments = makeAttachments({ clock, ...erasedFiles })
  const burnings = tasks.define<{ post_id: string }>('burn-on-read.expire', {
    run: ({ post_id }) => burnOnRead.expire(post_id),
  })
  const expireAt = (tx: Tx, post_id: string, runAt: number) =>
    burnings.add(tx, { post_id }, { runAt, key: post_id })
  const burnContents = makeBurnContents({
    clock,
    config,
    sealer: makeSealer(keys, 'burn-on-read'),
    users,
    channels,
    expireAt,
  })
  const imageProxy = makeImageProxy({ config, outgoing })
  const proxied = proxiedPosts(imageProxy)
  const withMetadata = postsWithMetadata({
    toTold: proxied.told,
    findAcknowledgements,
    findEmojis: findEmojisByNames,
    viewsOf: burnContents.viewsOf,
    findReactions: findReactionsByPosts,
    findFiles: findFileInfos,
    findLinks: (...asked) => links.metadataOf(...asked),
  })
  const posts = postsService({
    mentions,
    attachments,
    forgetPosts,
    burnContents,
    ephemeral: ephemeralPosts,
    withMetadata,
    toWritten: proxied.written,
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
      onMarkedUnread: (...marked) => threads.onMarkedUnread(...marked),
    },
    onUnread: (...unread) => notifications.countsChanged(...unread),
    followUps: [
      (told) => persistent.followUps(told),
      (told) => links.followUps(told),
      (told) => programs.webhooks.tasksOf(told),
      (told) => notifications.followUps(told),
      (told) => absences.followUps(told),
    ],
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
    onThreadRead: (...read) => notifications.threadRead(...read),
  })
  const previews = makePreviews({
    db,
    posts,
    channels,
    teams,
    showPosts: (rows) => withMetadata.toPosts(db, rows),
    isConnected,
  })
  const links = linksService({
    transact,
    clock,
    config,
    outgoing,
    tasks,
    previews,
    showAgain: (...shown) => posts.showAgain(...shown),
  })
  const burnOnRead = burnOnReadService({
    db,
    transact,
    clock,
    channels,
    posts,
    burnContents,
    expireAt,
    showPost: withMetadata.toOne,
    findPost,
  })
  const persistent = persistentNotifications({
    db,
    transact,
    clock,
    config,
    tasks,
    users,
    channels,
    findChannel,
    findPost,
    showPost: withMetadata.toOne,
    mentions,
    pushAgain: (...again) => notifications.repeat(...again),
  })
  const botMessages = makeBotMessages({ systemBot: () => bots.systemBot(), channels, posts })
  const absences = autoResponses({
    transact,
    clock,
    config,
    tasks,
    users,
    statuses,
    systemPosts,
    lockChannel,
  })
  const notifications = notificationsService({
    db,
    transact,
    clock,
    config,
    tasks,
    outgoing,
    signingKey: openSigningKey(keys),
    mail,
    letters,
    users,
    statuses,
    posts,
    botMessages,
    collapsing: () => threads.collapsing(),
    noteRemovedDevice,
  })
  const scheduledPosts = scheduledPostsService({
    db,
    transact,
    clock,
    config,
    tasks,
    teams,
    channels,
    posts,
    botMessages,
    findUser,
    findChannel,
    findPost,
    findFiles: findFileInfos,
    toActor,
    requireValidPost,
  })
  const reminders = remindersService({
    transact,
    clock,
    config,
    roles,
    tasks,
    users,
    teams,
    channels,
    posts,
    ephemeral: ephemeralPosts,
    botMessages,
    toActor,
  })
  const acknowledgements = acknowledgementsService({ db, transact, clock, roles, channels, posts })
  const threadMoves = makeThreadMoves({
    transact,
    clock,
    config,
    roles,
    users,
    channels,
    posts,
    systemPosts,
    withMetadata,
    moveThread,
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
    requireSeen: burnOnRead.requireSeen,
    isCustomEmoji: async (name) => (await findEmojisByNames(db, [name])).length > 0,
  })
  const texts = textExtraction({
    transact,
    config,
    tasks,
    blobs,
    blobName: (fileId) => blobNames(fileId).original,
  })
  const files = filesService({
    onStored: (tx, stored) => texts.onStored(tx, stored),
    isSeen: burnOnRead.isSeen,
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
  const languages = searchLanguages({ db, transact, config, tasks })
  const search = searchService({
    db,
    config,
    teams,
    posts,
    languages,
    channelNames: { direct: toDirectName, group: toGroupName },
    isBusy: busy.isBusy,
    showPosts: (at, rows) => withMetadata.toList(at, rows, [], { next: '', prev: '' }),
    showFiles: findFileInfos,
  })
  const saved = savedService({
    db,
    roles,
    posts,
    showPosts: (at, rows, reader) =>
      withMetadata.toList(at, rows, [], { next: '', prev: '' }, reader),
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
  const groups = groupsService({
    db,
    transact,
    clock,
    config,
    roles,
    teams,
    channels,
    users,
  })
  const bookmarks = bookmarksService({
    db,
    transact,
    clock,
    channels,
    attachments,
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
  const invitations = invitationsService({
    transact,
    config,
    roles,
    audits,
    users,
    teams,
    channelToAddTo: (actor, channelId) =>
      channels
        .accessToChange(actor, channelId, {
          open: 'manage_public_channel_members',
          closed: 'manage_private_channel_members',
        })
        .catch(() => undefined),
    mail,
    tokens: oneTime,
    allowance: inviteAllowance({ clock }),
    sending: invitationSending({
      transact,
      clock,
      config,
      tasks,
      tokens: oneTime,
      letters,
      users,
      teams,
    }),
  })
  const programs = wirePrograms({
    db,
    transact,
    clock,
    config,
    roles,
    audits,
    tasks,
    keys,
    outgoing,
    headersFor: outgoingOAuth.headersFor,
    publish,
    users,
    statuses,
    customStatuses,
    preferences,
    teams,
    channels,
    posts,
    ephemeral: ephemeralPosts,
    invitations,
  })
  const reports = reportsService({ db, clock, roles, showUser: (row) => toUser(row, 'admin') })
  const reportExports = makeReportExports({
    transact,
    clock,
    roles,
    tasks,
    reports,
    files,
    botMessages,
  })
  const erasure = erasureService({
    db,
    transact,
    config,
    roles,
    tasks,
    audits,
    teams,
    channels,
    users,
    erasePosts: (tx, postIds) => posts.eraseManyIn(tx, postIds),
    eraseContent: erasedFiles.eraseContent,
    endSessions: (tx, userId) => sessions.endAll(tx, userId),
  })
  const joining = invitationJoining({
    transact,
    config,
    users,
    teams,
    findTeam: (teamId) => findTeam(db, teamId),
    findChannel: (channelId) => findChannel(db, channelId),
    memberships,
    tokens: oneTime,
  })
  const magicLinks = magicLinksService({
    transact,
    config,
    users,
    tokens: oneTime,
    joining,
    letters,
  })
  const guests = guestsService({
    transact,
    clock,
    config,
    roles,
    audits,
    users,
    teams,
    channels,
    defaultChannels,
    tokens: oneTime,
    endSessions: async (tx, userIds) => {
      for (const userId of userIds) await sessions.endAll(tx, userId)
    },
    markSessions: markGuestSessions,
  })
  const signup = signupService({ config, roles, users, teams, joining })

  /** What is kept by the ids of posts goes with them; of what burns nothing stays. */
  async function forgetPosts(tx: Tx, ids: string[]): Promise<void> {
    await deletePreferencesNamed(tx, 'flagged_post', ids)
    await deleteDraftsOfThreads(tx, ids)
    await attachments.erase(tx, await eraseContents(tx, ids))
  }

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
        roles,
        sessions,
        teams,
        channels,
        mentions,
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

  await languages.current()
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
    audits,
    ...administration,
    roles,
    schemes,
    mail,
    users,
    confirmations,
    invitations,
    guests,
    magicLinks,
    reports,
    reportExports,
    erasure,
    sessions,
    mfa,
    tokens,
    bots,
    oauth,
    oauthAuthorizing,
    oauthExchange,
    outgoingOAuth,
    preferences,
    statuses,
    customStatuses,
    teams,
    channels,
    categories,
    posts,
    threads,
    listing,
    threadMoves,
    burnOnRead,
    acknowledgements,
    scheduledPosts,
    reminders,
    reactions,
    files,
    pictures,
    emoji,
    imageProxy,
    drafts,
    saved,
    search,
    rosters,
    notifications,
    groups,
    bookmarks,
    ...programs,
    boot,
    signup,
    imports,
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
      await texts.close()
      await tasks.close()
      await outgoing.close()
      await statuses.settled()
      await db.destroy()
    },
  }
}
