import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { Select, Switch } from '#web/console/ui/Controls.tsx'
import styles from './SettingControl.module.css'
import { MASK, type Setting } from './settings.ts'
import type { Draft } from './values.ts'

type SettingControlProps = {
  id: string
  setting: Setting
  draft: Draft
  /** The words for what can be chosen. */
  choices: Readonly<Record<string, string>>
  isDisabled: boolean
  isInvalid: boolean
  describedBy: string
  onChange: (draft: Draft) => void
}

/** The field of a setting, of the kind that fits its type. */
export function SettingControl(props: SettingControlProps) {
  const text = useConsoleText()
  const { id, setting, draft, choices, isDisabled, isInvalid, describedBy, onChange } = props
  const common = {
    id,
    disabled: isDisabled,
    'aria-describedby': describedBy,
    'aria-invalid': isInvalid,
  }
  if (typeof draft === 'boolean') {
    return <Switch {...common} checked={draft} onChange={onChange} />
  }
  if (setting.kind === 'choice') {
    const options = setting.allowed.map((value) => ({
      value,
      label: choices[value] ?? (value === '' ? text('config.nothing') : value),
    }))
    return <Select {...common} value={draft} options={options} onChange={onChange} />
  }
  if (setting.kind === 'secret') return <SecretField {...props} draft={draft} />
  if (setting.kind === 'list' || setting.kind === 'json' || setting.kind === 'long') {
    return (
      <textarea
        {...common}
        className={styles.area}
        data-kind={setting.kind}
        rows={setting.kind === 'json' ? 6 : 3}
        spellCheck={setting.kind === 'long'}
        value={draft}
        onChange={(event) => onChange(event.target.value)}
      />
    )
  }
  const unit = setting.kind === 'number' ? unitOf(setting.key) : undefined
  return (
    <span className={styles.box} data-state={isInvalid ? 'invalid' : 'valid'}>
      <input
        {...common}
        className={styles.input}
        inputMode={setting.kind === 'number' ? 'numeric' : 'text'}
        autoComplete="off"
        spellCheck={false}
        value={draft}
        onChange={(event) => onChange(event.target.value)}
      />
      {unit && <span className={styles.unit}>{text(unit)}</span>}
      {setting.key.endsWith('Color') && <Swatch color={draft} />}
    </span>
  )
}

/** A secret never comes back from the server: it can be replaced or taken away. */
function SecretField(props: SettingControlProps & { draft: string }) {
  const text = useConsoleText()
  const { id, draft, isDisabled, isInvalid, describedBy, onChange } = props
  const isKept = draft === MASK
  return (
    <span className={styles.box} data-state={isInvalid ? 'invalid' : 'valid'}>
      <input
        id={id}
        type="password"
        className={styles.input}
        disabled={isDisabled}
        aria-describedby={describedBy}
        aria-invalid={isInvalid}
        autoComplete="new-password"
        placeholder={isKept ? text('config.secret-kept') : ''}
        value={isKept ? '' : draft}
        onChange={(event) => onChange(event.target.value)}
      />
      {isKept && !isDisabled && (
        <button type="button" className={styles.clear} onClick={() => onChange('')}>
          {text('config.secret-remove')}
        </button>
      )}
    </span>
  )
}

function Swatch({ color }: { color: string }) {
  const isColor = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(color)
  if (!isColor) return null
  return <span className={styles.swatch} style={{ backgroundColor: color }} aria-hidden />
}

const units = [
  [/Milliseconds$|TimeoutMs$/, 'unit.milliseconds'],
  [/Seconds$|^ServiceSettings\.(Read|Write|Idle)Timeout$|QueryTimeout$/, 'unit.seconds'],
  [/Minutes$/, 'unit.minutes'],
  [/Hours$/, 'unit.hours'],
  [/Days$/, 'unit.days'],
  [/(Bytes|MaxFileSize)$/, 'unit.bytes'],
] as const

function unitOf(key: string) {
  return units.find(([pattern]) => pattern.test(key))?.[1]
}
