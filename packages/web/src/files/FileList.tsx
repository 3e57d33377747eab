import type { FileInfo } from '@mattermost/types/files'
import { Download, FileText, ImageDown } from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './FileList.module.css'
import { thumbnailSize } from './thumbnail.ts'
import { useFileSize } from './use-file-size.ts'

/** The files of a message: pictures as such, others as cards. */
export function FileList({ files }: { files: readonly FileInfo[] }) {
  const text = useText()
  if (files.length === 0) return null
  return (
    <ul className={styles.list} aria-label={text('files.list')}>
      {files.map((file) => (
        <li key={file.id}>{isPicture(file) ? <Picture file={file} /> : <Card file={file} />}</li>
      ))}
    </ul>
  )
}

/** Of moving pictures there is no preview, the file itself is shown. */
function isPicture(file: FileInfo): boolean {
  return file.width > 0 && file.height > 0 && (file.has_preview_image || file.extension === 'gif')
}

function Picture({ file }: { file: FileInfo }) {
  const isLow = useIsLowBandwidth()
  const [isAskedFor, setIsAskedFor] = useState(false)
  if (isLow && !isAskedFor) return <Promised file={file} onPress={() => setIsAskedFor(true)} />
  return <Shown file={file} />
}

/** A picture that is fetched when somebody wants to see it. */
function Promised({ file, onPress }: { file: FileInfo; onPress: () => void }) {
  const text = useText()
  const sizeOf = useFileSize()
  return (
    <button type="button" className={styles.card} onClick={onPress}>
      <ImageDown className={styles.icon} size={22} aria-hidden />
      <span className={styles.text}>
        <span className={styles.name}>{text('files.show', { name: file.name })}</span>
        <span className={styles.note} data-note={sizeOf(file.size)} aria-hidden />
      </span>
    </button>
  )
}

function Shown({ file }: { file: FileInfo }) {
  const { width, height } = thumbnailSize(file)
  const address = client.getFileRoute(file.id)
  return (
    <a className={styles.picture} href={address} target="_blank" rel="noreferrer" title={file.name}>
      <img
        className={styles.image}
        src={file.has_preview_image ? `${address}/preview` : address}
        alt={file.name}
        width={width}
        height={height}
        loading="lazy"
        style={
          file.mini_preview
            ? { backgroundImage: `url("data:image/jpeg;base64,${file.mini_preview}")` }
            : undefined
        }
      />
    </a>
  )
}

function Card({ file }: { file: FileInfo }) {
  const text = useText()
  const sizeOf = useFileSize()
  const note = `${file.extension.toUpperCase()} ${sizeOf(file.size)}`
  return (
    <a
      className={styles.card}
      href={`${client.getFileRoute(file.id)}?download=1`}
      download={file.name}
      aria-label={`${text('files.download', { name: file.name })}, ${note}`}
    >
      <FileText className={styles.icon} size={22} aria-hidden />
      <span className={styles.text}>
        <span className={styles.name}>{file.name}</span>
        <span className={styles.note} data-note={note} aria-hidden />
      </span>
      <Download className={styles.icon} size={18} aria-hidden />
    </a>
  )
}
