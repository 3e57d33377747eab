import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { client } from '#web/api/client.ts'
import { withEmojis } from '#web/entities/emojis.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { placeBeside } from '#web/ui/place.ts'
import { EmojiChar } from './EmojiChar.tsx'
import styles from './EmojiPicker.module.css'
import { EMOJI_GROUPS, findEmoji, hasTones, wordsOf } from './emoji.ts'
import { noteRecent, recentNames } from './recent.ts'
import { ToneChoice } from './ToneChoice.tsx'
import { useTone } from './tones.ts'

type PanelProps = {
  label: string
  anchor: HTMLElement
  onClose: () => void
  onPick: (name: string) => void
}

/** The choice of emoji: those used last, those of Unicode, those that people have added. */
export function EmojiPanel({ label, anchor, onClose, onPick }: PanelProps) {
  const text = useText()
  const id = useId()
  const panel = useRef<HTMLDivElement>(null)
  const [term, setTerm] = useState('')
  const [tone, setTone] = useTone()
  const [recent] = useState(recentNames)
  const isSearch = term.trim() !== ''
  const custom = useCustomNames(term)
  const found = findEmoji(term).map(({ names: [name = ''], group }) => ({
    name: tone !== '' && hasTones(name) ? `${name}_${tone}_skin_tone` : name,
    group,
  }))
  const matches = [...custom, ...found.map(({ name }) => name)]

  function pick(name: string) {
    noteRecent(name)
    onPick(name)
  }

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
    if (event.key === 'Escape') {
      event.preventDefault()
      onClose()
    }
    if (event.key === 'Tab') keepFocusInside(event, panel.current)
    if (event.key === 'Enter' && event.target instanceof HTMLInputElement) {
      event.preventDefault()
      const [name] = matches
      if (isSearch && name) pick(name)
    }
    moveInGrid(event, panel.current)
  }

  const grid = (names: readonly string[]) => (
    <div className={styles.grid}>
      {names.map((name) => (
        <Choice key={name} name={name} onPick={pick} />
      ))}
    </div>
  )
  const sections = [
    { key: 'recent', title: text('emoji.recent'), names: recent },
    ...EMOJI_GROUPS.map((group) => ({
      key: group,
      title: text(`emoji.group-${group}`),
      names: found.filter((emoji) => emoji.group === group).map(({ name }) => name),
    })),
    { key: 'custom', title: text('emoji.custom'), names: custom },
  ].filter(({ names }) => names.length > 0)

  return createPortal(
    <div
      ref={panel}
      className={styles.panel}
      style={placeBeside(anchor, { width: 320, height: 380, side: 'roomy' })}
      role="dialog"
      aria-label={label}
      onKeyDown={handleKeyDown}
    >
      <div className={styles.top}>
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
        <ToneChoice tone={tone} onChange={setTone} />
      </div>
      <div className={styles.scroller}>
        {isSearch && grid(matches)}
        {isSearch && matches.length === 0 && <p className={styles.none}>{text('emoji.none')}</p>}
        {!isSearch &&
          sections.map(({ key, title, names }) => (
            <section key={key} aria-labelledby={`${id}-${key}`}>
              <h2 id={`${id}-${key}`} className={styles.group}>
                {title}
              </h2>
              {grid(names)}
            </section>
          ))}
      </div>
    </div>,
    // In the body it would lie below a modal dialog that it was opened from.
    anchor.closest('dialog') ?? document.body,
  )
}

/** Names of emoji that people have added: of all of them the first, of a search what fits. */
function useCustomNames(term: string): readonly string[] {
  const isOffered = useEntities((now) => now.config.EnableCustomEmoji === 'true')
  const settled = useDeferredValue(term.trim().replaceAll(':', '').toLowerCase())
  const search = useQuery({
    queryKey: ['emoji', settled],
    queryFn: async () => {
      const found = settled
        ? await client.searchCustomEmoji(settled)
        : await client.getCustomEmojis(0, MAX_CUSTOM, 'name')
      update(withEmojis, found)
      return found.map(({ name }) => name)
    },
    enabled: isOffered,
    staleTime: 60_000,
    retry: false,
    placeholderData: (before) => before,
  })
  return search.data ?? NONE
}

const MAX_CUSTOM = 200
const NONE: readonly string[] = []

function Choice({ name, onPick }: { name: string; onPick: (name: string) => void }) {
  return (
    <button
      type="button"
      className={styles.choice}
      aria-label={wordsOf(name)}
      title={`:${name}:`}
      data-choice
      onClick={() => onPick(name)}
    >
      <EmojiChar name={name} isAlone />
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

/** The stops of Tab: the search, the tone, and the choices, in which arrow keys walk. */
const STOPS = ['input', 'button:not([data-choice])', '[data-choice]']

/** Out of the panel leads Escape; Tab goes round within it. */
function keepFocusInside(event: KeyboardEvent, panel: HTMLElement | null): void {
  event.preventDefault()
  const there = STOPS.filter((stop) => panel?.querySelector(stop))
  const at = there.findIndex((stop) => document.activeElement?.matches(stop))
  const next = there[(at + (event.shiftKey ? -1 : 1) + there.length) % there.length]
  if (next) panel?.querySelector<HTMLElement>(next)?.focus()
}
