import type { ManageTextId } from '#web/manage/texts/manage-text.tsx'

export type FormValues = Record<string, string | boolean>

/** A field of a form. `lines` holds one value on each line. */
export type FieldSpec = {
  name: string
  kind: 'text' | 'lines' | 'check' | 'channel' | 'choice'
  label: ManageTextId
  hint?: ManageTextId
  isRequired?: boolean
  maxLength?: number
  options?: readonly { value: string; label: ManageTextId }[]
  /** Shown before the value, as part of what it stands for. */
  prefix?: string
}

type Fact = { label: ManageTextId; value: string }

/** What can be done with an entry besides changing and deleting it. */
export type EntryAction = {
  label: ManageTextId
  /** What happens, for those who are asked first. */
  detail?: ManageTextId
  run: () => Promise<unknown>
}

/** One integration, as a list shows it. */
export type Entry = {
  id: string
  title: string
  detail: string
  creatorId: string
  /** Values that are passed on, such as addresses and secrets. */
  facts: readonly Fact[]
  isOff?: boolean
  form: FormValues
  actions: readonly EntryAction[]
}

export type Place = { teamId: string; myId: string }

/** What a new or changed integration has to tell once. */
export type Saved = { facts: readonly Fact[] }

/** One kind of integrations: its sentences, its form and its calls. */
export type Kind = {
  path: string
  title: ManageTextId
  lead: ManageTextId
  none: ManageTextId
  add: ManageTextId
  may: string
  /** The switch of the client's configuration that offers it. */
  switch: string
  /** What deleting does; without it there is no deleting. */
  removing?: ManageTextId
  fields: readonly FieldSpec[]
  blank: FormValues
  list: (place: Place) => Promise<Entry[]>
  create: (place: Place, form: FormValues) => Promise<Saved>
  change: (place: Place, id: string, form: FormValues) => Promise<unknown>
  remove?: (id: string) => Promise<unknown>
}

/** A text of a form. */
export function textOf(form: FormValues, name: string): string {
  const value = form[name]
  return typeof value === 'string' ? value.trim() : ''
}

/** The values on the lines of a text, without the empty ones. */
export function linesOf(form: FormValues, name: string): string[] {
  return textOf(form, name)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}
