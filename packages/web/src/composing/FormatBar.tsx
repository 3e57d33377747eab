import {
  Bold,
  Code,
  Heading,
  Italic,
  Link,
  List,
  ListOrdered,
  type LucideIcon,
  Strikethrough,
  TextQuote,
} from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './FormatBar.module.css'
import type { Format } from './formatting.ts'

const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent)
const COMMAND = isMac ? '⌘' : 'Ctrl+'
const OPTION = isMac ? '⌥' : 'Alt+'
const SHIFT = isMac ? '⇧' : 'Shift+'

const FORMATS: readonly { format: Format; icon: LucideIcon; keys: string }[] = [
  { format: 'bold', icon: Bold, keys: `${COMMAND}B` },
  { format: 'italic', icon: Italic, keys: `${COMMAND}I` },
  { format: 'strike', icon: Strikethrough, keys: `${COMMAND}${SHIFT}X` },
  { format: 'heading', icon: Heading, keys: '' },
  { format: 'link', icon: Link, keys: `${COMMAND}${OPTION}K` },
  { format: 'code', icon: Code, keys: `${COMMAND}${OPTION}C` },
  { format: 'quote', icon: TextQuote, keys: `${COMMAND}${SHIFT}9` },
  { format: 'bullets', icon: List, keys: `${COMMAND}${SHIFT}8` },
  { format: 'numbers', icon: ListOrdered, keys: `${COMMAND}${SHIFT}7` },
]

type FormatBarProps = { isDisabled: boolean; onFormat: (format: Format) => void }

/** Buttons that format what is selected. They are one stop of the keyboard: arrows walk on. */
export function FormatBar({ isDisabled, onFormat }: FormatBarProps) {
  const text = useText()
  return (
    <div
      className={styles.bar}
      role="toolbar"
      aria-label={text('composer.formatting')}
      onKeyDown={walk}
    >
      {FORMATS.map(({ format, icon: Icon, keys }, at) => (
        <button
          key={format}
          type="button"
          className={styles.button}
          aria-label={text(`composer.${format}`)}
          title={[text(`composer.${format}`), keys].filter(Boolean).join(' · ')}
          tabIndex={at === 0 ? 0 : -1}
          disabled={isDisabled}
          // The selection stays in the field.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onFormat(format)}
        >
          <Icon size={16} aria-hidden />
        </button>
      ))}
    </div>
  )
}

function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
  if (!step) return
  event.preventDefault()
  const all: (Element | null)[] = [...event.currentTarget.querySelectorAll('button')]
  const at = all.indexOf(document.activeElement)
  const next = all[(at + step + all.length) % all.length]
  if (next instanceof HTMLElement) next.focus()
}
