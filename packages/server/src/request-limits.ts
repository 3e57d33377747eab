import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ConfigService } from '#domains/config/service.ts'
import type { GlobalLimit, RateLimits } from '#platform/http/rate-limit.ts'

/** Counts a request against the limits of its workspace and route; true after it was refused. */
export function isRefused(
  limits: RateLimits,
  request: FastifyRequest,
  reply: FastifyReply,
  sender: { address: string; token: string },
): boolean {
  const { workspace } = request
  return limits.refuses(request, reply, workspace, sender, globalLimit(workspace.config))
}

/** What the configuration says; undefined where it limits nothing. */
function globalLimit(config: ConfigService): GlobalLimit | undefined {
  if (!config.bool('RateLimitSettings.Enable')) return undefined
  return {
    perSecond: config.int('RateLimitSettings.PerSec'),
    burst: config.int('RateLimitSettings.MaxBurst'),
    memory: config.int('RateLimitSettings.MemoryStoreSize'),
    varyByUser: config.bool('RateLimitSettings.VaryByUser'),
    varyByAddress: config.bool('RateLimitSettings.VaryByRemoteAddr'),
    varyByHeader: config.string('RateLimitSettings.VaryByHeader'),
  }
}
