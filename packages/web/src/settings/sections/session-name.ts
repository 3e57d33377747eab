import type { Session } from '@mattermost/types/sessions'

/** The browser and system of a session as the server read them, or the kind of the device. */
export function sessionName({ props, device_id }: Pick<Session, 'props' | 'device_id'>): string {
  const told = [browserOf(props?.browser), wordOf(props?.os)].filter(Boolean)
  if (told.length > 0) return told.join(' · ')
  if (device_id.startsWith('apple')) return 'iOS'
  return device_id.startsWith('android') ? 'Android' : ''
}

/** The name with the great version only: `Chrome/126.0.1.2` is Chrome 126. */
function browserOf(told: unknown): string {
  const [name = '', version = ''] = wordOf(told).split('/')
  return [name, version.split('.')[0]].filter(Boolean).join(' ')
}

function wordOf(told: unknown): string {
  return typeof told === 'string' && told !== 'Unknown' ? told : ''
}
