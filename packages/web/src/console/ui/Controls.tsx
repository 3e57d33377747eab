import { type InputHTMLAttributes, type SelectHTMLAttributes, useId } from 'react'
import styles from './Controls.module.css'

type SwitchProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'type' | 'checked'> & {
  checked: boolean
  onChange: (checked: boolean) => void
}

/** On or off. It needs a name from outside: a label or `aria-label`. */
export function Switch({ checked, onChange, ...rest }: SwitchProps) {
  return (
    <span className={styles.switch}>
      <input
        {...rest}
        type="checkbox"
        role="switch"
        aria-checked={checked}
        className={styles.switchInput}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span className={styles.track} aria-hidden />
    </span>
  )
}

/** A switch with its name beside it. */
export function LabelledSwitch({
  label,
  hint,
  ...rest
}: SwitchProps & { label: string; hint?: string | undefined }) {
  const id = useId()
  return (
    <div className={styles.labelled}>
      <div>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {hint && (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        )}
      </div>
      <Switch {...rest} id={id} aria-describedby={hint ? `${id}-hint` : undefined} />
    </div>
  )
}

type Option = { value: string; label: string }

type SelectProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'onChange' | 'value'> & {
  value: string
  options: readonly Option[]
  onChange: (value: string) => void
}

/** A choice of a few. It needs a name from outside. */
export function Select({ value, options, onChange, ...rest }: SelectProps) {
  const isKnown = options.some((option) => option.value === value)
  return (
    <select
      {...rest}
      className={styles.select}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {!isKnown && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

/** A choice with its name above it. */
export function LabelledSelect({ label, ...rest }: SelectProps & { label: string }) {
  const id = useId()
  return (
    <div className={styles.filter}>
      <label className={styles.filterLabel} htmlFor={id}>
        {label}
      </label>
      <Select {...rest} id={id} />
    </div>
  )
}

/** Filters in a row that breaks where it is narrow. */
export function Filters({ children }: { children: React.ReactNode }) {
  return <div className={styles.filters}>{children}</div>
}

type SearchFieldProps = { label: string; value: string; onChange: (value: string) => void }

/** A search field among filters. */
export function SearchField({ label, value, onChange }: SearchFieldProps) {
  const id = useId()
  return (
    <div className={styles.filter} data-kind="search">
      <label className={styles.filterLabel} htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        type="search"
        className={styles.input}
        value={value}
        autoComplete="off"
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
