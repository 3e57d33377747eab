import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './Combobox.module.css'
import { OptionList, optionId } from './OptionList.tsx'
import { placeBeside } from './place.ts'

export type Option = { text: string; value: string }

type ComboboxProps = {
  /** Of the field, for a label beside it. */
  id?: string
  label: string
  /** Tells what `load` depends on, beside the term. */
  source: readonly unknown[]
  load: (term: string) => Promise<readonly Option[]> | readonly Option[]
  chosen: Option | undefined
  onChoose: (option: Option) => void
  placeholder?: string
  isDisabled?: boolean
  describedBy?: string | undefined
  isInvalid?: boolean
}

/** A field whose words are searched among choices: arrows walk, Enter takes, Escape closes. */
export function Combobox(props: ComboboxProps) {
  const { label, source, load, chosen, onChoose, placeholder, isDisabled = false } = props
  const text = useText()
  const own = useId()
  const id = `${own}-list`
  const field = useRef<HTMLInputElement>(null)
  const [term, setTerm] = useState<string>()
  const [at, setAt] = useState(0)
  const isOpen = term !== undefined
  const found = useQuery({
    queryKey: ['choices', ...source, term ?? ''],
    queryFn: () => load(term ?? ''),
    enabled: isOpen,
    retry: false,
    placeholderData: (before) => before,
  })
  const options = found.data ?? []

  function open() {
    if (!isOpen && !isDisabled) {
      setTerm('')
      setAt(0)
    }
  }

  function take(option: Option | undefined) {
    if (!option) return
    setTerm(undefined)
    onChoose(option)
  }

  function handleKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      open()
      if (isOpen && options.length > 0) setAt((at + step + options.length) % options.length)
    } else if (event.key === 'Enter' && isOpen) {
      event.preventDefault()
      take(options[at])
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault()
      event.stopPropagation()
      setTerm(undefined)
    }
  }

  return (
    <span className={styles.box}>
      <input
        ref={field}
        id={props.id}
        type="text"
        role="combobox"
        className={styles.field}
        aria-label={label}
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && options[at] ? optionId(id, at) : undefined}
        aria-describedby={props.describedBy}
        aria-invalid={props.isInvalid}
        autoComplete="off"
        disabled={isDisabled}
        placeholder={placeholder || text('attachments.choose')}
        value={term ?? chosen?.text ?? ''}
        onClick={open}
        onChange={({ target }) => {
          setTerm(target.value)
          setAt(0)
        }}
        onBlur={() => setTerm(undefined)}
        onKeyDown={handleKeyDown}
      />
      {isOpen && field.current && (
        <List
          id={id}
          anchor={field.current}
          options={options}
          at={at}
          isEmpty={found.isSuccess && options.length === 0}
          onTake={take}
        />
      )}
    </span>
  )
}

type ListProps = {
  id: string
  anchor: HTMLElement
  options: readonly Option[]
  at: number
  isEmpty: boolean
  onTake: (option: Option) => void
}

/** In the browser's top layer: neither lists that scroll nor dialogs cut it off. */
function List({ id, anchor, options, at, isEmpty, onTake }: ListProps) {
  const text = useText()
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => frame.current?.showPopover?.(), [])
  const { width } = anchor.getBoundingClientRect()
  const place = placeBeside(anchor, { width: Math.max(width, 220), height: 240, side: 'start' })
  return (
    <div ref={frame} popover="manual" className={styles.list} style={place}>
      <OptionList
        id={id}
        label={text('attachments.results')}
        options={options}
        keyOf={(option) => option.value}
        chosenAt={at}
        show={(option) => option.text}
        onTake={onTake}
      />
      {isEmpty && <p className={styles.none}>{text('attachments.none')}</p>}
    </div>
  )
}
