import { existsSync } from 'node:fs'
import { type Caller, openCast } from '@redoubt/testkit/matrix/actors.ts'
import { type ChannelKind, jobType, openExpectations } from '@redoubt/testkit/matrix/expected.ts'
import { permissionsFile, type RoleName, roleNames } from '@redoubt/testkit/matrix/standing.ts'
import { pictureForm, uploadForm, World } from '@redoubt/testkit/matrix/world.ts'
import { bodySchemaOf, sampleOf } from '@redoubt/testkit/sample.ts'
import { type BuiltRoute, openTestServer } from '@redoubt/testkit/test-server.ts'
import { type Endpoint, endpoints } from '@redoubt/wire/endpoints.gen.ts'
import { expect, test } from 'vitest'
import { plans, type RequestPlan } from './permission-matrix.requests.ts'
import { toRouteUrl } from './platform/http/not-implemented.ts'

test('x', { timeout: 900_000 }, async () => {
  await using server = await openTestServer()
  const cast = await openCast(server)
  const expectations = openExpectations()
  const t0 = performance.now()
  const byRoute = new Map(endpoints.map((e) => [`${e.method} ${toRouteUrl(e.path)}`, e]))
  const out: string[] = []
  const worlds = { P: new World(cast, 'P'), O: new World(cast, 'O') }
  for (const route of server.routes) {
    const name = `${route.method} ${route.url}`
    if (route.method === 'HEAD') continue
    if (/users\/logout|^POST \/api\/v4\/users\/sessions\/revoke\/all|server_busy|restart|PUT \/api\/v4\/config$/.test(name)) continue
    const endpoint = byRoute.get(name)
    if (!endpoint) { out.push('NOREF ' + name); continue }
    for (const kind of ['P', 'O'] as const) {
      if (kind === 'O' && !endpoint.permissions.some((p) => p.includes('public'))) continue
      const plan = plans[name] ?? {}
      for (const role of roleNames) {
        let res
        try { res = await send(worlds[kind], route, plan, cast.callers.get(role)!) } catch (e) { out.push(`BROKEN ${name} ${kind} ${e}`); break }
        const may = expectations.mayCall(endpoint, plan.rule, role, kind)
        const refused = endpoint.auth === 'none' ? (res.status === 401 && res.text.includes('session_expired')) : [401, 403, 404].includes(res.status)
        if (may === refused) out.push(`DIFF ${name} ${kind} ${role} exp=${may} got=${res.status} ${res.text.slice(0, 160).replace(/"message":"[^"]*",/, '')} [${endpoint.permissions.join(' ')}]`)
        else if (role === 'system_admin' && res.status >= 300) out.push(`WEAK ${name} ${kind} ${res.status} ${res.text.slice(0, 200)}`)
        if (res.status < 300 && route.method !== 'GET') {
          const names = [...route.url.matchAll(/:(\w+)/g)].map((m) => plan.params?.[m[1] ?? ''] ?? m[1] ?? '')
          for (const s of plan.spoils ?? (route.method === 'DELETE' && names.length ? [names.at(-1)!] : [])) worlds[kind].drop(s)
        }
      }
    }
  }
  out.push(`TIME ${performance.now() - t0}`)
  ;(await import('node:fs')).writeFileSync('/tmp/s9-matrix.txt', out.join('\n'))
  void existsSync; void permissionsFile; void expect
})
async function send(world: World, route: BuiltRoute, plan: RequestPlan, caller: Caller) {
  const values: Record<string, string> = {}
  for (const n of ['user_id', 'team_id', 'channel_id', ...(plan.needs ?? [])]) values[n] = await world.get(n)
  for (const m of route.url.matchAll(/:(\w+)/g)) { const n = m[1] ?? ''; const key = plan.params?.[n] ?? n; values[n] = key.startsWith('=') ? key.slice(1) : await world.get(key) }
  const schema = bodySchemaOf(route)
  const body = plan.form ? (plan.form === 'picture' ? pictureForm() : uploadForm(values.channel_id ?? '')) : plan.body ? plan.body(values) : route.method === 'GET' ? undefined : sampleOf(schema, values)
  const url = route.url.replace(/:(\w+)/g, (_a, n: string) => encodeURIComponent(values[n] ?? '')) + (plan.query ? `?${plan.query(values)}` : '')
  const isForm = body instanceof FormData
  const answer = await fetch(`${world.cast.ws.url}${url}`, { method: route.method, redirect: 'manual', headers: { ...(caller.token && { Authorization: `Bearer ${caller.token}` }), ...(body !== undefined && !isForm && { 'Content-Type': 'application/json' }) }, ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }) })
  return { status: answer.status, text: await answer.text() }
}
export type _X = [Endpoint, RoleName, ChannelKind, typeof jobType]
