import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Where a test run notes the routes that it called; the coverage report reads it. */
export const routesFolder = path.resolve(import.meta.dirname, '../../../.cache/routes-called')

const seen = new Set<string>()

/** Notes a route once, by method and pattern; only a call that succeeded counts. */
export function noteRoute(answer: {
  method: string
  url: string | undefined
  status: number
}): void {
  const line = `${answer.method} ${answer.url}`
  if (!answer.url || answer.status >= 400 || seen.has(line)) return
  seen.add(line)
  appendFileSync(path.join(routesFolder, `${process.pid}.txt`), `${line}\n`)
}

/** Every route that the last test run called. */
export function routesCalled(): Set<string> {
  if (!existsSync(routesFolder)) return new Set()
  const texts = readdirSync(routesFolder).map((name) =>
    readFileSync(path.join(routesFolder, name), 'utf8'),
  )
  return new Set(texts.join('').split('\n').filter(Boolean))
}
