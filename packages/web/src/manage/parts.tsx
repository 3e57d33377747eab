import { Check, Copy } from 'lucide-react'
import { type FormEvent, type ReactNode, useId, useState } from 'react'
import { IconButton } from '#web/ui/Button.tsx'
import field from '#web/ui/Field.module.css'
import styles from './parts.module.css'
import { useManageText } from './texts/manage-text.tsx'

type PageHeadProps = { title: string; lead?: string; children?: ReactNode }

/** What a page is about, and what can be begun there. */
export function PageHead({ title, lead, children }: PageHeadProps) {
  return (
    <header className={styles.head}>
      <div>
        <h1 className={styles.title}>{title}</h1>
        {lead && <p className={styles.lead}>{lead}</p>}
      </div>
      {children}
    </header>
  )
}

type TextAreaProps = {
  label: string
  value: string
  onChange: (value: string) => void
  hint?: string
  problem?: string
  rows?: number
  maxLength?: number
  required?: boolean
  readOnly?: boolean
}

/** A labelled field for several lines. */
export function TextArea({ label, value, onChange, hint, problem, ...rest }: TextAreaProps) {
  const id = useId()
  const note = problem || hint
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <span className={field.box} data-state={problem ? 'invalid' : 'valid'}>
        <textarea
          rows={3}
          {...rest}
          id={id}
          className={styles.area}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          aria-invalid={Boolean(problem)}
          aria-describedby={note ? `${id}-note` : undefined}
        />
      </span>
      {note && (
        <p id={`${id}-note`} className={field.note} data-state={problem ? 'invalid' : 'valid'}>
          {note}
        </p>
      )}
    </div>
  )
}

type ChoiceProps = {
  label: string
  value: string
  onChange: (value: string) => void
  options: readonly { value: string; label: string }[]
  hint?: string | undefined
  required?: boolean | undefined
}

/** A labelled list of which one is chosen. */
export function Choice({ label, value, onChange, options, hint, required }: ChoiceProps) {
  const id = useId()
  return (
    <div className={field.field}>
      <label className={field.label} htmlFor={id}>
        {label}
      </label>
      <span className={field.box}>
        <select
          id={id}
          className={styles.select}
          value={value}
          required={required}
          onChange={(event) => onChange(event.target.value)}
          aria-describedby={hint ? `${id}-note` : undefined}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      </span>
      {hint && (
        <p id={`${id}-note`} className={field.note}>
          {hint}
        </p>
      )}
    </div>
  )
}

type TickProps = {
  label: string
  hint?: string | undefined
  isOn: boolean
  disabled?: boolean
  onChange: (isOn: boolean) => void
}

/** Something that is on or off, with a sentence on what that means. */
export function Tick({ label, hint, isOn, disabled, onChange }: TickProps) {
  const id = useId()
  return (
    <div className={styles.tick}>
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        disabled={disabled}
        aria-describedby={hint ? `${id}-note` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        <label className={styles.tickLabel} htmlFor={id}>
          {label}
        </label>
        {hint && (
          <span id={`${id}-note`} className={styles.tickHint}>
            {hint}
          </span>
        )}
      </span>
    </div>
  )
}

/** A value that is passed on to others or to programs. */
export function CopyLine({ label, value }: { label: string; value: string }) {
  const text = useManageText()
  const [isCopied, setIsCopied] = useState(false)

  async function handleCopy() {
    await navigator.clipboard.writeText(value)
    setIsCopied(true)
  }

  return (
    <div className={styles.copy}>
      <span className={styles.copyLabel}>{label}</span>
      <code className={styles.copyValue}>{value}</code>
      <IconButton
        label={isCopied ? text('copied') : text('copy-name', { name: label })}
        onClick={() => void handleCopy()}
      >
        {isCopied ? <Check size={16} aria-hidden /> : <Copy size={16} aria-hidden />}
      </IconButton>
    </div>
  )
}

/** A part of a page with a name of its own. */
export function Part({ title, lead, children }: PageHeadProps) {
  return (
    <section className={styles.part} aria-label={title}>
      <h2 className={styles.partTitle}>{title}</h2>
      {lead && <p className={styles.lead}>{lead}</p>}
      {children}
    </section>
  )
}

/** The row of buttons that ends a form. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>
}

/** One line that says that it worked. */
export function Done({ children }: { children: string }) {
  return (
    <p className={styles.done} role="status">
      {children}
    </p>
  )
}

/** Fields below each other, which are sent together. */
export function Form({ onSubmit, children }: { onSubmit: () => void; children: ReactNode }) {
  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    onSubmit()
  }
  return (
    <form className={styles.form} onSubmit={handleSubmit}>
      {children}
    </form>
  )
}

/** Entries with something to do beside each. */
export function Rows({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul className={styles.rows} aria-label={label}>
      {children}
    </ul>
  )
}

/** One of the entries, named where its text alone doesn't. */
export function Row({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <li className={styles.row} aria-label={label}>
      {children}
    </li>
  )
}

/** What an entry is, with a quiet line below. */
export function RowText({ note, children }: { note?: string | undefined; children: ReactNode }) {
  return (
    <span className={styles.rowText}>
      {children}
      {note && <span className={styles.quiet}>{note}</span>}
    </span>
  )
}

/** Something said in passing. */
export function Quiet({ children }: { children: string }) {
  return <p className={styles.quiet}>{children}</p>
}
