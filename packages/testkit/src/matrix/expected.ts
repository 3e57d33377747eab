import type { Endpoint } from '@redoubt/wire/endpoints.gen.ts'
import { hasSession, openReference, type RoleName, type Standing, standings } from './standing.ts'

/** Whether the channel of a request is public or private. */
export type ChannelKind = 'O' | 'P'

/** The type of job that the requests are about. */
export const jobType = 'active_users'

type Reference = ReturnType<typeof openReference>

/**
 * Who may call an endpoint, by the reference. A rule says how the endpoint's permissions combine for
 * the request that is sent: `any of these & any of those`, e.g. `user:self system:a & team:b`; `-`
 * for everybody with a session. Without a rule it is any of those that the kind of channel leaves,
 * beside the right to act for another user.
 */
export function openExpectations() {
  const reference = openReference()

  function mayCall(
    endpoint: Endpoint,
    rule: string | undefined,
    role: RoleName,
    kind: ChannelKind,
  ): boolean {
    if (endpoint.auth === 'local') return false
    const groups = rule === undefined ? plainGroups(endpoint, kind) : parseRule(rule, kind)
    if (endpoint.auth === 'none' && groups.length === 0) return true
    if (!hasSession(role)) return false
    const who = standings[role]
    return groups.every((group) => group.some((need) => meets(reference, who, need, kind)))
  }

  return { mayCall }
}

/** The permissions of a rule that the reference doesn't name for the endpoint. */
export function strangersIn(rule: string, { permissions }: Endpoint): string[] {
  const named = new Set(permissions.map((need) => need.replace(/^.*:/, '')))
  const needs = rule.split(/[ &]+/).filter((need) => need !== '-' && need !== '')
  return needs.filter((need) => !named.has(need.replace(/^.*:/, '')))
}

function parseRule(rule: string, kind: ChannelKind): string[][] {
  if (rule === '-') return []
  return rule.split('&').map((group) => forKind(group.split(' ').filter(Boolean), kind))
}

function plainGroups({ permissions }: Endpoint, kind: ChannelKind): string[][] {
  const needed = forKind(
    permissions.filter((need) => !/^[?:]|public_teams$/.test(need)),
    kind,
  )
  const forAnother = needed.filter((need) => /^user:(self_or_|own_)/.test(need))
  const rest = needed.filter((need) => !forAnother.includes(need))
  const there = rest.filter((need) => !need.startsWith('system:'))
  if (forAnother.length > 0) return [forAnother, there].filter((group) => group.length > 0)
  return [rest].filter((group) => group.length > 0)
}

/** Without what is only for the other kind of channel. */
function forKind(needs: string[], kind: ChannelKind): string[] {
  const other = kind === 'O' ? /private_channel/ : /public_channel|post_public/
  return needs.filter((need) => !other.test(need))
}

/** The requests are about somebody else, who is in the same team and channel. */
function meets(reference: Reference, who: Standing, need: string, kind: ChannelKind): boolean {
  const has = (scope: 'system' | 'team' | 'channel', permission: string) =>
    reference.holds(who, scope, (grant) => grant === permission)
  const [scope = '', permission = ''] = need.includes(':') ? need.split(':') : ['system', need]
  if (scope === 'user') return permission === 'can_see_other_user' || mayActForAnother()
  if (permission === 'content_reviewer') return false
  if (permission.startsWith('any_sysconsole_')) {
    const family = permission.slice('any_'.length)
    return reference.holds(who, 'system', (grant) => grant.startsWith(family))
  }
  const job = /^(create|read|manage)_job_permission_of_type$/.exec(permission)
  if (job) return has('system', reference.jobPermission(job[1] as 'create', jobType))
  if (scope === 'bot') return has('system', 'manage_others_bots')
  if (scope === 'channel' && has('system', 'manage_system')) return true
  const isContent = permission === 'read_channel_content' && kind === 'O'
  if (isContent && has('team', 'read_public_channel')) return true
  return has(scope === 'team' || scope === 'channel' ? scope : 'system', permission)

  function mayActForAnother() {
    const isOwn = /^(self|own_recap|own_scheduled_post)$/.test(permission)
    return !isOwn && has('system', 'edit_other_users')
  }
}
