import { bodySchemaOf, sampleOf } from '../sample.ts'
import type { BuiltRoute } from '../test-server.ts'
import type { Caller } from './actors.ts'
import { pictureForm, uploadForm, type World } from './world.ts'

export type Values = Readonly<Record<string, string>>

/** How to ask an endpoint, where its schema alone doesn't tell. */
export type RequestPlan = {
  /** Other things than the path parameters' names say; `=text` stands for itself. */
  params?: Values
  query?: (values: Values) => string
  body?: (values: Values) => unknown
  form?: 'picture' | 'upload'
  /** Things that the request needs and the path doesn't name. */
  needs?: string[]
  /** How the permissions combine that the reference names: `a b & c` is (a or b) and c. */
  rule?: string
  /** What can't be used again after a call that succeeded; by default, what DELETE names last. */
  spoils?: string[]
}

/** The things that paths and plans name, and those that bodies do. */
export const things = [
  ...['user_id', 'username', 'email', 'team_id', 'team_name', 'invite_id', 'channel_id'],
  ...['channel_name', 'post_id', 'thread_id', 'file_id', 'upload_id', 'scheduled_post_id'],
  ...['bookmark_id', 'category_id', 'category', 'preference_name', 'emoji_id', 'emoji_name'],
  ...['role_id', 'role_name', 'scheme_id', 'group_id', 'hook_id', 'outgoing_hook_id'],
  ...['command_id', 'app_id', 'connection_id', 'bot_user_id', 'token_id', 'job_id'],
  ...['restore_version_id', 'guest_id', 'outsider_id', 'group_message_id', 'other_team_id'],
  ...['joiner_id', 'terms_id', 'admin_id', 'acting_post_id', 'burning_post_id', 'reaction'],
  ...['channel_scheme_id', 'archived_group_id', 'archived_channel_id', 'empty_team_id'],
]

const always = ['user_id', 'team_id', 'channel_id']

/** Sends what should be a good request, on behalf of the caller. */
export async function ask(
  world: World,
  route: BuiltRoute,
  plan: RequestPlan,
  caller: Caller,
): Promise<{ status: number; text: string }> {
  const values = await valuesFor(world, route, plan, caller)
  const path = route.url.replace(/:(\w+)/g, (_all, name) => encodeURIComponent(values[name] ?? ''))
  const query = plan.query ? `?${plan.query(values)}` : ''
  const body = bodyOf(route, plan, values)
  const isJson = body !== undefined && !(body instanceof FormData)
  const answer = await fetch(`${world.cast.ws.url}${path}${query}`, {
    method: route.method,
    redirect: 'manual',
    headers: {
      ...(caller.token && { Authorization: `Bearer ${caller.token}` }),
      ...(isJson && { 'Content-Type': 'application/json' }),
    },
    ...(body !== undefined && { body: isJson ? JSON.stringify(body) : body }),
  })
  return { status: answer.status, text: await answer.text() }
}

/** Forgets what a call that succeeded has used up. */
export function forgetSpoilt(world: World, { method, url }: BuiltRoute, plan: RequestPlan): void {
  const last = paramsOf(url).at(-1)
  const byDefault = method === 'DELETE' && last ? [plan.params?.[last] ?? last] : []
  for (const name of plan.spoils ?? byDefault) world.drop(name)
}

async function valuesFor(
  world: World,
  { url }: BuiltRoute,
  plan: RequestPlan,
  caller: Caller,
): Promise<Values> {
  const values: Record<string, string> = { caller_id: caller.id, kind: world.kind }
  for (const name of [...always, ...(plan.needs ?? [])]) values[name] = await world.get(name)
  for (const name of paramsOf(url)) {
    const thing = plan.params?.[name] ?? name
    values[name] = thing.startsWith('=') ? thing.slice(1) : await world.get(thing)
  }
  return values
}

function paramsOf(url: string): string[] {
  return [...url.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
}

function bodyOf(route: BuiltRoute, plan: RequestPlan, values: Values): unknown {
  if (plan.form === 'picture') return pictureForm(values.caller_id ?? '')
  if (plan.form === 'upload') return uploadForm(values.channel_id ?? '')
  if (plan.body) return plan.body(values)
  return route.method === 'GET' ? undefined : sampleOf(bodySchemaOf(route), values)
}
