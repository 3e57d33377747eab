import type { CustomStatuses, StatusesService } from '#domains/statuses/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { BuiltIn, BuiltInResult, CommandPlace } from './built-in.ts'

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
    { actor }: CommandPlace,
    status: 'online' | 'away' | 'offline' | 'dnd',
    endTime = 0,
  ): Promise<BuiltInResult> {
    const change = { user_id: actor.userId, status, dnd_end_time: endTime }
    await statuses.update(actor, 'me', change)
    return { text: statusTexts[status] }
  }

  async function disturbNot(place: CommandPlace, rest: string): Promise<BuiltInResult> {
    if (rest === '') return setStatus(place, 'dnd')
    const [, count, unit = ''] = /^(\d{1,4})\s*([mhdw])\w*$/i.exec(rest) ?? []
    const seconds = Number(count) * (secondsByUnit[unit.toLowerCase()] ?? 0)
    if (!seconds) return { text: 'Say for how long: /dnd 30m, /dnd 2h, /dnd 1d, or /dnd alone.' }
    return setStatus(place, 'dnd', Math.floor(clock() / 1000) + seconds)
  }

  async function setCustom({ actor }: CommandPlace, rest: string): Promise<BuiltInResult> {
    if (rest === '') return { text: 'Say what your status is: /status :palm_tree: On holiday.' }
    if (rest.toLowerCase() === 'clear') {
      await customStatuses.unset(actor, 'me')
      return { text: 'Your custom status is gone.' }
    }
    const [, emoji = defaultEmoji, text = ''] =
      /^(?::([a-zA-Z0-9+_-]+):)?\s*([\s\S]*)$/.exec(rest) ?? []
    await customStatuses.set(actor, 'me', { emoji, text })
    return { text: `Your custom status is now :${emoji}: ${text}`.trim() }
  }

  const simple = (['online', 'away', 'offline'] as const).map((status) => ({
    trigger: status,
    hint: '',
    description: `Set your status ${status}`,
    run: (place: CommandPlace) => setStatus(place, status),
  }))
  return [
    ...simple,
    {
      trigger: 'dnd',
      hint: '[for how long]',
      description: 'Set your status to do not disturb, for a while if you like: 30m, 2h, 1d',
      run: disturbNot,
    },
    {
      trigger: 'status',
      hint: '[:emoji:] [text] or clear',
      description: 'Set or clear your custom status',
      run: setCustom,
    },
  ]
}

const statusTexts = {
  online: 'You are now online.',
  away: 'You are now away.',
  offline: 'You are now offline.',
  dnd: 'Do not disturb is on: you are not notified.',
}
