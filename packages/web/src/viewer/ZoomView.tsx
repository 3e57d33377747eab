import { type PointerEvent, type UIEvent, useLayoutEffect, useRef } from 'react'
import styles from './FileViewer.module.css'
import type { Shown } from './open-viewer.ts'

/** How large a picture is beside its fitting size. */
export const ZOOM_STEPS: readonly number[] = [1, 1.5, 2, 3, 4, 6]

const CENTER = { x: 0.5, y: 0.5 }

type ZoomViewProps = { item: Shown; zoom: number; onZoom: (zoom: number) => void }

/** A picture; larger than the window, it is dragged or scrolled. */
export function ZoomView({ item, zoom, onZoom }: ZoomViewProps) {
  const view = useRef<HTMLButtonElement>(null)
  const wasDragged = useRef(false)
  const middle = useRef(CENTER)
  const scale = ZOOM_STEPS[zoom] ?? 1

  // What was in the middle stays there.
  useLayoutEffect(() => {
    const pan = view.current?.parentElement
    if (!pan) return
    const { x, y } = middle.current
    pan.scrollTo(
      pan.scrollWidth * x - pan.clientWidth / 2,
      pan.scrollHeight * y - pan.clientHeight / 2,
    )
    if (scale === 1) middle.current = CENTER
  }, [scale])

  function handleScroll({ currentTarget: pan }: UIEvent<HTMLElement>) {
    middle.current = {
      x: (pan.scrollLeft + pan.clientWidth / 2) / pan.scrollWidth,
      y: (pan.scrollTop + pan.clientHeight / 2) / pan.scrollHeight,
    }
  }

  function handleMove(event: PointerEvent) {
    if (event.buttons !== 1 || event.pointerType !== 'mouse' || zoom === 0) return
    wasDragged.current ||= Math.abs(event.movementX) + Math.abs(event.movementY) > 1
    view.current?.parentElement?.scrollBy(-event.movementX, -event.movementY)
  }

  return (
    <div
      className={styles.pan}
      data-state={zoom > 0 ? 'zoomed' : 'fitting'}
      onScroll={handleScroll}
    >
      <button
        ref={view}
        type="button"
        className={styles.picture}
        aria-label={item.name}
        style={{ inlineSize: `${100 * scale}%`, blockSize: `${100 * scale}%` }}
        onPointerDown={() => {
          wasDragged.current = false
        }}
        onPointerMove={handleMove}
        onClick={() => {
          if (!wasDragged.current) onZoom(zoom > 0 ? 0 : 2)
        }}
      >
        <img className={styles.image} src={item.src} alt="" draggable={false} />
      </button>
    </div>
  )
}
