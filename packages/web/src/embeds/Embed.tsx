import type {
  OpenGraphMetadata,
  Post,
  PostEmbed,
  PostPreviewMetadata,
} from '@mattermost/types/posts'
import { ChevronDown, ChevronUp } from 'lucide-react'
import type { ReactNode } from 'react'
import { useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Picture } from '#web/pictures/Picture.tsx'
import { openPictures } from '#web/viewer/shown.ts'
import styles from './Embed.module.css'
import { OpenGraph } from './OpenGraph.tsx'
import { PostPreview } from './PostPreview.tsx'
import { useFolded } from './use-folded.ts'

/** A look at what a message links to: a page, a picture, another message. */
export function Embed({ post, embed }: { post: Post; embed: PostEmbed }) {
  switch (embed.type) {
    case 'permalink':
      return embed.data ? <PostPreview preview={embed.data as PostPreviewMetadata} /> : null
    case 'image':
      return (
        <Foldable postId={post.id}>
          <Picture address={embed.url} name="" onOpen={(src) => openPictures(src, '')} />
        </Foldable>
      )
    case 'opengraph':
      return (
        <PagePreview post={post} data={(embed.data ?? {}) as OpenGraphMetadata} url={embed.url} />
      )
    default:
      return null
  }
}

type PagePreviewProps = { post: Post; data: OpenGraphMetadata; url: string }

function PagePreview({ post, data, url }: PagePreviewProps) {
  const isLow = useIsLowBandwidth()
  const isWanted = useEntities(
    (now) =>
      now.config.EnableLinkPreviews === 'true' &&
      now.preferences.get('display_settings/link_previews') !== 'false',
  )
  if (isLow || !isWanted || !data.title) return null
  return (
    <Foldable postId={post.id}>
      <OpenGraph data={data} url={url} />
    </Foldable>
  )
}

function Foldable({ postId, children }: { postId: string; children: ReactNode }) {
  const text = useText()
  const [isFolded, fold] = useFolded(postId)
  const Icon = isFolded ? ChevronDown : ChevronUp
  return (
    <div className={styles.foldable}>
      <button
        type="button"
        className={styles.fold}
        aria-expanded={!isFolded}
        onClick={() => fold(!isFolded)}
      >
        <Icon size={14} aria-hidden />
        {text(isFolded ? 'previews.unfold' : 'previews.fold')}
      </button>
      {!isFolded && children}
    </div>
  )
}
