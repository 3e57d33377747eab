import type { CustomStatuses, StatusesService } from '#domains/statuses/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { BuiltIn, BuiltInPlace, BuiltInResult } from './built-in.ts'

type Deps = {
  clock: Clock
  statuses: Pick<StatusesService, 'update'>
  customStatuses: Pick<CustomStatuses, 'set' | 'unset'>
}

const secondsByUnit: Readonly<Record<string, number>> = { m: 60, h: 3_600, d: 86_400, w: 604_800 }
const defaultEmoji = 'speech_balloon'

/** Commands that say how one is to be reached. */
export function presenceCommands({ clock, statuses, customStatuses }: Deps): BuiltIn[] {
  async function setStatus(
    { actor, texts }: BuiltInPlace,
    status: 'online' | 'away' | 'offline' | 'dnd',
    endTime = 0,
  ): Promise<BuiltInResult> {
    const change = { user_id: actor.userId, status, dnd_end_time: endTime }
    await statuses.update(actor, 'me', change)
    return { text: texts.status[status] }
  }

  async function disturbNot(place: BuiltInPlace, rest: string): Promise<BuiltInResult> {
    if (rest === '') return setStatus(place, 'dnd')
    const [, count, unit = ''] = /^(\d{1,4})\s*([mhdw])\w*$/i.exec(rest) ?? []
    const seconds = Number(count) * (secondsByUnit[unit.toLowerCase()] ?? 0)
    if (!seconds) return { text: place.texts.status.howLong }
    return setStatus(place, 'dnd', Math.floor(clock() / 1000) + seconds)
  }

  async function setCustom({ actor, texts }: BuiltInPlace, rest: string): Promise<BuiltInResult> {
    if (rest === '') return { text: texts.status.whichCustom }
    if (rest.toLowerCase() === 'clear') {
      await customStatuses.unset(actor, 'me')
      return { text: texts.status.customGone }
    }
    const [, emoji = defaultEmoji, text = ''] =
      /^(?::([a-zA-Z0-9+_-]+):)?\s*([\s\S]*)$/.exec(rest) ?? []
    await customStatuses.set(actor, 'me', { emoji, text })
    return { text: texts.status.customSet(`:${emoji}: ${text}`) }
  }

  const simple = (['online', 'away', 'offline'] as const).map((status) => ({
    trigger: status,
    usage: status,
    run: (place: BuiltInPlace) => setStatus(place, status),
  }))
  return [
    ...simple,
    {
      trigger: 'dnd',
      usage: 'dnd',
      run: disturbNot,
    },
    {
      trigger: 'status',
      usage: 'status',
      run: setCustom,
    },
  ]
}
