// npm run coverage:api: which endpoints of the wire contract are real.
// A route counts as real when it is registered with a handler of its own and a test called it.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { registerRoutes } from '@redoubt/server/http.ts'
import { makeApp } from '@redoubt/server/platform/http/app.ts'
import { servedOtherwise, toRouteUrl } from '@redoubt/server/platform/http/not-implemented.ts'
import { routesCalled } from '@redoubt/testkit/routes-called.ts'
import { type Endpoint, endpoints } from '@redoubt/wire/endpoints.gen.ts'
import { pino } from 'pino'

const { values } = parseArgs({
  options: { list: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
})
if (values.help) {
  console.log(
    'npm run coverage:api [-- --list]\n\n  --list  also name every endpoint that is not real',
  )
  process.exit(0)
}

type State = 'real' | '501' | 'missing'

const registered = await registeredRoutes()
const called = routesCalled()
const rows = endpoints.map((endpoint) => ({ endpoint, state: stateOf(endpoint) }))
const untested = [...registered.real].filter((route) => isApi(route) && !called.has(route))

const table = toTable()
console.log(table)
if (values.list) {
  for (const { endpoint, state } of rows) {
    if (state !== 'real')
      console.log(`${state}  ${endpoint.priority}  ${endpoint.method} ${endpoint.path}`)
  }
}
writeFileSync(path.resolve(import.meta.dirname, '../acceptance/API_COVERAGE.md'), toMarkdown(table))
if (called.size === 0) {
  console.error('No test run is on record: run the tests first.')
  process.exitCode = 1
} else if (untested.length > 0) {
  console.error(`Registered, but called by no test:\n  ${untested.sort().join('\n  ')}`)
  process.exitCode = 1
}

/** The server's own list of routes, with what each one does. */
async function registeredRoutes() {
  const real = new Set<string>()
  const notImplemented = new Set<string>()
  const app = await makeApp(pino({ level: 'silent' }))
  app.addHook('onRoute', (route) => {
    const methods = Array.isArray(route.method) ? route.method : [route.method]
    for (const method of methods) {
      const isHonest501 = route.config?.isNotImplemented === true
      ;(isHonest501 ? notImplemented : real).add(`${method} ${route.url}`)
    }
  })
  await registerRoutes(app, {
    workspaceOf: async () => undefined,
    isLocal: () => false,
    webFolder: '/nonexistent',
  })
  return { real, notImplemented }
}

function stateOf({ method, path: endpointPath }: Endpoint): State {
  if (servedOtherwise.has(endpointPath)) return 'real'
  const route = `${method === 'ANY' ? 'GET' : method} ${toRouteUrl(endpointPath)}`
  if (registered.real.has(route)) return 'real'
  return registered.notImplemented.has(route) ? '501' : 'missing'
}

function isApi(route: string): boolean {
  return route.includes(' /api/') && !route.startsWith('HEAD ')
}

function toTable(): string {
  const byTag = Map.groupBy(rows, (row) => row.endpoint.tag || '(none)')
  const lines = [...byTag]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([tag, group]) => toLine(tag, group))
  return [
    '| tag | P1 real | P1 501 | P1 missing | P2 real | P2 501 | P2 missing | P3 real | P3 501 | P3 missing |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
    toLine('**all**', rows),
  ].join('\n')
}

function toLine(tag: string, group: typeof rows): string {
  const cells = ['P1', 'P2', 'P3'].flatMap((priority) =>
    (['real', '501', 'missing'] as const).map(
      (state) =>
        group.filter((row) => row.endpoint.priority === priority && row.state === state).length,
    ),
  )
  return `| ${tag} | ${cells.map((count) => count || '').join(' | ')} |`
}

function toMarkdown(text: string): string {
  return `# API coverage

Written by \`npm run coverage:api\`. *Real*: there is a route and a test calls it. *501*: the endpoint
is known and says so. *Missing*: not there at all.

${text}
`
}
