import type { Session } from '@mattermost/types/sessions'

/** The browser and system of a session as the server read them, or the kind of the device. */
export function sessionName({ props, device_id }: Pick<Session, 'props' | 'device_id'>): string {
  const told = [props?.browser, props?.os].filter((part) => typeof part === 'string' && part !== '')
  if (told.length > 0) return told.join(' · ')
  if (device_id.startsWith('apple')) return 'iOS'
  return device_id.startsWith('android') ? 'Android' : ''
}
