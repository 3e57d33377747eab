import path from 'node:path'
import { expect } from 'vitest'

const fixtures = path.resolve(import.meta.dirname, '../../../fixtures')

/**
 * Compares a value with `fixtures/<name>.json`, with ids and times named in the order in which they
 * appear. `npx vitest run -u` writes what there is; its diff is read in review.
 */
export async function expectGolden(name: string, value: unknown): Promise<void> {
  const text = `${JSON.stringify(withNames(value), null, 2)}\n`
  await expect(text).toMatchFileSnapshot(path.join(fixtures, `${name}.json`))
}

/** Ids become `<id:1>`, times `<time:1>`, made-up names `<name:1>`; JSON in strings is opened. */
function withNames(value: unknown): unknown {
  const seen = {
    id: new Map<string, number>(),
    time: new Map<string, number>(),
    name: new Map<string, number>(),
  }
  const name = (kind: keyof typeof seen, text: string) => {
    const number = seen[kind].get(text) ?? seen[kind].size + 1
    seen[kind].set(text, number)
    return `<${kind}:${number}>`
  }
  const inText = (text: string) =>
    text
      .replace(/\b[a-z0-9]{26}\b/g, (id) => name('id', id))
      .replace(/\b[a-z]+-[0-9a-z]{1,6}-[0-9a-z]{1,4}\b/g, (made) => name('name', made))
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return /^[[{]/.test(part) ? walk(JSON.parse(part)) : inText(part)
    if (typeof part === 'number')
      return part > 1_600_000_000_000 ? name('time', String(part)) : part
    if (Array.isArray(part)) return part.map(walk)
    if (typeof part !== 'object' || part === null) return part
    const entries = Object.entries(part)
    // Ids are random: in their own order they would come in another one each time.
    if (!entries.some(([key]) => /^[a-z0-9]{26}$/.test(key))) entries.sort(byKey)
    return Object.fromEntries(entries.map(([key, entry]) => [inText(key), walk(entry)]))
  }
  return walk(value)
}

function byKey([one]: [string, unknown], [other]: [string, unknown]): number {
  return one < other ? -1 : 1
}
