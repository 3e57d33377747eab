import { type ReactNode, useEffect, useRef } from 'react'
import styles from './OptionList.module.css'

type OptionListProps<Option> = {
  id: string
  label: string
  options: readonly Option[]
  keyOf: (option: Option) => string
  chosenAt: number
  /** What an option looks like, such as `OptionText`. */
  show: (option: Option) => ReactNode
  onTake: (option: Option) => void
  className?: string | undefined
  /** 0 where the field is no combobox: then a long list has to be scrolled by keys of its own. */
  tabIndex?: 0
}

/** The id of an option, by which the field tells which one is chosen. */
export function optionId(listId: string, at: number): string {
  return `${listId}-${at}`
}

/** What the keys of a field choose, or a press; the focus stays in the field, the chosen one in sight. */
export function OptionList<Option>(props: OptionListProps<Option>) {
  const { id, label, options, keyOf, chosenAt, show, onTake, className, tabIndex } = props
  const chosen = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is chosen is to be seen.
  useEffect(() => {
    chosen.current?.scrollIntoView({ block: 'nearest' })
  }, [chosenAt])
  return (
    <div id={id} role="listbox" aria-label={label} className={className} tabIndex={tabIndex}>
      {options.map((option, at) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field.
        <div
          key={keyOf(option)}
          ref={at === chosenAt ? chosen : undefined}
          id={optionId(id, at)}
          role="option"
          aria-selected={at === chosenAt}
          className={styles.option}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(option)}
        >
          {show(option)}
        </div>
      ))}
    </div>
  )
}

/** An option with a sign before it and a word on it behind. */
export function OptionText({
  sign,
  title,
  note,
}: {
  sign: ReactNode
  title: string
  note: string
}) {
  return (
    <>
      {sign}
      <span className={styles.title}>{title}</span>
      <span className={styles.note}>{note}</span>
    </>
  )
}
