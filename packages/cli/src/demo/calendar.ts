import type { Random } from './random.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How much is written in each hour of a working day, from midnight on. */
const officeHours = [0, 0, 0, 0, 0, 0, 1, 4, 11, 15, 14, 12, 6, 9, 13, 13, 10, 7, 3, 1, 1, 0, 0, 0]
/** The same where people work in shifts. */
const shiftHours = [1, 1, 1, 1, 2, 5, 8, 9, 9, 9, 8, 8, 7, 8, 9, 9, 8, 8, 7, 6, 5, 4, 3, 2]
const weekendShare = { office: 0.02, shifts: 0.5 }

export type Rhythm = 'office' | 'shifts'

/** A moment in the days before `now`, when somebody is likely to write. */
export function pickMoment(random: Random, now: number, days: number, rhythm: Rhythm): number {
  const hours = rhythm === 'office' ? officeHours : shiftHours
  for (;;) {
    const day = Math.floor(now / dayMs) * dayMs - random.between(0, days - 1) * dayMs
    const isWeekend = [0, 6].includes(new Date(day).getUTCDay())
    if (isWeekend && !random.chance(weekendShare[rhythm])) continue
    const time = day + pickWeighted(random, hours) * hourMs + random.between(0, hourMs - 1)
    if (time < now - 10 * minuteMs) return time
  }
}

function pickWeighted(random: Random, weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let left = random.next() * total
  return weights.findIndex((weight) => {
    left -= weight
    return left < 0
  })
}

/** How long somebody takes to answer: mostly minutes, now and then an hour. */
export function pickDelay(random: Random): number {
  const minutes = random.chance(0.85) ? random.between(1, 9) : random.between(15, 75)
  return minutes * minuteMs + random.between(0, minuteMs - 1)
}
