import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'

const runsFolder = path.resolve(import.meta.dirname, '../../../.cache/routes-called')
const keptMs = 24 * 60 * 60_000

const seen = new Set<string>()

/**
 * Where a test run notes the routes that it called: a folder of its own, since several may run at
 * once. `npm test` names it, so that its coverage report reads no other.
 */
export function openRoutesFolder(): string {
  const name = process.env.REDOUBT_TEST_RUN ?? `${Date.now()}-${process.pid}`
  const folder = path.join(runsFolder, name)
  mkdirSync(folder, { recursive: true })
  for (const old of listRuns()) {
    const isOld = Number.parseInt(old, 10) < Date.now() - keptMs
    if (isOld) rmSync(path.join(runsFolder, old), { recursive: true, force: true })
  }
  return folder
}

/** Notes a route once, by method and pattern; only a call that succeeded counts. */
export function noteRoute(
  folder: string,
  answer: { method: string; url: string | undefined; status: number },
): void {
  const line = `${answer.method} ${answer.url}`
  if (!answer.url || answer.status >= 400 || seen.has(line)) return
  seen.add(line)
  appendFileSync(path.join(folder, `${process.pid}.txt`), `${line}\n`)
}

/** Every route that a test run called: the one that is named, or else the last one. */
export function routesCalled(): Set<string> {
  const name = process.env.REDOUBT_TEST_RUN ?? listRuns().at(-1)
  const folder = name && path.join(runsFolder, name)
  if (!folder || !existsSync(folder)) return new Set()
  const texts = readdirSync(folder).map((file) => readFileSync(path.join(folder, file), 'utf8'))
  return new Set(texts.join('').split('\n').filter(Boolean))
}

/** The names of the runs on record, oldest first: they begin with the time. */
function listRuns(): string[] {
  if (!existsSync(runsFolder)) return []
  return readdirSync(runsFolder)
    .filter((name) => /^\d{13}-\d+$/.test(name))
    .sort()
}
