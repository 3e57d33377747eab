import { ChevronLeft, ChevronRight, Download, Maximize, X, ZoomIn, ZoomOut } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useFileSize } from '#web/files/use-file-size.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Lines, Note } from '#web/ui/Lines.tsx'
import styles from './FileViewer.module.css'
import { closeViewer, type Shown } from './open-viewer.ts'
import { PdfView } from './PdfView.tsx'
import { TextView } from './TextView.tsx'
import { ZOOM_STEPS, ZoomView } from './ZoomView.tsx'

type FileViewerProps = { items: readonly Shown[]; first: number }

/** Files and pictures in front of the page. Arrows walk through them, plus and minus zoom. */
export function FileViewer({ items, first }: FileViewerProps) {
  const text = useText()
  const sizeOf = useFileSize()
  const dialog = useRef<HTMLDialogElement>(null)
  const [at, setAt] = useState(first)
  const [zoom, setZoom] = useState(0)
  const item = items[at]

  // Closed while it is still in the page, so that the focus goes back to where it came from.
  useLayoutEffect(() => {
    const element = dialog.current
    element?.showModal()
    return () => element?.close()
  }, [])
  if (!item) return null

  function go(step: number) {
    setAt((at + step + items.length) % items.length)
    setZoom(0)
  }

  function zoomBy(step: number) {
    setZoom(Math.min(ZOOM_STEPS.length - 1, Math.max(0, zoom + step)))
  }

  function handleKeyDown(event: KeyboardEvent) {
    const isMedia = event.target instanceof HTMLMediaElement
    if (event.key === '+') zoomBy(1)
    else if (event.key === '-') zoomBy(-1)
    else if (event.key === '0') setZoom(0)
    else if (items.length > 1 && !isMedia) {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
      if (!step) return
      // What had the focus may go with what was shown.
      dialog.current?.focus()
      go(step)
    }
  }

  const isPicture = item.kind === 'picture'
  return createPortal(
    <dialog
      ref={dialog}
      className={styles.viewer}
      tabIndex={-1}
      aria-label={text('viewer.label', { name: item.name })}
      onCancel={(event) => {
        event.preventDefault()
        closeViewer()
      }}
      onKeyDown={handleKeyDown}
    >
      <header className={styles.bar}>
        <Lines name={item.name}>
          <Note>
            {item.sizeBytes > 0 && sizeOf(item.sizeBytes)}
            {items.length > 1 && ` · ${text('viewer.count', { at: at + 1, count: items.length })}`}
          </Note>
        </Lines>
        {isPicture && (
          <span className={styles.zoom}>
            <Tool
              label={text('viewer.zoom-out')}
              onPress={() => zoomBy(-1)}
              isDisabled={zoom === 0}
            >
              <ZoomOut size={20} aria-hidden />
            </Tool>
            <Tool
              label={text('viewer.zoom-fit')}
              onPress={() => setZoom(0)}
              isDisabled={zoom === 0}
            >
              <Maximize size={18} aria-hidden />
            </Tool>
            <Tool
              label={text('viewer.zoom-in')}
              onPress={() => zoomBy(1)}
              isDisabled={zoom === ZOOM_STEPS.length - 1}
            >
              <ZoomIn size={20} aria-hidden />
            </Tool>
          </span>
        )}
        <a
          className={styles.tool}
          href={item.downloadFrom}
          download={item.name}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={text('viewer.download')}
          title={text('viewer.download')}
        >
          <Download size={20} aria-hidden />
        </a>
        <Tool label={text('viewer.close')} onPress={closeViewer}>
          <X size={22} aria-hidden />
        </Tool>
      </header>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Escape is the keyboard's way. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a press beside the picture closes. */}
      <div
        className={styles.stage}
        onClick={(event) => {
          if (event.target === event.currentTarget) closeViewer()
        }}
      >
        <Content key={item.id} item={item} zoom={zoom} onZoom={setZoom} />
      </div>
      {items.length > 1 && (
        <>
          <span className={styles.previous}>
            <Tool label={text('viewer.previous')} onPress={() => go(-1)}>
              <ChevronLeft size={26} aria-hidden />
            </Tool>
          </span>
          <span className={styles.next}>
            <Tool label={text('viewer.next')} onPress={() => go(1)}>
              <ChevronRight size={26} aria-hidden />
            </Tool>
          </span>
        </>
      )}
    </dialog>,
    document.body,
  )
}

type ContentProps = { item: Shown; zoom: number; onZoom: (zoom: number) => void }

function Content({ item, zoom, onZoom }: ContentProps) {
  const text = useText()
  switch (item.kind) {
    case 'picture':
      return <ZoomView item={item} zoom={zoom} onZoom={onZoom} />
    case 'video':
      // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for what people send.
      return <video className={styles.media} src={item.src} controls autoPlay={false} />
    case 'audio':
      // biome-ignore lint/a11y/useMediaCaption: nobody has written captions for what people send.
      return <audio className={styles.audio} src={item.src} controls />
    case 'pdf':
      return <PdfView item={item} />
    case 'text':
      return <TextView item={item} />
    default:
      return <p className={styles.none}>{text('viewer.none')}</p>
  }
}

type ToolProps = { label: string; onPress: () => void; isDisabled?: boolean; children: ReactNode }

function Tool({ label, onPress, isDisabled = false, children }: ToolProps) {
  return (
    <button
      type="button"
      className={styles.tool}
      aria-label={label}
      title={label}
      disabled={isDisabled}
      onClick={onPress}
    >
      {children}
    </button>
  )
}
