import { useId } from 'react'
import styles from './TextArea.module.css'

type TextAreaProps = {
  label: string
  value: string
  maxLength: number
  onChange: (value: string) => void
}

/** A labelled field for a few lines. */
export function TextArea({ label, value, maxLength, onChange }: TextAreaProps) {
  const id = useId()
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        className={styles.area}
        rows={3}
        dir="auto"
        maxLength={maxLength}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </div>
  )
}
