import { create } from 'zustand'

export type Permission = 'default' | 'granted' | 'denied' | 'unsupported'

/** That one would rather not be asked on this device. */
const DECLINED = 'redoubt.notifications'

const useAsk = create<{ isWanted: boolean }>()(() => ({ isWanted: false }))

/** Whether this browser may show notifications. */
export function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'unsupported'
}

/** Lets the browser ask; resolves to what was answered. */
export async function askPermission(): Promise<Permission> {
  useAsk.setState({ isWanted: false })
  return 'Notification' in window ? await Notification.requestPermission() : 'unsupported'
}

/** Something was missed that a notification would have told: a good moment to offer them. */
export function offerNotifications(): void {
  if (permission() !== 'default' || localStorage.getItem(DECLINED) !== null) return
  useAsk.setState({ isWanted: true })
}

/** Doesn't offer them again on this device; the settings still do. */
export function declineNotifications(): void {
  localStorage.setItem(DECLINED, 'no')
  useAsk.setState({ isWanted: false })
}

export function useIsOffered(): boolean {
  return useAsk((now) => now.isWanted)
}
