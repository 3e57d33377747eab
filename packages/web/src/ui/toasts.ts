import { create } from 'zustand'

export type Toast = { id: number; words: string; look: 'plain' | 'problem' }

/** How long a sentence stays. */
const SHOWN_MS = 5_000
let lastId = 0

/** The sentences that are shown at the moment. */
export const useToasts = create<{ toasts: readonly Toast[] }>()(() => ({ toasts: [] }))

/** Says briefly what has come of an action. */
export function say(words: string, look: Toast['look'] = 'plain'): void {
  lastId += 1
  const id = lastId
  useToasts.setState(({ toasts }) => ({ toasts: [...toasts.slice(-2), { id, words, look }] }))
  setTimeout(() => dismiss(id), SHOWN_MS)
}

export function dismiss(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
}
