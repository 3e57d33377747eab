import { useMemo, useState } from 'react'
import type { ConsoleTextId } from '#web/console/texts/console-text.tsx'
import { type Setting, settings } from './settings.ts'
import { explain, findBreaches, type Refusal } from './validate.ts'
import { type Draft, fromDraft, isSame, toDraft } from './values.ts'

const settingsByKey = new Map(settings.map((setting) => [setting.key, setting]))
const unreadable: Record<'number' | 'json', ConsoleTextId> = {
  number: 'rule.number',
  json: 'rule.json',
}

/** What was typed and isn't saved yet, and what is wrong with it. */
export function useDrafts(values: ReadonlyMap<string, unknown>) {
  const [drafts, setDrafts] = useState<ReadonlyMap<string, Draft>>(new Map())
  const read = useMemo(() => readDrafts(values, drafts), [values, drafts])

  return {
    ...read,
    draftOf: (setting: Setting): Draft =>
      drafts.get(setting.key) ?? toDraft(setting, values.get(setting.key)),
    set: (key: string, draft: Draft) => setDrafts((now) => new Map(now).set(key, draft)),
    clear: () => setDrafts(new Map()),
  }
}

type ReadDrafts = {
  /** The values that differ from what is saved. */
  changes: ReadonlyMap<string, unknown>
  refusals: ReadonlyMap<string, Refusal>
  isDirty: boolean
}

function readDrafts(
  values: ReadonlyMap<string, unknown>,
  drafts: ReadonlyMap<string, Draft>,
): ReadDrafts {
  const changes = new Map<string, unknown>()
  const refusals = new Map<string, Refusal>()
  for (const [key, draft] of drafts) {
    const setting = settingsByKey.get(key)
    if (!setting) continue
    const read = fromDraft(setting, draft)
    if ('problem' in read) refusals.set(key, { id: unreadable[read.problem] })
    else if (!isSame(read.value, values.get(key))) changes.set(key, read.value)
  }
  for (const [key, error] of findBreaches(values, new Map([...values, ...changes]))) {
    const setting = settingsByKey.get(key)
    if (setting && !refusals.has(key)) refusals.set(key, explain(setting, error))
  }
  return { changes, refusals, isDirty: changes.size > 0 || refusals.size > 0 }
}
