import type { DialogElement } from '@mattermost/types/integrations'
import { useId } from 'react'
import { readEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Chip, Chips } from '#web/ui/Chips.tsx'
import { Combobox, type Option } from '#web/ui/Combobox.tsx'
import { choicesOf, findChannels, findPeople } from '#web/ui/choices.ts'
import { displayName, selectNameFormat } from '#web/users/names.ts'
import styles from './InteractiveDialog.module.css'
import type { CallPlace } from './triggers.ts'
import { toDay, toMinute, type Value } from './values.ts'

type DialogFieldProps = {
  element: DialogElement
  value: Value | undefined
  problem: string
  place: CallPlace
  lookUp: (term: string) => Promise<Option[]>
  onChange: (value: Value) => void
}

type ControlProps = DialogFieldProps & { id: string; describedBy: string | undefined }

/** One question of a form, with its help and what is wrong with the answer. */
export function DialogField(props: DialogFieldProps) {
  const { element, problem } = props
  const text = useText()
  const id = useId()
  const note = problem || element.help_text
  const control = { ...props, id, describedBy: note ? `${id}-note` : undefined }
  const label = element.optional
    ? text('dialogs.optional', { name: element.display_name })
    : element.display_name
  const isGroup = element.type === 'radio'
  return (
    <div className={styles.field}>
      {element.type !== 'bool' && !isGroup && (
        <label className={styles.label} htmlFor={id}>
          {label}
        </label>
      )}
      <Control {...control} element={{ ...element, display_name: label }} />
      {note && (
        <p
          id={`${id}-note`}
          className={styles.note}
          data-state={problem ? 'invalid' : 'valid'}
          role={problem ? 'alert' : undefined}
        >
          {note}
        </p>
      )}
    </div>
  )
}

function Control(props: ControlProps) {
  switch (props.element.type) {
    case 'textarea':
      return <LongText {...props} />
    case 'select':
      return props.element.multiselect ? <ChooseMany {...props} /> : <ChooseOne {...props} />
    case 'bool':
      return <Tick {...props} />
    case 'radio':
      return <Radios {...props} />
    case 'date':
    case 'datetime':
      return <Time {...props} />
    default:
      return <ShortText {...props} />
  }
}

/** What every field of the browser's own needs. */
function common({ id, element, problem, describedBy }: ControlProps) {
  return {
    id,
    placeholder: element.placeholder || undefined,
    'aria-describedby': describedBy,
    'aria-invalid': problem !== '',
    'aria-required': !element.optional,
    className: styles.input,
  }
}

const KEYBOARDS: Readonly<Record<string, string>> = {
  email: 'email',
  number: 'text',
  password: 'password',
  tel: 'tel',
  url: 'url',
}

function ShortText(props: ControlProps) {
  const { element, value, onChange } = props
  return (
    <input
      {...common(props)}
      type={KEYBOARDS[element.subtype] ?? 'text'}
      inputMode={element.subtype === 'number' ? 'decimal' : undefined}
      autoComplete="off"
      dir="auto"
      value={textOf(value)}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}

function LongText(props: ControlProps) {
  return (
    <textarea
      {...common(props)}
      rows={4}
      dir="auto"
      value={textOf(props.value)}
      onChange={({ target }) => props.onChange(target.value)}
    />
  )
}

function Time(props: ControlProps) {
  const { element, value, onChange } = props
  const isDay = element.type === 'date'
  const read = isDay ? toDay : toMinute
  const config = element.datetime_config ?? {}
  const now = new Date()
  const minutes = config.time_interval ?? element.time_interval ?? 0
  return (
    <input
      {...common(props)}
      type={isDay ? 'date' : 'datetime-local'}
      min={read(config.min_date ?? element.min_date ?? '', now) || undefined}
      max={read(config.max_date ?? element.max_date ?? '', now) || undefined}
      step={!isDay && minutes > 0 ? minutes * 60 : undefined}
      value={textOf(value)}
      onChange={({ target }) => onChange(target.value)}
    />
  )
}

function Tick({ id, element, value, problem, describedBy, onChange }: ControlProps) {
  return (
    <label className={styles.tick}>
      <input
        id={id}
        type="checkbox"
        checked={value === true}
        aria-describedby={describedBy}
        aria-invalid={problem !== ''}
        onChange={({ target }) => onChange(target.checked)}
      />
      <span>
        <strong className={styles.label}>{element.display_name}</strong>
        {element.placeholder && <span className={styles.tickNote}>{element.placeholder}</span>}
      </span>
    </label>
  )
}

function Radios({ id, element, value, describedBy, onChange }: ControlProps) {
  return (
    <fieldset className={styles.radios} aria-describedby={describedBy}>
      <legend className={styles.label}>{element.display_name}</legend>
      {optionsOf(element).map((option) => (
        <label key={option.value} className={styles.tick}>
          <input
            type="radio"
            name={id}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
          />
          {option.text}
        </label>
      ))}
    </fieldset>
  )
}

function ChooseOne(props: ControlProps) {
  const { element, value, onChange } = props
  const load = useLoad(props)
  return (
    <Choices {...props} load={load} chosen={chosenOf(element, textOf(value))} onTake={onChange} />
  )
}

function ChooseMany(props: ControlProps) {
  const { element, value, onChange } = props
  const load = useLoad(props)
  const chosen = Array.isArray(value) ? value.map(String) : []
  const names = chosen.map((one) => chosenOf(element, one) ?? { text: one, value: one })
  return (
    <>
      {names.length > 0 && (
        <Chips>
          {names.map(({ text, value: name }) => (
            <Chip
              key={name}
              name={text}
              onRemove={() => onChange(chosen.filter((one) => one !== name))}
            />
          ))}
        </Chips>
      )}
      <Choices
        {...props}
        load={load}
        chosen={undefined}
        onTake={(added) => onChange([...new Set([...chosen, added])])}
      />
    </>
  )
}

type ChoicesProps = ControlProps & {
  load: ReturnType<typeof useLoad>
  chosen: Option | undefined
  onTake: (value: string) => void
}

function Choices({ id, element, problem, describedBy, load, chosen, onTake }: ChoicesProps) {
  return (
    <Combobox
      id={id}
      label={element.display_name}
      source={['dialog', element.name, element.data_source, optionsOf(element).length]}
      load={load}
      chosen={chosen}
      placeholder={element.placeholder}
      describedBy={describedBy}
      isInvalid={problem !== ''}
      onChoose={(option) => {
        met.set(option.value, option)
        onTake(option.value)
      }}
    />
  )
}

/** Names of what was chosen from other places than the form itself. */
const met = new Map<string, Option>()

function chosenOf(element: DialogElement, value: string): Option | undefined {
  if (value === '') return undefined
  const now = readEntities()
  const user = now.users.get(value)
  const channel = now.channels.get(value)
  return (
    optionsOf(element).find((option) => option.value === value) ??
    met.get(value) ??
    (user && { text: displayName(user, selectNameFormat(now)), value }) ??
    (channel && { text: channel.display_name, value }) ?? { text: value, value }
  )
}

function useLoad({ element, place, lookUp }: ControlProps) {
  return (term: string) => {
    if (element.data_source === 'users') return findPeople(place.teamId, term)
    if (element.data_source === 'channels') return findChannels(place.teamId, term)
    if (element.data_source === 'dynamic') return lookUp(term)
    return choicesOf(optionsOf(element), term)
  }
}

function optionsOf({ options }: DialogElement): Option[] {
  return (options ?? []).map(({ text, value }) => ({ text, value: String(value) }))
}

function textOf(value: Value | undefined): string {
  return typeof value === 'string' ? value : ''
}
