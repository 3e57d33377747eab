import type { FileInfo } from '@mattermost/types/files'
import { AudioLines, Clapperboard, Download, FileCode, FileText, ImageDown } from 'lucide-react'
import { type MouseEvent, useState } from 'react'
import { client } from '#web/api/client.ts'
import { useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Lines, Note } from '#web/ui/Lines.tsx'
import { kindOf, openFiles } from '#web/viewer/shown.ts'
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
        <li key={file.id}>
          {isPicture(file) ? (
            <Picture file={file} files={files} />
          ) : (
            <Card file={file} files={files} />
          )}
        </li>
      ))}
    </ul>
  )
}

/** Of moving pictures there is no preview, the file itself is shown. */
function isPicture(file: FileInfo): boolean {
  return file.width > 0 && file.height > 0 && (file.has_preview_image || file.extension === 'gif')
}

type OneOf = { file: FileInfo; files: readonly FileInfo[] }

function Picture({ file, files }: OneOf) {
  const isLow = useIsLowBandwidth()
  const [isAskedFor, setIsAskedFor] = useState(false)
  if (isLow && !isAskedFor) return <Promised file={file} onPress={() => setIsAskedFor(true)} />
  return <Shown file={file} files={files} />
}

/** A picture that is fetched when somebody wants to see it. */
function Promised({ file, onPress }: { file: FileInfo; onPress: () => void }) {
  const text = useText()
  const sizeOf = useFileSize()
  return (
    <button type="button" className={styles.card} onClick={onPress}>
      <ImageDown className={styles.icon} size={22} aria-hidden />
      <Lines name={text('files.show', { name: file.name })}>
        <Note data-note={sizeOf(file.size)} aria-hidden />
      </Lines>
    </button>
  )
}

function Shown({ file, files }: OneOf) {
  const { width, height } = thumbnailSize(file)
  const address = client.getFileRoute(file.id)
  return (
    <a
      className={styles.picture}
      href={address}
      target="_blank"
      rel="noreferrer"
      title={file.name}
      onClick={(event) => handlePress(event, file, files)}
    >
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

/** A press shows the file in front of the page; those that ask for a new tab stay the browser's. */
function handlePress(event: MouseEvent, file: FileInfo, files: readonly FileInfo[]): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  openFiles(files, file.id)
}

const SIGNS = {
  audio: AudioLines,
  video: Clapperboard,
  text: FileCode,
  pdf: FileText,
  picture: FileText,
  other: FileText,
}

function Card({ file, files }: OneOf) {
  const text = useText()
  const sizeOf = useFileSize()
  const kind = kindOf(file)
  const Sign = SIGNS[kind]
  const note = `${file.extension.toUpperCase()} ${sizeOf(file.size)}`
  const words = (
    <>
      <Sign className={styles.icon} size={22} aria-hidden />
      <Lines name={file.name}>
        <Note data-note={note} aria-hidden />
      </Lines>
    </>
  )
  const download = {
    href: `${client.getFileRoute(file.id)}?download=1`,
    download: file.name,
    'aria-label': `${text('files.download', { name: file.name })}, ${note}`,
  }
  if (kind === 'other') {
    return (
      <a className={styles.card} {...download}>
        {words}
        <Download className={styles.icon} size={18} aria-hidden />
      </a>
    )
  }
  return (
    <div className={styles.card}>
      <button
        type="button"
        className={styles.preview}
        aria-label={text('viewer.preview', { name: file.name })}
        onClick={() => openFiles(files, file.id)}
      >
        {words}
      </button>
      <a className={styles.download} {...download}>
        <Download className={styles.icon} size={18} aria-hidden />
      </a>
    </div>
  )
}
