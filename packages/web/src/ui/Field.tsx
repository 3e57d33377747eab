import { type InputHTMLAttributes, useId } from 'react'
import styles from './Field.module.css'

type FieldProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  /** Why the value can't be taken; empty while it can. */
  problem?: string
  /** Shown before the value, as part of what it stands for. */
  prefix?: string
}

/** A labelled text field with a hint or a problem below, which keep their room. */
export function Field({ label, value, onChange, hint, problem, prefix, ...rest }: FieldProps) {
  const id = useId()
  const note = problem || hint
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <span className={styles.box} data-state={problem ? 'invalid' : 'valid'}>
        {prefix && <span className={styles.prefix}>{prefix}</span>}
        <input
          {...rest}
          id={id}
          className={styles.input}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={Boolean(problem)}
          aria-describedby={note ? `${id}-note` : undefined}
        />
      </span>
      {note && (
        <p id={`${id}-note`} className={styles.note} data-state={problem ? 'invalid' : 'valid'}>
          {note}
        </p>
      )}
    </div>
  )
}
