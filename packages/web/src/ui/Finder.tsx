import { type KeyboardEvent, type ReactNode, useId, useState } from 'react'
import { Dialog } from './Dialog.tsx'
import styles from './Finder.module.css'
import { OptionList, optionId } from './OptionList.tsx'

type FinderProps<Option> = {
  title: string
  /** Of the field. */
  label: string
  /** Of the list. */
  listLabel: string
  /** Said where nothing is found. */
  none: string
  term: string
  onTerm: (term: string) => void
  options: readonly Option[]
  keyOf: (option: Option) => string
  show: (option: Option) => ReactNode
  onTake: (option: Option) => void
  onClose: () => void
}

/** A dialog that finds one of many by a few letters: arrows choose, Enter takes. */
export function Finder<Option>(props: FinderProps<Option>) {
  const { title, label, listLabel, none, term, onTerm, options, keyOf, show, onClose } = props
  const id = useId()
  const [wantedAt, setWantedAt] = useState(0)
  const at = Math.min(wantedAt, Math.max(0, options.length - 1))
  const chosen = options[at]

  function take(option: Option) {
    onClose()
    props.onTake(option)
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && chosen) setWantedAt((at + step + options.length) % options.length)
    else if (event.key !== 'Enter') return
    else if (chosen) take(chosen)
    event.preventDefault()
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <input
        autoFocus
        className={styles.input}
        type="text"
        role="combobox"
        aria-label={label}
        placeholder={label}
        aria-expanded={options.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={chosen && optionId(id, at)}
        autoComplete="off"
        value={term}
        onChange={(event) => {
          onTerm(event.target.value)
          setWantedAt(0)
        }}
        onKeyDown={handleKeyDown}
      />
      {options.length === 0 && <p className={styles.none}>{none}</p>}
      <OptionList
        id={id}
        label={listLabel}
        className={styles.list}
        options={options}
        keyOf={keyOf}
        chosenAt={at}
        show={show}
        onTake={take}
      />
    </Dialog>
  )
}
