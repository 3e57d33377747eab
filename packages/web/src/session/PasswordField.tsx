import { Check, Circle } from 'lucide-react'
import { useEntities } from '#web/entities/store.ts'
import { Field } from '#web/ui/Field.tsx'
import styles from './PasswordField.module.css'
import { minimumLength, passwordRules } from './password-rules.ts'
import { useEntranceText } from './texts/entrance-text.tsx'

type PasswordFieldProps = {
  label: string
  value: string
  onChange: (value: string) => void
  problem?: string
  autoFocus?: boolean
}

/** A field for a new password, with what is asked of it and what is already met. */
export function PasswordField({ value, ...rest }: PasswordFieldProps) {
  const text = useEntranceText()
  const config = useEntities((now) => now.config)
  const minimum = minimumLength(config)
  return (
    <div>
      <Field
        {...rest}
        value={value}
        type="password"
        autoComplete="new-password"
        minLength={minimum}
        required
      />
      <ul className={styles.rules} aria-label={text('password.rules')}>
        {passwordRules(config, value).map(({ rule, isMet }) => (
          <li key={rule} className={styles.rule} data-state={isMet ? 'met' : 'open'}>
            {isMet ? <Check size={14} aria-hidden /> : <Circle size={14} aria-hidden />}
            {text(`password.${rule}`, { minimum })}
            {isMet && <span className={styles.spoken}>{text('password.met')}</span>}
          </li>
        ))}
      </ul>
    </div>
  )
}
