import { SmilePlus } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useText } from '#web/i18n/i18n.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { placeBeside } from '#web/ui/place.ts'
import styles from './EmojiPicker.module.css'
import { EMOJI_GROUPS, type Emoji, findEmoji, wordsOf } from './emoji.ts'

type EmojiPickerProps = {
  label: string
  size?: 'small' | 'medium'
  onPick: (name: string) => void
}

/** A button that opens a choice of emoji. */
export function EmojiPicker({ label, size = 'medium', onPick }: EmojiPickerProps) {
  const [anchor, setAnchor] = useState<HTMLElement>()
  const button = useRef<HTMLButtonElement>(null)

  function close() {
    setAnchor(undefined)
    button.current?.focus()
  }

  return (
    <>
      <IconButton
        ref={button}
        size={size}
        label={label}
        aria-haspopup="dialog"
        aria-expanded={anchor !== undefined}
        onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
      >
        <SmilePlus size={size === 'small' ? 16 : 18} aria-hidden />
      </IconButton>
      {anchor && (
        <Panel
          label={label}
          anchor={anchor}
          onClose={close}
          onPick={(name) => {
            close()
            onPick(name)
          }}
        />
      )}
    </>
  )
}

type PanelProps = {
  label: string
  anchor: HTMLElement
  onClose: () => void
  onPick: (name: string) => void
}

function Panel({ label, anchor, onClose, onPick }: PanelProps) {
  const text = useText()
  const id = useId()
  const panel = useRef<HTMLDivElement>(null)
  const [term, setTerm] = useState('')
  const found = findEmoji(term)
  const isSearch = term.trim() !== ''

  useEffect(() => {
    const handleOutside = (event: PointerEvent) => {
      const target = event.target
      if (!(target instanceof Node)) return
      if (!panel.current?.contains(target) && !anchor.contains(target)) onClose()
    }
    document.addEventListener('pointerdown', handleOutside)
    return () => document.removeEventListener('pointerdown', handleOutside)
  }, [anchor, onClose])

  function handleKeyDown(event: KeyboardEvent) {
    // In the tree of components this is below the conversation, whose keys these are not.
    event.stopPropagation()
    if (event.key === 'Escape') onClose()
    if (event.key === 'Tab') keepFocusInside(event, panel.current)
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault()
      const name = found[0]?.names[0]
      if (isSearch && name) onPick(name)
    }
    moveInGrid(event, panel.current)
  }

  const grid = (list: readonly Emoji[]) => (
    <div className={styles.grid}>
      {list.map((emoji) => (
        <Choice key={emoji.char} emoji={emoji} onPick={onPick} />
      ))}
    </div>
  )

  return createPortal(
    <div
      ref={panel}
      className={styles.panel}
      style={placeBeside(anchor, { width: 320, height: 380 })}
      role="dialog"
      aria-label={label}
      onKeyDown={handleKeyDown}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: who opens a search wants to search.
        autoFocus
        className={styles.search}
        type="search"
        aria-label={text('emoji.search')}
        placeholder={text('emoji.search')}
        value={term}
        onChange={(event) => setTerm(event.target.value)}
      />
      <div className={styles.scroller}>
        {isSearch && grid(found)}
        {isSearch && found.length === 0 && <p className={styles.none}>{text('emoji.none')}</p>}
        {!isSearch &&
          EMOJI_GROUPS.map((group) => (
            <section key={group} aria-labelledby={`${id}-${group}`}>
              <h3 id={`${id}-${group}`} className={styles.group}>
                {text(`emoji.group-${group}`)}
              </h3>
              {grid(found.filter((emoji) => emoji.group === group))}
            </section>
          ))}
      </div>
    </div>,
    document.body,
  )
}

function Choice({ emoji, onPick }: { emoji: Emoji; onPick: (name: string) => void }) {
  const [name = ''] = emoji.names
  return (
    <button
      type="button"
      className={styles.choice}
      aria-label={emoji.names.map(wordsOf).join(', ')}
      title={`:${name}:`}
      data-choice
      onClick={() => onPick(name)}
    >
      {emoji.char}
    </button>
  )
}

const COLUMNS = 8

/** Arrow keys walk through the choices, and from the search into them. */
function moveInGrid(event: KeyboardEvent, panel: HTMLElement | null): void {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -COLUMNS,
    ArrowDown: COLUMNS,
  }
  const step = steps[event.key]
  if (!step || !panel) return
  const choices = [...panel.querySelectorAll<HTMLElement>('[data-choice]')]
  const at = choices.findIndex((choice) => choice.matches(':focus'))
  if (at < 0 && event.key !== 'ArrowDown') return
  event.preventDefault()
  const next = at < 0 ? 0 : at + step
  if (next < 0) panel.querySelector('input')?.focus()
  else choices[Math.min(next, choices.length - 1)]?.focus()
}

/** Out of the panel leads Escape; the choices are one stop, for arrow keys walk in them. */
function keepFocusInside(event: KeyboardEvent, panel: HTMLElement | null): void {
  event.preventDefault()
  const search = panel?.querySelector('input')
  if (document.activeElement === search) {
    panel?.querySelector<HTMLElement>('[data-choice]')?.focus()
  } else search?.focus()
}
