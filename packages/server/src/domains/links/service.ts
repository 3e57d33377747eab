import type { PostImage } from '@redoubt/wire/links.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PostRow, PostTold } from '#domains/posts/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { Lru } from '#platform/lru.ts'
import type { Outgoing } from '#platform/net/outgoing.ts'
import type { NewTask, Tasks } from '#platform/tasks/tasks.ts'
import { type Links, linksIn } from './links-in.ts'
import type { Previews } from './previews.ts'
import {
  deleteLinkMetadataBefore,
  findLinkMetadata,
  hourOf,
  type LinkMetadata,
  saveLinkMetadata,
  type Visit,
  visitKey,
} from './store.ts'
import { visit } from './visit.ts'

/** What a post shows beside its text. */
export type LinkedMetadata = {
  embeds?: Record<string, unknown>[]
  images?: Record<string, PostImage>
}

type Linking = Pick<
  PostRow,
  'id' | 'channel_id' | 'message' | 'props' | 'create_at' | 'edit_at' | 'type'
>

type Deps = {
  transact: Transact
  clock: Clock
  config: ConfigService
  outgoing: Outgoing
  tasks: Tasks
  previews: Previews
  /** Tells the channel of a post whose previews have arrived; nothing where it is gone. */
  showAgain: (tx: Tx, postId: string, readers: readonly string[]) => Promise<void>
}

const cachedPosts = 10_000
const dayHours = 24
const dayMs = dayHours * 3_600_000

