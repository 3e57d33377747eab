import type { FileInfo } from '@mattermost/types/files'
import { CornerUpLeft, Download, FileText, Image } from 'lucide-react'
import { useIntl } from 'react-intl'
import { client } from '#web/api/client.ts'
import { useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { useFileSize } from '#web/files/use-file-size.ts'
import { Link } from '#web/router/router.tsx'
import { Lines, Note } from '#web/ui/Lines.tsx'
import { useUserName } from '#web/users/use-user.ts'
import styles from './FileCard.module.css'
import { useJump } from './PostCard.tsx'
import { usePaneText } from './texts/pane-text.tsx'

type FileCardProps = {
  file: FileInfo
  /** Whether it says in which channel it is. */
  hasPlace?: boolean
}

/** A file away from its message: what it is, who shared it, and the ways to both. */
export function FileCard({ file, hasPlace = false }: FileCardProps) {
  const text = usePaneText()
  const intl = useIntl()
  const sizeOf = useFileSize()
  const name = useUserName(file.user_id)
  const title = useChannelTitle(file.channel_id)
  const to = useJump(file.post_id ?? '')
  const at = intl.formatDate(file.create_at, { dateStyle: 'medium' })
  return (
    <article className={styles.card} aria-label={`${file.name}, ${name}, ${at}`}>
      <Sign file={file} />
      <div className={styles.text} data-marked>
        <Lines name={file.name}>
          <Note>
            {[file.extension.toUpperCase(), sizeOf(file.size)].filter(Boolean).join(' · ')}
          </Note>
          <Note>{[name, at, ...(hasPlace ? [title] : [])].filter(Boolean).join(' · ')}</Note>
        </Lines>
      </div>
      <a
        className={styles.action}
        href={`${client.getFileRoute(file.id)}?download=1`}
        download={file.name}
        aria-label={text('files.download', { name: file.name })}
        title={text('files.download', { name: file.name })}
      >
        <Download size={18} aria-hidden />
      </a>
      {file.post_id && (
        <Link
          className={styles.action}
          to={to}
          aria-label={text('panes.jump-to', { name: file.name })}
          title={text('panes.jump')}
        >
          <CornerUpLeft className={styles.turned} size={18} aria-hidden />
        </Link>
      )}
    </article>
  )
}

function Sign({ file }: { file: FileInfo }) {
  const isLow = useIsLowBandwidth()
  if (file.has_preview_image && !isLow) {
    return (
      <img
        className={styles.picture}
        src={`${client.getFileRoute(file.id)}/thumbnail`}
        alt=""
        loading="lazy"
      />
    )
  }
  const Icon = file.mime_type.startsWith('image/') ? Image : FileText
  return (
    <span className={styles.sign}>
      <Icon size={22} aria-hidden />
    </span>
  )
}
