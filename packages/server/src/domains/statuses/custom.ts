import type { CustomStatus } from '@redoubt/wire/statuses.ts'
import { isSystemEmojiName } from '@redoubt/wire/system-emoji.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { PreferencesService } from '#domains/preferences/service.ts'
import type { UsersService } from '#domains/users/service.ts'
import { type Actor, resolveMe } from '#platform/actor.ts'
import { AppError, invalidBody } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import { parseRfc3339 } from '#platform/rfc3339.ts'

export type CustomStatuses = ReturnType<typeof customStatuses>

type Deps = {
  clock: Clock
  config: ConfigService
  users: Pick<UsersService, 'accessForEdit' | 'setProp'>
  preferences: Pick<PreferencesService, 'list' | 'update'>
  isCustomEmoji: (name: string) => Promise<boolean>
}

type Complete = Required<CustomStatus>

const never = '0001-01-01T00:00:00Z'
const maxRunes = 100
const maxRecents = 5
const recents = { category: 'custom_status', name: 'recent_custom_statuses' }
const durations = [
  'thirty_minutes',
  'one_hour',
  'four_hours',
  'today',
  'this_week',
  'date_and_time',
]

/** What people write beside their name. It lives in the user's props, as clients expect. */
export function customStatuses({ clock, config, users, preferences, isCustomEmoji }: Deps) {
  /** Throws 400 for an unknown emoji, and for a duration without an end in the future. */
  async function set(actor: Actor, idOrMe: string, input: CustomStatus): Promise<void> {
    requireEnabled()
    const status = toValid(input, clock())
    await requireKnown(status.emoji)
    const userId = resolveMe(actor, idOrMe)
    await users.setProp(actor, userId, 'customStatus', JSON.stringify(status))
    const others = (await findRecents(actor, userId)).filter(
      (recent) => recent.text !== status.text,
    )
    await saveRecents(actor, userId, [status, ...others].slice(0, maxRecents))
  }

  async function unset(actor: Actor, idOrMe: string): Promise<void> {
    requireEnabled()
    await users.setProp(actor, idOrMe, 'customStatus', undefined)
  }

  /** Throws 400 where the status isn't among the recent ones. */
  async function forgetRecent(actor: Actor, idOrMe: string, input: CustomStatus): Promise<void> {
    requireEnabled()
    const { id: userId } = await users.accessForEdit(actor, idOrMe)
    const before = await findRecents(actor, userId)
    const after = before.filter(
      (recent) => recent.text !== (input.text ?? '') || recent.emoji !== (input.emoji ?? ''),
    )
    if (after.length === before.length) {
      throw new AppError('api.custom_status.recent_custom_statuses.delete.app_error', 400)
    }
    await saveRecents(actor, userId, after)
  }

  async function requireKnown(emoji: string): Promise<void> {
    const isKnown = emoji === '' || isSystemEmojiName(emoji) || (await isCustomEmoji(emoji))
    if (isKnown) return
    throw new AppError('api.custom_status.set_custom_statuses.emoji_not_found', 400)
  }

  async function findRecents(actor: Actor, userId: string): Promise<CustomStatus[]> {
    const all = await preferences.list(actor, userId)
    const saved = all.find(
      ({ category, name }) => category === recents.category && name === recents.name,
    )
    return saved ? parseList(saved.value) : []
  }

  async function saveRecents(actor: Actor, userId: string, list: CustomStatus[]): Promise<void> {
    await preferences.update(actor, userId, [
      { user_id: userId, ...recents, value: JSON.stringify(list) },
    ])
  }

  function requireEnabled(): void {
    if (!config.bool('TeamSettings.EnableCustomUserStatuses')) {
      throw new AppError('api.custom_status.disabled', 501)
    }
  }

  return { set, unset, forgetRecent }
}

function toValid(input: CustomStatus, now: number): Complete {
  const { emoji = '', duration = '', expires_at: expires = '' } = input
  const text = [...(input.text ?? '').trim()].slice(0, maxRunes).join('')
  if (!emoji && !text) throw invalidBody('custom_status')
  const isEndless = expires === '' || expires === never
  if (isEndless) {
    if (duration !== '') throw invalidBody('custom_status')
    return { emoji, text, duration: '', expires_at: never }
  }
  const isKnown = duration === '' || durations.includes(duration)
  if (!isKnown || (parseRfc3339(expires) ?? 0) <= now) throw invalidBody('custom_status')
  return { emoji, text, duration: duration || 'date_and_time', expires_at: expires }
}

/** Written by clients too: what isn't a list of statuses counts as none. */
function parseList(text: string): CustomStatus[] {
  try {
    const value: unknown = JSON.parse(text)
    return Array.isArray(value) ? value.filter((item) => typeof item?.text === 'string') : []
  } catch {
    return []
  }
}
