/** A text begun on this device, and whether the server has yet to hear of it. */
export type ShelvedDraft = {
  channelId: string
  rootId: string
  message: string
  isUnsaved: boolean
}

const prefixOf = (userId: string) => `redoubt.draft.${userId}.`

/** The text that was begun for a place; `undefined` where there is none. */
export function readShelved(userId: string, placeId: string): ShelvedDraft | undefined {
  return parse(localStorage.getItem(prefixOf(userId) + placeId))
}

/** Puts a draft on the shelf. One without text stays only as long as the server has to hear of it. */
export function shelve(userId: string, draft: ShelvedDraft): void {
  const key = prefixOf(userId) + (draft.rootId || draft.channelId)
  try {
    if (draft.message === '' && !draft.isUnsaved) localStorage.removeItem(key)
    else localStorage.setItem(key, JSON.stringify(draft))
  } catch {
    // Without room in the storage the draft lives as long as the page.
  }
}

/** All that lies on the shelf of a user. */
export function allShelved(userId: string): ShelvedDraft[] {
  return Object.keys(localStorage)
    .filter((key) => key.startsWith(prefixOf(userId)))
    .flatMap((key) => parse(localStorage.getItem(key)) ?? [])
}

/** Whether the server has yet to hear what was written in a place. */
export const isUnsaved = (userId: string) => (placeId: string) =>
  readShelved(userId, placeId)?.isUnsaved ?? false

/** Whatever is no draft of ours is none. */
function parse(stored: string | null): ShelvedDraft | undefined {
  if (stored === null) return undefined
  try {
    const found: unknown = JSON.parse(stored)
    return isShelved(found) ? found : undefined
  } catch {
    return undefined
  }
}

function isShelved(value: unknown): value is ShelvedDraft {
  if (typeof value !== 'object' || value === null) return false
  const { channelId, rootId, message } = value as Partial<ShelvedDraft>
  return [channelId, rootId, message].every((one) => typeof one === 'string')
}
