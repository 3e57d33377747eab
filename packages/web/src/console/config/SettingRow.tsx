import { Lock, RotateCcw } from 'lucide-react'
import { useEffect, useId, useRef } from 'react'
import { useIntl } from 'react-intl'
import { useConsoleText } from '#web/console/texts/console-text.tsx'
import { IconButton } from '#web/ui/Button.tsx'
import { type Description, humanised } from './descriptions.ts'
import { SettingControl } from './SettingControl.tsx'
import styles from './SettingRow.module.css'
import type { Setting } from './settings.ts'
import type { LastChange } from './use-config.ts'
import { type Draft, isSame, toDraft } from './values.ts'

type SettingRowProps = {
  setting: Setting
  description: Description | undefined
  draft: Draft
  /** What is saved now. */
  value: unknown
  /** Why it can't be changed; empty where it can. */
  lock: string
  problem: string
  lastChange: LastChange | undefined
  /** Whether it is what the reader looks for. */
  isWanted: boolean
  onChange: (draft: Draft) => void
}

/** One setting: what it is, its field, its default, and who changed it when. */
export function SettingRow(props: SettingRowProps) {
  const { setting, description, draft, value, lock, problem, lastChange, isWanted } = props
  const text = useConsoleText()
  const id = useId()
  const row = useRef<HTMLDivElement>(null)
  const saved = toDraft(setting, value)
  const state = problem ? 'invalid' : draft === saved ? 'saved' : 'changed'
  const name = description?.[0] ?? humanised(setting.key)
  const standard = toDraft(setting, setting.default)
  const mayReset = lock === '' && draft !== standard && setting.kind !== 'secret'

  useEffect(() => {
    if (!isWanted) return
    row.current?.scrollIntoView({ block: 'center' })
    row.current?.querySelector<HTMLElement>('input, select, textarea')?.focus()
  }, [isWanted])

  return (
    <div
      ref={row}
      className={styles.row}
      data-state={state}
      data-kind={setting.kind}
      data-wanted={isWanted || undefined}
    >
      <div className={styles.about}>
        <label className={styles.name} htmlFor={id}>
          {name}
        </label>
        <p id={`${id}-help`} className={styles.help}>
          {description?.[1]}
        </p>
      </div>
      <div className={styles.field}>
        <SettingControl
          id={id}
          setting={setting}
          draft={draft}
          choices={description?.[2] ?? {}}
          isDisabled={lock !== ''}
          isInvalid={problem !== ''}
          describedBy={`${id}-help ${id}-meta ${id}-problem`}
          onChange={props.onChange}
        />
        {mayReset && (
          <IconButton
            label={text('config.reset', { name })}
            size="small"
            onClick={() => props.onChange(standard)}
          >
            <RotateCcw size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      <p id={`${id}-problem`} className={styles.problem} role="alert">
        {problem}
      </p>
      <p id={`${id}-meta`} className={styles.meta}>
        <code className={styles.key}>{setting.key}</code>
        {lock && (
          <span className={styles.lock}>
            <Lock size={12} aria-hidden /> {lock}
          </span>
        )}
        <DefaultOf setting={setting} value={value} choices={description?.[2]} />
        {lastChange && <ChangedBy change={lastChange} />}
      </p>
    </div>
  )
}

type DefaultOfProps = {
  setting: Setting
  value: unknown
  choices: Readonly<Record<string, string>> | undefined
}

function DefaultOf({ setting, value, choices }: DefaultOfProps) {
  const text = useConsoleText()
  if (setting.kind === 'secret') return null
  if (isSame(value, setting.default)) return <span>{text('config.is-default')}</span>
  const draft = toDraft(setting, setting.default)
  const shown =
    typeof draft === 'boolean'
      ? text(draft ? 'config.on' : 'config.off')
      : (choices?.[draft] ?? draft.replaceAll('\n', ', '))
  return <span>{text('config.default', { value: shown || text('config.nothing') })}</span>
}

function ChangedBy({ change }: { change: LastChange }) {
  const text = useConsoleText()
  const intl = useIntl()
  const when = intl.formatDate(change.at, { dateStyle: 'medium', timeStyle: 'short' })
  if (!change.username) return <span>{text('config.changed', { when })}</span>
  return <span>{text('config.changed-by', { name: change.username, when })}</span>
}
