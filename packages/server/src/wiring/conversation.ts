import { acknowledgementsService } from '#domains/acknowledgements/service.ts'
import { findAcknowledgements } from '#domains/acknowledgements/store.ts'
import { bookmarksService } from '#domains/bookmarks/service.ts'
import { makeBurnContents } from '#domains/burn-on-read/contents.ts'
import { burnOnReadService } from '#domains/burn-on-read/service.ts'
import { eraseContents } from '#domains/burn-on-read/store.ts'
import { draftsService } from '#domains/drafts/service.ts'
import { deleteDraftsOfThreads } from '#domains/drafts/store.ts'
import { findEmojisByNames } from '#domains/emoji/store.ts'
import { findFileInfos, makeAttachments } from '#domains/files/attachments.ts'
import { findGroupMentions } from '#domains/groups/member-store.ts'
import { makeImageProxy } from '#domains/links/image-proxy.ts'
import { makePreviews } from '#domains/links/previews.ts'
import { proxiedPosts } from '#domains/links/proxied-posts.ts'
import { linksService } from '#domains/links/service.ts'
import { mentionsService } from '#domains/mentions/service.ts'
import { makeEphemeralPosts } from '#domains/posts/ephemeral.ts'
import { postListing } from '#domains/posts/listing.ts'
import { postsWithMetadata } from '#domains/posts/metadata.ts'
import { threadMoves as makeThreadMoves } from '#domains/posts/moving.ts'
import { postsService } from '#domains/posts/service.ts'
import { findPost, findPostsByIds } from '#domains/posts/store.ts'
import { deletePreferencesNamed } from '#domains/preferences/store.ts'
import { reactionsService } from '#domains/reactions/service.ts'
import { findReactionsByPosts } from '#domains/reactions/store.ts'
import { savedService } from '#domains/saved/service.ts'
import { threadsService } from '#domains/threads/service.ts'
import { moveThread } from '#domains/threads/store.ts'
import type { Tx } from '#platform/db/database.ts'
import type { DomainEvent } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import { makeSealer } from '#platform/keys/sealer.ts'
import type { Accounts } from './accounts.ts'
import type { Foundation } from './foundation.ts'
import type { Places } from './places.ts'
import { actionSealer } from './programs.ts'

export type Conversation = ReturnType<typeof wireConversation>

type Given = Foundation &
  Accounts &
  Places &
  Pick<Parameters<typeof makeAttachments>[0], 'eraseContent'> &
  Pick<Parameters<typeof postsService>[0], 'onUnread'> &
  Pick<Parameters<typeof threadsService>[0], 'onThreadRead'> &
  Pick<Parameters<typeof makePreviews>[0], 'isConnected'> & {
    /** What else must be done after a post than showing its links. */
    followUps: Parameters<typeof postsService>[0]['followUps']
    /** Told of posts in the transaction that deletes them. */
    onGone: (tx: Tx, postIds: string[]) => Promise<void>
    publish: (event: DomainEvent) => void
  }

/** What people say to each other, and all that hangs on a post. */
export function wireConversation(given: Given) {
  const { db, clock, keys, config, tasks, outgoing, publish } = given
  const { users, channels, teams } = given
  const ephemeralPosts = makeEphemeralPosts({ clock, publish, sealAction: actionSealer(keys) })
  const mentions = mentionsService({
    ...given,
    ephemeral: ephemeralPosts,
    newId: () => newId(clock()),
    findGroupMentions,
    findCommenters: (...asked) => threads.commentersOf(...asked),
  })
  const attachments = makeAttachments(given)
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
    ...given,
    mentions,
    attachments,
    forgetPosts,
    burnContents,
    ephemeral: ephemeralPosts,
    withMetadata,
    toWritten: proxied.written,
    previewedBy: (said) => links.previewedBy(said),
    threads: {
      onReply: (...reply) => threads.onReply(...reply),
      onDelete: (...deletion) => threads.onDelete(...deletion),
      isCollapsed: (userId) => threads.isCollapsed(userId),
      onMarkedUnread: (...marked) => threads.onMarkedUnread(...marked),
    },
    followUps: [(told) => links.followUps(told), ...given.followUps],
  })
  const threads = threadsService({
    ...given,
    posts,
    showPosts: async (at, ids) => withMetadata.toPosts(at, await findPostsByIds(at, ids)),
  })
  const previews = makePreviews({
    db,
    posts,
    channels,
    teams,
    showPosts: (rows) => withMetadata.toPosts(db, rows),
    isConnected: given.isConnected,
  })
  const links = linksService({
    ...given,
    previews,
    showAgain: (...shown) => posts.showAgain(...shown),
  })
  const burnOnRead = burnOnReadService({
    ...given,
    posts,
    burnContents,
    expireAt,
    showPost: withMetadata.toOne,
    findPost,
  })

  /** What is kept by the ids of posts goes with them; of what burns nothing stays. */
  async function forgetPosts(tx: Tx, ids: string[]): Promise<void> {
    await given.onGone(tx, ids)
    await deletePreferencesNamed(tx, 'flagged_post', ids)
    await deleteDraftsOfThreads(tx, ids)
    await attachments.erase(tx, await eraseContents(tx, ids))
  }

  return {
    ephemeralPosts,
    mentions,
    imageProxy,
    withMetadata,
    posts,
    threads,
    burnOnRead,
    threadMoves: makeThreadMoves({ ...given, posts, withMetadata, moveThread }),
    listing: postListing({ ...given, posts, withMetadata, threads }),
    reactions: reactionsService({
      ...given,
      posts,
      requireSeen: burnOnRead.requireSeen,
      isCustomEmoji: async (name) => (await findEmojisByNames(db, [name])).length > 0,
    }),
    acknowledgements: acknowledgementsService({ ...given, posts }),
    drafts: draftsService({ ...given, posts, findFiles: findFileInfos }),
    bookmarks: bookmarksService({ ...given, attachments, findFiles: findFileInfos }),
    saved: savedService({
      ...given,
      posts,
      showPosts: (at, rows, reader) =>
        withMetadata.toList(at, rows, [], { next: '', prev: '' }, reader),
    }),
  }
}