/** Previews of what messages link to, and sizes of the pictures that they show. */
export function linksService(deps: Deps) {
  const { transact, clock, config, outgoing, tasks, previews, showAgain } = deps
  const known = new Lru<Links>(cachedPosts)

  const visiting = tasks.define<{ post: Linking }>('links.visit', {
    maxAttempts: 3,
    run: ({ post }) => visitAll(post),
  })
  tasks.every('links.forget', dayMs, () =>
    transact.single((tx) => deleteLinkMetadataBefore(tx, hourOf(clock()) - 30 * dayHours)),
  )

  function linksOf(post: Linking): Links {
    const key = `${post.id}:${post.edit_at}`
    const cached = known.get(key)
    if (cached) return cached
    const links = linksIn(post, config.string('ServiceSettings.SiteURL'))
    known.set(key, links)
    return links
  }

  /** The address whose page is previewed, where that is allowed. */
  function previewedPage({ first, permalinkTo }: Links): string | undefined {
    if (!first || permalinkTo || !config.bool('ServiceSettings.EnableLinkPreviews'))
      return undefined
    const host = URL.parse(first)?.hostname ?? ''
    const restricted = config.string('ServiceSettings.RestrictLinkPreviews').split(',')
    const isRestricted = restricted
      .map((domain) => domain.trim().toLowerCase())
      .some((domain) => domain !== '' && (host === domain || host.endsWith(`.${domain}`)))
    return isRestricted ? undefined : first
  }

  /** Every address that the post needs to know something of. */
  function visitsOf(post: Linking): Visit[] {
    const links = linksOf(post)
    const page = previewedPage(links)
    const urls = [...(page && !hasAttachments(post) ? [page] : []), ...links.images]
    return urls.map((url) => ({ url, hour: hourOf(post.create_at) }))
  }

  /** The task that a new or changed post needs. */
  function followUps({ post }: Pick<PostTold, 'post'>): NewTask[] {
    const { id, channel_id, message, props, create_at, type } = post
    const linking = { id, channel_id, message, props, create_at, type, edit_at: 0 }
    const isAsked = visitsOf(linking).length > 0 || linksOf(linking).permalinkTo
    return isAsked ? [visiting.toRow({ post: linking })] : []
  }

  /** Looks again after an edit. */
  async function onEdit(tx: Tx, post: Linking): Promise<void> {
    if (visitsOf(post).length > 0) await visiting.add(tx, { post })
  }

  async function visitAll(post: Linking): Promise<void> {
    const visits = visitsOf(post)
    const timeoutMs = config.int('ExperimentalSettings.LinkMetadataTimeoutMilliseconds')
    const found = await transact.single((tx) => findLinkMetadata(tx.db, visits))
    const missing = visits.filter((one) => !found.has(visitKey(one)))
    const first = await Promise.all(missing.map((one) => visitAndSave(one, timeoutMs)))
    // The picture of a page has a size too, and clients keep room for it.
    const pictures = [...found.values(), ...first]
      .flatMap((one) => pictureOf(one) ?? [])
      .map((url) => ({ url, hour: hourOf(post.create_at) }))
    await Promise.all(pictures.map((one) => visitAndSave(one, timeoutMs)))
    const target = permalinkOf(post)
    const readers = target ? await previews.readersIn(post.channel_id, target) : []
    const isFound = [...found.values(), ...first].some(({ type }) => type !== 'none')
    if (isFound || readers.length > 0) await transact((tx) => showAgain(tx, post.id, readers))
  }

  async function visitAndSave(one: Visit, timeoutMs: number): Promise<LinkMetadata> {
    const found = await visit(outgoing, one.url, timeoutMs)
    await transact.single((tx) => saveLinkMetadata(tx, one, found))
    return found
  }

  /**
   * What the posts show beside their texts, by their ids; two queries at most, none where nothing is
   * linked. Previews of other posts only for a `reader`, who gets those that they may read.
   */
  async function metadataOf(
    db: Db,
    posts: readonly Linking[],
    reader: Actor | undefined,
  ): Promise<Map<string, LinkedMetadata>> {
    const linking = posts.filter((post) => mayLink(post))
    if (linking.length === 0) return new Map()
    const visits = linking.flatMap(visitsOf)
    const found = visits.length > 0 ? await findLinkMetadata(db, visits) : new Map()
    const pictures = linking.flatMap((post) =>
      visitsOf(post)
        .flatMap((one) => pictureOf(found.get(visitKey(one))) ?? [])
        .map((url) => ({ url, hour: hourOf(post.create_at) })),
    )
    const sizes = pictures.length > 0 ? await findLinkMetadata(db, pictures) : new Map()
    const all = new Map([...found, ...sizes])
    const targets = linking.flatMap((post) => permalinkOf(post) ?? [])
    const targeted =
      reader && targets.length > 0
        ? await previews.forReader(reader, [...new Set(targets)])
        : new Map()
    return new Map(linking.map((post) => [post.id, toMetadata(post, all, targeted)]))
  }

  function permalinkOf(post: Linking): string | undefined {
    return previewsPosts(post) ? linksOf(post).permalinkTo : undefined
  }

  function previewsPosts(said: Pick<Linking, 'props'>): boolean {
    return !hasAttachments(said) && config.bool('ServiceSettings.EnablePermalinkPreviews')
  }

  /** The post that is shown below a text that isn't written yet. */
  function previewedBy(said: Pick<Linking, 'message' | 'props'>): string | undefined {
    if (!previewsPosts(said)) return undefined
    return linksIn(said, config.string('ServiceSettings.SiteURL')).permalinkTo
  }

  function toMetadata(
    post: Linking,
    found: ReadonlyMap<string, LinkMetadata>,
    targeted: ReadonlyMap<string, Record<string, unknown>>,
  ): LinkedMetadata {
    const hour = hourOf(post.create_at)
    const at = (url: string) => found.get(visitKey({ url, hour }))
    const embeds = embedsOf(post, at, targeted)
    const page = previewedPage(linksOf(post))
    const images: Record<string, PostImage> = {}
    const pictures = visitsOf(post).flatMap(({ url }) => [url, pictureOf(at(url)) ?? []].flat())
    for (const url of pictures) {
      const one = at(url)
      if (one?.type === 'image' && (url !== page || embeds.length > 0)) images[url] = one.data
    }
    return {
      ...(embeds.length > 0 && { embeds }),
      ...(Object.keys(images).length > 0 && { images }),
    }
  }

  /** At most one, the first that fits. */
  function embedsOf(
    post: Linking,
    at: (url: string) => LinkMetadata | undefined,
    targeted: ReadonlyMap<string, Record<string, unknown>>,
  ): Record<string, unknown>[] {
    if (hasAttachments(post)) return [{ type: 'message_attachment', url: '' }]
    if (post.props.boards) return [{ type: 'boards', url: '', data: post.props.boards }]
    const target = permalinkOf(post)
    const data = target === undefined ? undefined : targeted.get(target)
    if (data) return [{ type: 'permalink', url: '', data }]
    const url = previewedPage(linksOf(post))
    if (!url) return []
    const found = at(url)
    if (found?.type === 'opengraph') return [{ type: 'opengraph', url, data: found.data }]
    return [{ type: found?.type === 'image' ? 'image' : 'link', url }]
  }

  return { followUps, onEdit, metadataOf, previewedBy }
}

function hasAttachments({ props }: Pick<Linking, 'props'>): boolean {
  return Array.isArray(props.attachments) && props.attachments.length > 0
}

function mayLink(post: Linking): boolean {
  if (post.type.startsWith('system_') || post.type === 'burn_on_read') return false
  return post.message.includes('://') || hasAttachments(post) || Boolean(post.props.boards)
}

function pictureOf(found: LinkMetadata | undefined): string | undefined {
  return found?.type === 'opengraph' ? found.data.images?.[0]?.url : undefined
}
