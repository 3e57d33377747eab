import type { OpenGraphMetadata } from '@mattermost/types/posts'
import { Picture } from '#web/pictures/Picture.tsx'
import { safeHref } from '#web/posts/links.ts'
import { openPictures } from '#web/viewer/shown.ts'
import styles from './Embed.module.css'

/** What a page says of itself. */
export function OpenGraph({ data, url }: { data: OpenGraphMetadata; url: string }) {
  const [image] = data.images ?? []
  const picture = image?.secure_url || image?.url || ''
  const title = data.title ?? url
  const href = safeHref(data.url ?? '') || safeHref(url)
  return (
    <div className={styles.page}>
      <div className={styles.words}>
        <p className={styles.site}>{data.site_name || URL.parse(url)?.host}</p>
        <a className={styles.title} href={href} target="_blank" rel="noopener noreferrer nofollow">
          {title}
        </a>
        {data.description && <p className={styles.description}>{data.description}</p>}
      </div>
      {picture !== '' && (
        <span className={styles.picture}>
          <Picture address={picture} name={title} onOpen={(src) => openPictures(src, title)} />
        </span>
      )}
    </div>
  )
}
