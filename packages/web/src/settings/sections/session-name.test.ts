import { expect, test } from 'vitest'
import { sessionName } from './session-name.ts'

test('a session is called by what the server read of it', () => {
  const nameOf = (props: Record<string, unknown>, device_id = '') =>
    sessionName({ props, device_id })
  expect(nameOf({ browser: 'Chrome/126.0.1.2', os: 'Linux' })).toBe('Chrome 126 · Linux')
  expect(nameOf({ browser: 'Node.js/', os: 'Unknown' })).toBe('Node.js')
  expect(nameOf({}, 'apple_rn:abc')).toBe('iOS')
  expect(nameOf({}, 'android_rn-v2:abc')).toBe('Android')
  expect(nameOf({ browser: 7 })).toBe('')
})
