import { existsSync } from 'node:fs'
import { openCast } from '@redoubt/testkit/matrix/actors.ts'
import { ask, forgetSpoilt } from '@redoubt/testkit/matrix/ask.ts'
import {
  type ChannelKind,
  openExpectations,
  strangersIn,
} from '@redoubt/testkit/matrix/expected.ts'
import { permissionsFile, type RoleName, roleNames } from '@redoubt/testkit/matrix/standing.ts'
import { World } from '@redoubt/testkit/matrix/world.ts'
import { type BuiltRoute, openTestServer } from '@redoubt/testkit/test-server.ts'
import { type Endpoint, endpoints } from '@redoubt/wire/endpoints.gen.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Difference, differences } from './permission-matrix.differences.ts'
import { ownEndpoints, plans } from './permission-matrix.requests.ts'
import { toRouteUrl } from './platform/http/not-implemented.ts'

const isKnown = existsSync(permissionsFile)
if (!isKnown) console.warn(`The permission matrix is skipped: there is no ${permissionsFile}.`)

const known = new Map(
  [...endpoints, ...ownEndpoints].map((each) => [`${each.method} ${toRouteUrl(each.path)}`, each]),
)

/** First: others tell what it has done. */
const preparing = /^POST .*\/users\/:user_id\/terms_of_service$/

/** Last, in this order: what changes everything, what makes the server busy, what ends sessions. */
const upsetting = [
  /^PUT \/api\/v4\/config$/,
  /server_busy$/,
  /restart$/,
  /users\/sessions\/revoke\/all$/,
  /users\/logout$/,
]

type Cell = { role: RoleName; expected: boolean; status: number; text: string }

describe.skipIf(!isKnown)('who may call what', () => {
  let server: Awaited<ReturnType<typeof openTestServer>>
  let answers: { route: BuiltRoute; name: string; kind: ChannelKind; cells: Cell[] }[]

  beforeAll(async () => {
    server = await openTestServer()
    answers = await askEverything(server)
  }, 300_000)
  afterAll(() => server[Symbol.asyncDispose]())

  test('every endpoint answers every role as the reference says, but for what is listed', () => {
    const found = answers.flatMap(({ name, kind, cells }) => {
      const wrong = cells.filter((cell) => !isAsExpected(name, cell))
      return [true, false].flatMap((expected): Omit<Difference, 'reason'>[] => {
        const roles = wrong.filter((cell) => cell.expected === expected).map(({ role }) => role)
        return roles.length > 0 ? [{ route: name, kind, expected: toWord(expected), roles }] : []
      })
    })
    expect(found).toEqual(differences.map(({ reason: _reason, ...rest }) => rest))
  })

  test('rules only combine what the reference names', () => {
    const made = Object.entries(plans).flatMap(([name, { rule = '-' }]) => {
      const endpoint = known.get(name)
      return endpoint ? strangersIn(rule, endpoint).map((need) => `${name}: ${need}`) : [name]
    })
    expect(made).toEqual([])
  })

  test('every endpoint is known, and the administrator of all is served by nearly every one', () => {
    expect(server.routes.filter(isAsked).filter((route) => !known.has(nameOf(route)))).toEqual([])
    const served = answers.filter(({ cells }) => {
      const last = cells.at(-1)
      return last?.role === 'system_admin' && last.status < 400
    })
    expect(served.length / answers.length).toBeGreaterThan(0.8)
  })
})

async function askEverything(server: Awaited<ReturnType<typeof openTestServer>>) {
  const cast = await openCast(server)
  const expectations = openExpectations()
  const worlds = [new World(cast, 'P'), new World(cast, 'O')]
  const rows = []
  for (const route of server.routes.filter(isAsked).toSorted(byUpset)) {
    const name = nameOf(route)
    const endpoint = known.get(name)
    if (!endpoint) continue
    for (const world of worlds.filter(({ kind }) => kind === 'P' || dependsOnKind(endpoint))) {
      const plan = plans[name] ?? {}
      const cells: Cell[] = []
      for (const role of roleNames) {
        const caller = cast.callers.get(role) ?? { id: '', token: '' }
        const answer = await ask(world, route, plan, caller)
        const expected = expectations.mayCall(endpoint, plan.rule, role, world.kind)
        cells.push({ role, expected, ...answer })
        if (answer.status < 300 && route.method !== 'GET') forgetSpoilt(world, route, plan)
      }
      rows.push({ route, name, kind: world.kind, cells })
    }
  }
  return rows
}

function nameOf({ method, url }: BuiltRoute): string {
  return `${method} ${url}`
}

function isAsked({ method }: BuiltRoute): boolean {
  return method !== 'HEAD'
}

function byUpset(one: BuiltRoute, other: BuiltRoute): number {
  return rank(nameOf(one)) - rank(nameOf(other))
}

function rank(name: string): number {
  return preparing.test(name) ? -2 : upsetting.findIndex((each) => each.test(name))
}

function dependsOnKind({ permissions }: Endpoint): boolean {
  return permissions.some((need) => /public_channel|post_public|read_channel/.test(need))
}

/** Where nobody needs a session, only the want of one is a refusal; what is off tells nothing. */
function isAsExpected(name: string, { expected, status, text }: Cell): boolean {
  if (status >= 500) return status === 501
  const isOpen = known.get(name)?.auth === 'none' && expected
  const isRefused = isOpen ? text.includes('session_expired') : [401, 403, 404].includes(status)
  return isRefused !== expected
}

function toWord(expected: boolean): Difference['expected'] {
  return expected ? 'allowed' : 'refused'
}
