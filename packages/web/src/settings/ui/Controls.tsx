import { type ReactNode, useId } from 'react'
import styles from './Controls.module.css'

type GroupProps = { title: string; detail?: string; children: ReactNode }

/** Settings that belong together, on a sheet of their own. */
export function Group({ title, detail, children }: GroupProps) {
  const id = useId()
  return (
    <section className={styles.group} aria-labelledby={id}>
      <h2 id={id} className={styles.groupTitle}>
        {title}
      </h2>
      {detail && <p className={styles.groupDetail}>{detail}</p>}
      <Sheet>{children}</Sheet>
    </section>
  )
}

/** A ground for lines, with a rule between each two. */
export function Sheet({ children }: { children: ReactNode }) {
  return <div className={styles.sheet}>{children}</div>
}

/** A line of a group that is no control by itself. */
export function Line({ children, look }: { children: ReactNode; look?: 'form' }) {
  return (
    <div className={styles.line} data-look={look}>
      {children}
    </div>
  )
}

type SwitchLineProps = {
  label: string
  hint?: string
  checked: boolean
  onChange: (checked: boolean) => void
}

/** On or off, with its name before it. */
export function SwitchLine({ label, hint, checked, onChange }: SwitchLineProps) {
  const id = useId()
  return (
    <label className={styles.line} data-kind="switch">
      <span className={styles.words}>
        <span className={styles.label}>{label}</span>
        {hint && (
          <span id={id} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        className={styles.switch}
        aria-label={label}
        aria-describedby={hint ? id : undefined}
        aria-checked={checked}
        checked={checked}
        onChange={(event) => onChange(event.target.checked)}
      />
    </label>
  )
}

type Option<Value extends string = string> = { value: Value; label: string; hint?: string }

type ChoiceLineProps<Value extends string> = {
  label: string
  hint?: string
  value: Value
  options: readonly Option<Value>[]
  onChange: (value: Value) => void
}

/** One of many, in a list that opens. */
export function SelectLine<Value extends string>(props: ChoiceLineProps<Value>) {
  const { label, hint, value, options, onChange } = props
  const id = useId()
  return (
    <div className={styles.line}>
      <span className={styles.words}>
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
        {hint && (
          <span id={`${id}-hint`} className={styles.hint}>
            {hint}
          </span>
        )}
      </span>
      <select
        id={id}
        className={styles.select}
        aria-describedby={hint ? `${id}-hint` : undefined}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value)
          if (chosen) onChange(chosen.value)
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  )
}

/** One of a few, all in sight. */
export function RadioLine<Value extends string>(props: ChoiceLineProps<Value>) {
  const { label, hint, value, options, onChange } = props
  const id = useId()
  return (
    <fieldset className={styles.radios}>
      <legend className={styles.legend}>
        <span className={styles.label}>{label}</span>
        {hint && <span className={styles.hint}>{hint}</span>}
      </legend>
      {options.map((option) => (
        <label key={option.value} className={styles.radio}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            {option.label}
            {option.hint && <span className={styles.hint}>{option.hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
