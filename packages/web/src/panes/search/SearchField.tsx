import { Search, X } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { usePaneText } from '#web/panes/texts/pane-text.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { OptionList, OptionText, optionId } from '#web/ui/OptionList.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import styles from './SearchField.module.css'
import { searchTokenAt, withToken } from './search-token.ts'
import { type SearchSuggestion, useSearchSuggestions } from './use-search-suggestions.ts'

type SearchFieldProps = { query: string; onSearch: (query: string) => void }

/** Whether a query is to be gone on with before there is something to look for. */
export function isBegun(query: string): boolean {
  return query === '' || /[:\s]$/.test(query)
}

/** The field of the search: it completes what narrows one. Arrows choose, Enter takes or searches. */
export function SearchField({ query, onSearch }: SearchFieldProps) {
  const text = usePaneText()
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [value, setValue] = useState(query)
  const [caret, setCaret] = useState(query.length)
  const [chosenAt, setChosenAt] = useState(-1)
  const [isOpen, setIsOpen] = useState(query.endsWith(':'))
  const [shownQuery, setShownQuery] = useState(query)
  const token = isOpen ? searchTokenAt(value, caret) : undefined
  const suggestions = useSearchSuggestions(token)
  const isShown = isOpen && suggestions.length > 0
  const chosen = isShown ? suggestions[chosenAt] : undefined

  // The address has changed: by a search, a step back, or a beginning that was chosen.
  if (query !== shownQuery) {
    setShownQuery(query)
    setValue(query)
    setCaret(query.length)
    setIsOpen(query.endsWith(':'))
  }

  useEffect(() => {
    if (!isBegun(query)) return
    field.current?.focus()
    field.current?.setSelectionRange(query.length, query.length)
  }, [query])

  function change(next: string, at: number) {
    setValue(next)
    setCaret(at)
    setChosenAt(-1)
    setIsOpen(true)
  }

  function take(suggestion: SearchSuggestion) {
    if (!token) return
    const next = withToken(value, token, suggestion.inserted)
    change(next.text, next.caret)
    // With the new text in the field.
    requestAnimationFrame(() => field.current?.setSelectionRange(next.caret, next.caret))
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      if (!isOpen) return setIsOpen(true)
      // One place before the first is the field itself.
      const count = suggestions.length + 1
      setChosenAt(((chosenAt + 1 + step + count) % count) - 1)
    } else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) {
      event.preventDefault()
      take(chosen)
    } else if (event.key === 'Escape' && isShown) {
      event.preventDefault()
      event.stopPropagation()
      setIsOpen(false)
    }
  }

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    setIsOpen(false)
    if (value.trim() !== '') onSearch(value.trim())
  }

  return (
    <search className={styles.search}>
      <form className={styles.box} onSubmit={handleSubmit}>
        <Search className={styles.sign} size={16} aria-hidden />
        <input
          ref={field}
          className={styles.input}
          type="text"
          role="combobox"
          aria-label={text('search.label')}
          placeholder={text('search.label')}
          aria-autocomplete="list"
          aria-expanded={isShown}
          aria-controls={isShown ? listId : undefined}
          aria-activedescendant={chosen && optionId(listId, chosenAt)}
          autoComplete="off"
          spellCheck={false}
          enterKeyHint="search"
          dir="auto"
          value={value}
          onChange={({ target }) => change(target.value, target.selectionStart ?? 0)}
          onSelect={({ currentTarget }) => setCaret(currentTarget.selectionStart ?? 0)}
          onBlur={() => setIsOpen(false)}
          onKeyDown={handleKeyDown}
        />
        {value !== '' && (
          <IconButton
            size="small"
            label={text('search.clear')}
            onClick={() => {
              change('', 0)
              field.current?.focus()
            }}
          >
            <X size={15} aria-hidden />
          </IconButton>
        )}
      </form>
      {isShown && (
        <OptionList
          id={listId}
          label={text('composer.suggestions')}
          className={styles.list}
          options={suggestions}
          keyOf={(one) => one.inserted}
          chosenAt={chosenAt}
          show={({ userId, title, note }) => (
            <OptionText
              sign={userId && <Avatar userId={userId} size="small" />}
              title={title}
              note={note}
            />
          )}
          onTake={take}
        />
      )}
    </search>
  )
}
