import { FileText, RotateCw, X } from 'lucide-react'
import { useText } from '#web/i18n/i18n.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { Lines, Note } from '#web/ui/Lines.tsx'
import styles from './UploadList.module.css'
import { useFileSize } from './use-file-size.ts'
import type { Upload } from './use-uploads.ts'

type UploadListProps = {
  uploads: readonly Upload[]
  onRetry: (upload: Upload) => void
  onRemove: (id: string) => void
}

/** The files that go with the message being written. */
export function UploadList({ uploads, onRetry, onRemove }: UploadListProps) {
  const text = useText()
  if (uploads.length === 0) return null
  return (
    <ul className={styles.list} aria-label={text('files.attached')}>
      {uploads.map((upload) => (
        <UploadItem
          key={upload.id}
          upload={upload}
          onRetry={() => onRetry(upload)}
          onRemove={() => onRemove(upload.id)}
        />
      ))}
    </ul>
  )
}

type UploadItemProps = { upload: Upload; onRetry: () => void; onRemove: () => void }

function UploadItem({ upload, onRetry, onRemove }: UploadItemProps) {
  const text = useText()
  const sizeOf = useFileSize()
  const { name, size } = upload.file
  const isFailed = upload.state === 'failed'
  const noteOf = ({ state, reason }: Upload) => {
    if (state === 'failed') return reason || text('files.failed')
    return state === 'waiting' ? text('files.waiting') : sizeOf(size)
  }
  return (
    <li className={styles.item} data-state={upload.state}>
      <FileText className={styles.icon} size={20} aria-hidden />
      <Lines name={name}>
        <Note role={isFailed ? 'alert' : undefined}>{noteOf(upload)}</Note>
        {upload.state === 'sending' && (
          <progress
            className={styles.progress}
            max={1}
            value={upload.progress}
            aria-label={text('files.progress', { name })}
          />
        )}
      </Lines>
      {isFailed && (
        <IconButton size="small" label={text('files.retry', { name })} onClick={onRetry}>
          <RotateCw size={16} aria-hidden />
        </IconButton>
      )}
      <IconButton size="small" label={text('files.remove', { name })} onClick={onRemove}>
        <X size={16} aria-hidden />
      </IconButton>
    </li>
  )
}
