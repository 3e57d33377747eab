import { create } from 'zustand'

/** Where somebody has called a program, which may answer with a form. */
export type CallPlace = { channelId: string; teamId: string }

/** Calls of this page by what the server calls them. Forms of other pages' calls are not for us. */
export const useTriggers = create<{ places: ReadonlyMap<string, CallPlace> }>()(() => ({
  places: new Map(),
}))

/** Remembers a call. Its form may have come before this answer. */
export function noteTrigger(triggerId: string | undefined, place: CallPlace): void {
  if (!triggerId) return
  useTriggers.setState(({ places }) => ({ places: new Map(places).set(triggerId, place) }))
}

/** Forgets a call: its form has been shown. */
export function forgetTrigger(triggerId: string): void {
  useTriggers.setState(({ places }) => {
    const left = new Map(places)
    left.delete(triggerId)
    return { places: left }
  })
}
