/** For how long one may not want to be disturbed. */
export const DND_CHOICES = [
  'always',
  'half_hour',
  'hour',
  'two_hours',
  'tomorrow',
  'moment',
] as const

export type DndChoice = (typeof DND_CHOICES)[number]

const MINUTE_MS = 60_000
/** When a working day begins. */
const MORNING = 9

/** When the rest is over that begins now; 0 where that isn't said. */
export function dndEnd(choice: DndChoice, time: number): number {
  const minutes = { half_hour: 30, hour: 60, two_hours: 120 }
  if (choice === 'always' || choice === 'moment') return 0
  if (choice !== 'tomorrow') return time + minutes[choice] * MINUTE_MS
  const morning = new Date(time)
  morning.setDate(morning.getDate() + 1)
  return morning.setHours(MORNING, 0, 0, 0)
}
