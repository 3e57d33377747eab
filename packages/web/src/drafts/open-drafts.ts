import type { Draft } from '@mattermost/types/drafts'
import { client } from '#web/api/client.ts'
import { isTransient } from '#web/api/errors.ts'
import { placeOfDraft, withDraft, withoutDraft } from '#web/entities/drafts.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { allShelved, isUnsaved, readShelved, type ShelvedDraft, shelve } from './shelf.ts'

/** Typing is over for so long before the list of drafts and the server hear of it. */
const SETTLE_MS = 700

type Place = { channelId: string; rootId: string }

export type OpenDrafts = {
  /** The text begun for a place, on this device or another. */
  read: (place: Place) => string
  write: (place: Place, message: string) => void
  /** Whether another device's text has to stand back behind the one that is written here. */
  isBusy: (place: Place) => boolean
  /** Tells the server what it has not heard yet. */
  flush: () => void
  close: () => void
}

/** Keeps what is being written: on this device at once, at the server soon after. */
export function openDrafts(userId: string): OpenDrafts {
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const isBusy = isUnsaved(userId)

  for (const shelved of allShelved(userId)) show(userId, shelved)

  async function save(placeId: string): Promise<void> {
    const shelved = readShelved(userId, placeId)
    if (!shelved?.isUnsaved) return
    show(userId, shelved)
    try {
      await send(shelved)
    } catch (error) {
      // What the server can't keep stays on this device.
      if (isTransient(error)) return
    }
    if (readShelved(userId, placeId)?.message === shelved.message) {
      shelve(userId, { ...shelved, isUnsaved: false })
    }
  }

  return {
    read: (place) => {
      const shelved = readShelved(userId, placeIdOf(place))
      if (shelved?.isUnsaved) return shelved.message
      return readEntities().drafts.get(placeIdOf(place))?.message ?? ''
    },
    write: (place, message) => {
      const placeId = placeIdOf(place)
      clearTimeout(timers.get(placeId))
      // What was sent before anybody heard of it needs no taking back.
      const isUnheard = message === '' && !readEntities().drafts.has(placeId)
      shelve(userId, { ...place, message, isUnsaved: !isUnheard })
      if (isUnheard) return
      if (message === '') update(withoutDraft, placeId)
      timers.set(
        placeId,
        setTimeout(() => void save(placeId), SETTLE_MS),
      )
    },
    isBusy: (place) => isBusy(placeIdOf(place)),
    flush: () => {
      for (const shelved of allShelved(userId)) void save(placeIdOf(shelved))
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer)
    },
  }
}

function placeIdOf({ channelId, rootId }: Place): string {
  return rootId || channelId
}

/** Puts a text of this device among the drafts that are known. */
function show(userId: string, shelved: ShelvedDraft): void {
  if (shelved.message === '') {
    update(withoutDraft, placeIdOf(shelved))
    return
  }
  const known = readEntities().drafts.get(placeIdOf(shelved))
  if (known?.message === shelved.message) return
  update(withDraft, { ...draftOf(shelved), user_id: userId, update_at: Date.now() })
}

/** The draft with what other clients have put into it. */
function draftOf(shelved: ShelvedDraft): Draft {
  const known = readEntities().drafts.get(placeIdOf(shelved))
  const { channelId: channel_id, rootId: root_id, message } = shelved
  return { ...BLANK, ...known, channel_id, root_id, message }
}

const BLANK = { create_at: 0, update_at: 0, delete_at: 0, user_id: '', props: {}, file_ids: [] }

async function send(shelved: ShelvedDraft): Promise<void> {
  if (shelved.message === '') {
    await client.deleteDraft(shelved.channelId, shelved.rootId, '')
    return
  }
  const saved: Draft | null = await client.upsertDraft(draftOf(shelved), '')
  // The text on the screen may have gone on meanwhile.
  const known = saved && readEntities().drafts.get(placeOfDraft(saved))
  if (known?.message === shelved.message) update(withDraft, saved)
}
