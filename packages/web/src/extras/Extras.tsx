import type { Post } from '@mattermost/types/posts'
import { lazy, Suspense } from 'react'
import { PictureSizes } from '#web/pictures/Picture.tsx'
import styles from './Extras.module.css'
import { hasExtras } from './extras.ts'

const PostExtras = lazy(async () => ({ default: (await import('./PostExtras.tsx')).PostExtras }))

/** The place of what a message shows beside its text; it keeps room until the code is there. */
export function Extras({ post }: { post: Post }) {
  if (!hasExtras(post)) return null
  return (
    <Suspense fallback={<div className={styles.waiting} />}>
      <PictureSizes sizes={post.metadata.images}>
        <PostExtras post={post} />
      </PictureSizes>
    </Suspense>
  )
}
