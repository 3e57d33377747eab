import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const tickMs = 5

/**
 * Watches for how long this thread works without a pause. Only its own CPU time counts: what a busy
 * machine takes away is no stall.
 */
export function watchStalls() {
  let longestMs = 0
  let last = { wall: performance.now(), cpu: cpuMs() }
  const timer = setInterval(() => {
    const now = { wall: performance.now(), cpu: cpuMs() }
    longestMs = Math.max(longestMs, Math.min(now.wall - last.wall, now.cpu - last.cpu))
    last = now
  }, tickMs)
  return {
    /** The longest stretch of work since the beginning. */
    longestMs: () => longestMs,
    stop: () => clearInterval(timer),
  }
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

/** What the heap holds once nothing is left to collect. */
export function heapBytes(): number {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect === 'function') collect()
  return process.memoryUsage().heapUsed
}
