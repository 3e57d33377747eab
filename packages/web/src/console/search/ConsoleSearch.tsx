import { Search } from 'lucide-react'
import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { nameOf, useDescriptions } from '#web/console/config/descriptions.ts'
import { mayTouch, settings } from '#web/console/config/settings.ts'
import { selectMayInConsole } from '#web/console/console-access.ts'
import type { ConsolePage } from '#web/console/pages.ts'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { useEntities } from '#web/entities/store.ts'
import { Link } from '#web/router/router.tsx'
import styles from './ConsoleSearch.module.css'
import { type Entry, findEntries } from './find-entries.ts'

const MAX = 10

/** Finds pages and settings by what they are called and what they do. */
export function ConsoleSearch({ pages }: { pages: readonly ConsolePage[] }) {
  const text = useConsoleText()
  const id = useId()
  const [term, setTerm] = useState('')
  const [chosenAt, setChosenAt] = useState(0)
  const [isOpen, setIsOpen] = useState(false)
  const entries = useEntries(pages)
  const found = useMemo(() => findEntries(entries, term).slice(0, MAX), [entries, term])
  const isShown = isOpen && term.trim() !== ''
  const at = Math.min(chosenAt, Math.max(0, found.length - 1))

  function handleKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && found.length > 0) setChosenAt((at + step + found.length) % found.length)
    // Pressed as the link that it is, so that a page with changes can ask before it is left.
    else if (event.key === 'Enter') document.getElementById(`${id}-${at}`)?.click()
    else if (event.key === 'Escape') setIsOpen(false)
    else return
    event.preventDefault()
  }

  return (
    <div className={styles.search}>
      <Search className={styles.icon} size={16} aria-hidden />
      <input
        className={styles.input}
        type="text"
        role="combobox"
        aria-label={text('search.label')}
        placeholder={text('search.label')}
        aria-expanded={isShown}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={isShown && found[at] ? `${id}-${at}` : undefined}
        autoComplete="off"
        value={term}
        onChange={(event) => {
          setTerm(event.target.value)
          setChosenAt(0)
          setIsOpen(true)
        }}
        onBlur={() => setIsOpen(false)}
        onKeyDown={handleKeyDown}
      />
      <div className={styles.panel} hidden={!isShown}>
        {isShown && found.length === 0 && (
          <p className={styles.none} role="status">
            {text('search.none')}
          </p>
        )}
        <div id={id} role="listbox" aria-label={text('search.results')}>
          {isShown &&
            found.map((entry, index) => (
              <Link
                key={entry.key}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                className={styles.entry}
                to={entry.to}
                // The focus stays in the field, and the list in place until the click is done.
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => {
                  setIsOpen(false)
                  setTerm('')
                }}
              >
                <span className={styles.title}>{entry.title}</span>
                <span className={styles.place}>{entry.place}</span>
              </Link>
            ))}
        </div>
      </div>
    </div>
  )
}

/** All pages and settings that one may see, in the reader's words. */
function useEntries(pages: readonly ConsolePage[]): readonly Entry[] {
  const text = useConsoleText()
  const descriptions = useDescriptions()
  const may = useEntities(selectMayInConsole)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the texts change with the descriptions.
  return useMemo(() => {
    const pagesById = new Map(pages.map((page) => [page.id, page]))
    const forPages = pages.map((page): Entry => {
      const place = text(`group.${page.group}`)
      return {
        key: page.path,
        title: text(page.title),
        place,
        words: '',
        to: { page: 'console', path: page.path },
      }
    })
    const forSettings = settings.flatMap((setting): Entry[] => {
      const page = pagesById.get(setting.page)
      if (!page || !mayTouch('read', setting, may)) return []
      return [
        {
          key: setting.key,
          title: nameOf(setting.key, descriptions),
          place: text(page.title),
          words: descriptions[setting.key]?.[1] ?? '',
          to: { page: 'console', path: page.path, setting: setting.key },
        },
      ]
    })
    return [...forPages, ...forSettings]
  }, [pages, descriptions, may])
}
