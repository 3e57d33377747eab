import { configKeys } from '@redoubt/wire/config-keys.gen.ts'

/** The configuration as it is on the wire: sections of keys, some of them nested once more. */
export type ConfigTree = { [name: string]: unknown }

/** `Section.Key` entries as nested sections. */
export function toTree(entries: Iterable<readonly [string, unknown]>): ConfigTree {
  const tree: ConfigTree = {}
  for (const [name, value] of entries) {
    const path = name.split('.')
    const key = path.pop() ?? ''
    let section = tree
    for (const part of path) {
      const next = (section[part] ?? {}) as ConfigTree
      section[part] = next
      section = next
    }
    section[key] = value
  }
  return tree
}

/** The known keys that a tree names. Undefined where a value isn't of its key's type. */
export function fromTree(tree: ConfigTree): Map<string, unknown> | undefined {
  const entries = new Map<string, unknown>()
  for (const [name, { type }] of Object.entries(configKeys)) {
    const value = valueAt(tree, name.split('.'))
    // Clients send null for what they leave alone.
    if (value === undefined || value === null) continue
    if (value === malformed || !fits(type, value)) return undefined
    entries.set(name, value)
  }
  return entries
}

const malformed = Symbol('a section that is none')

function valueAt(tree: ConfigTree, path: string[]): unknown {
  let at: unknown = tree
  for (const part of path) {
    if (at === undefined || at === null) return undefined
    if (!isPlainObject(at)) return malformed
    at = Object.hasOwn(at, part) ? at[part] : undefined
  }
  return at
}

/** Whether a value is of a key's type. */
function fits(type: string, value: unknown): boolean {
  switch (type) {
    case 'string':
    case 'boolean':
      return typeof value === type
    case 'integer':
      return Number.isSafeInteger(value)
    case 'string[]':
      return Array.isArray(value) && value.every((item) => typeof item === 'string')
    case 'json':
      return typeof value === 'object' || typeof value === 'string'
    default:
      return type.endsWith('[]')
        ? Array.isArray(value) && value.every(isPlainObject)
        : isPlainObject(value)
  }
}

function isPlainObject(value: unknown): value is ConfigTree {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
