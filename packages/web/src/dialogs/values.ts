import type { DialogElement } from '@mattermost/types/integrations'
import type { TextId } from '#web/i18n/i18n.tsx'

export type Value = string | boolean | readonly string[]
export type Values = Readonly<Record<string, Value>>

/** What is wrong with a value, as a text and the values for its placeholders. */
export type Wrong = { id: TextId; values?: Record<string, number> }

/** What a form begins with. */
export function firstValues(elements: readonly DialogElement[], now: Date): Values {
  return Object.fromEntries(elements.map((element) => [element.name, firstValue(element, now)]))
}

function firstValue(element: DialogElement, now: Date): Value {
  const given: unknown = element.default ?? ''
  const text = typeof given === 'string' ? given : ''
  switch (element.type) {
    case 'bool':
      return given === true || text.toLowerCase() === 'true'
    case 'date':
      return toDay(text, now)
    case 'datetime':
      return toMinute(text, now)
    case 'select':
      if (element.multiselect)
        return text
          .split(',')
          .map((one) => one.trim())
          .filter(Boolean)
      return text
    default:
      return text
  }
}

/** Why a value can't be sent; `undefined` where it can. */
export function wrongWith(element: DialogElement, value: Value | undefined): Wrong | undefined {
  const isEmpty = value === undefined || value === '' || (Array.isArray(value) && !value.length)
  if (isEmpty)
    return element.optional || element.type === 'bool' ? undefined : { id: 'dialogs.required' }
  if (typeof value !== 'string') return undefined
  if (['text', 'textarea', ''].includes(element.type)) return wrongText(element, value)
  return undefined
}

function wrongText(
  { subtype, min_length, max_length }: DialogElement,
  value: string,
): Wrong | undefined {
  const length = [...value].length
  if (min_length > 0 && length < min_length) {
    return { id: 'dialogs.too-short', values: { minimum: min_length } }
  }
  if (max_length > 0 && length > max_length) {
    return { id: 'dialogs.too-long', values: { maximum: max_length } }
  }
  if (subtype === 'email' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value))
    return { id: 'dialogs.email' }
  if (subtype === 'number' && !Number.isFinite(Number(value))) return { id: 'dialogs.number' }
  if (subtype === 'url' && !/^https?:\/\//i.test(value)) return { id: 'dialogs.url' }
  return undefined
}

/** The values as a program is told them: times in UTC, numbers as such. */
export function toSubmission(
  elements: readonly DialogElement[],
  values: Values,
): Record<string, unknown> {
  return Object.fromEntries(
    elements.map((element) => [element.name, toTold(element, values[element.name])]),
  )
}

function toTold({ type, subtype }: DialogElement, value: Value | undefined): unknown {
  if (value === undefined || value === '') return null
  if (type === 'datetime' && typeof value === 'string') {
    return new Date(value).toISOString().replace(/\.\d+Z$/, 'Z')
  }
  if (type === 'text' && subtype === 'number') return Number(value)
  return value
}

const WORDS: Readonly<Record<string, number>> = { yesterday: -1, today: 0, tomorrow: 1 }
const HOURS_PER_DAY = 24

/** A day such as `2026-05-01`, `today` or `+3d`, as fields of the browser take it. */
export function toDay(given: string, now: Date): string {
  const time = timeOf(given, now)
  return time ? `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}` : ''
}

/** A time such as `2026-05-01T09:00:00Z` or `+2H`, in the reader's time zone. */
export function toMinute(given: string, now: Date): string {
  const time = timeOf(given, now)
  return time ? `${toDay(given, now)}T${two(time.getHours())}:${two(time.getMinutes())}` : ''
}

function timeOf(given: string, now: Date): Date | undefined {
  const days = WORDS[given.toLowerCase()]
  if (days !== undefined) return later(now, days * HOURS_PER_DAY)
  const [, amount, unit] = /^([+-]\d{1,4})([dwmHM])$/.exec(given) ?? []
  if (amount) {
    if (unit === 'm') return new Date(new Date(now).setMonth(now.getMonth() + Number(amount)))
    const hours = { d: HOURS_PER_DAY, w: 7 * HOURS_PER_DAY, H: 1, M: 1 / 60 }[unit ?? ''] ?? 0
    return later(now, Number(amount) * hours)
  }
  // A day alone is meant where the reader is, not in Greenwich.
  const time = new Date(/^\d{4}-\d\d-\d\d$/.test(given) ? `${given}T00:00` : given)
  return Number.isNaN(time.getTime()) ? undefined : time
}

function later(now: Date, hours: number): Date {
  return new Date(now.getTime() + hours * 3_600_000)
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
