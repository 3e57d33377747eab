import type { Setting } from './settings.ts'

/** Sections of keys, as on the wire. */
export type ConfigTree = { [name: string]: unknown }

/** The value of `Section.Key`, or undefined where the tree doesn't have it. */
export function valueAt(tree: ConfigTree, key: string): unknown {
  let at: unknown = tree
  for (const part of key.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, part)) return undefined
    at = (at as ConfigTree)[part]
  }
  return at
}

/** `Section.Key` values as the tree that a patch takes. */
export function toTree(values: Iterable<readonly [string, unknown]>): ConfigTree {
  const tree: ConfigTree = {}
  for (const [key, value] of values) {
    const parts = key.split('.')
    const last = parts.pop() ?? ''
    let at = tree
    for (const part of parts) {
      const next = (at[part] ?? {}) as ConfigTree
      at[part] = next
      at = next
    }
    at[last] = value
  }
  return tree
}

/** What a field holds: switches are on or off, everything else is text. */
export type Draft = string | boolean

/** A value as its field shows it. */
export function toDraft({ kind }: Setting, value: unknown): Draft {
  if (kind === 'switch') return value === true
  if (kind === 'list') return Array.isArray(value) ? value.join('\n') : ''
  if (kind === 'json') return value === undefined ? '' : JSON.stringify(value, undefined, 2)
  return value === undefined || value === null ? '' : String(value)
}

/** The value that a field stands for, or why there is none. */
export function fromDraft(
  { kind, spec }: Setting,
  draft: Draft,
): { value: unknown } | { problem: 'number' | 'json' } {
  if (typeof draft === 'boolean') return { value: draft }
  if (kind === 'list') return { value: linesOf(draft) }
  if (kind === 'json') return parseJson(draft, spec.type)
  if (kind !== 'number') return { value: draft }
  const number = Number(draft.trim())
  const isWhole = draft.trim() !== '' && Number.isSafeInteger(number)
  return isWhole ? { value: number } : { problem: 'number' }
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

function parseJson(text: string, type: string): { value: unknown } | { problem: 'json' } {
  try {
    const value: unknown = JSON.parse(text.trim() || (type.endsWith('[]') ? '[]' : '{}'))
    const isFit =
      typeof value === 'object' && value !== null && Array.isArray(value) === type.endsWith('[]')
    return isFit ? { value } : { problem: 'json' }
  } catch {
    return { problem: 'json' }
  }
}

/** Whether two values of one setting are the same. */
export function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other)
}
