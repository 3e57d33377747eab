import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Clock } from '#platform/clock.ts'
import { Lru } from '#platform/lru.ts'

/** So many a second, and so many more at once after a pause. */
export type Rate = { perSecond: number; burst: number }

/** How a tenant wants all its routes limited. */
export type GlobalLimit = Rate & {
  /** Senders that are remembered. */
  memory: number
  varyByUser: boolean
  varyByAddress: boolean
  varyByHeader: string
}

/** Where a request comes from, as far as limits care. */
export type Sender = { address: string; token: string }

/** What a limiter says of one request. */
export type Verdict = {
  isAllowed: boolean
  limit: number
  remaining: number
  /** Until the whole burst is there again. */
  resetSeconds: number
  retrySeconds: number
}

/** Limited always: guessing passwords, tokens and clients is slow work. */
const routeLimits: Readonly<Record<string, Rate>> = {
  'POST /api/v4/users/login': { perSecond: 5, burst: 10 },
  'POST /api/v4/users/login/desktop_token': { perSecond: 2, burst: 1 },
  'POST /api/v4/oauth/apps/register': { perSecond: 2, burst: 1 },
}

const rememberedPerRoute = 10_000

/**
 * The generic cell rate algorithm: per key one number, the time at which its burst is whole again.
 * Memory is bounded: who was seen longest ago is forgotten.
 */
export function makeRateLimiter(clock: Clock, { perSecond, burst }: Rate, memory: number) {
  const wholeAt = new Lru<number>(memory)
  const stepMs = 1000 / perSecond
  const toleranceMs = stepMs * burst

  return function take(key: string): Verdict {
    const now = clock()
    const before = Math.max(wholeAt.get(key) ?? 0, now)
    const isAllowed = before - now <= toleranceMs
    const after = isAllowed ? before + stepMs : before
    if (isAllowed) wholeAt.set(key, after)
    return {
      isAllowed,
      limit: burst + 1,
      remaining: Math.max(0, Math.floor((toleranceMs - (after - now)) / stepMs) + 1),
      resetSeconds: Math.ceil((after - now) / 1000),
      retrySeconds: isAllowed ? 0 : Math.ceil((before - now - toleranceMs) / 1000),
    }
  }
}

export type RateLimits = ReturnType<typeof openRateLimits>

/** The limits of a process: the fixed ones of single routes, and those that tenants set. */
export function openRateLimits(options: { clock: Clock; areRoutesLimited: boolean }) {
  const { clock, areRoutesLimited } = options
  const ofRoutes = new Map(
    Object.entries(areRoutesLimited ? routeLimits : {}).map(([route, rate]) => [
      route,
      makeRateLimiter(clock, rate, rememberedPerRoute),
    ]),
  )
  const ofTenants = new WeakMap<
    object,
    { rate: string; take: ReturnType<typeof makeRateLimiter> }
  >()

  /** Counts a request; true after it was refused. `limit` is absent where the tenant has none. */
  function refuses(
    request: FastifyRequest,
    reply: FastifyReply,
    tenant: { id: string },
    sender: Sender,
    limit: GlobalLimit | undefined,
  ): boolean {
    const verdicts: Verdict[] = []
    if (limit) verdicts.push(limiterOf(tenant, limit)(keyOf(request, sender, limit)))
    const ofRoute = ofRoutes.get(`${request.method} ${request.routeOptions.url}`)
    if (ofRoute) verdicts.push(ofRoute(`${tenant.id} ${sender.address}`))
    const strictest = verdicts.find(({ isAllowed }) => !isAllowed) ?? verdicts.at(-1)
    if (!strictest) return false
    tell(reply, strictest)
    return !strictest.isAllowed
  }

  function limiterOf(tenant: object, limit: GlobalLimit) {
    const rate = `${limit.perSecond}/${limit.burst}/${limit.memory}`
    const known = ofTenants.get(tenant)
    if (known?.rate === rate) return known.take
    const take = makeRateLimiter(clock, limit, limit.memory)
    ofTenants.set(tenant, { rate, take })
    return take
  }

  return { refuses }
}

function keyOf(request: FastifyRequest, { address, token }: Sender, limit: GlobalLimit): string {
  const isKnown = limit.varyByUser && token !== ''
  const who = isKnown ? `token ${token}` : limit.varyByAddress ? address : ''
  const header = limit.varyByHeader && request.headers[limit.varyByHeader.toLowerCase()]
  return `${who} ${String(header ?? '').toLowerCase()}`
}

function tell(reply: FastifyReply, verdict: Verdict): void {
  reply.headers({
    'X-RateLimit-Limit': verdict.limit,
    'X-RateLimit-Remaining': verdict.remaining,
    'X-RateLimit-Reset': verdict.resetSeconds,
  })
  if (verdict.isAllowed) return
  reply
    .code(429)
    .header('Retry-After', Math.max(1, verdict.retrySeconds))
    .type('text/plain; charset=utf-8')
    .send('limit exceeded')
}
