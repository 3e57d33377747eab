import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { isSigned } from './signed.ts'

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const textOf = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).toString('base64')
const signatureOf = (text: string) =>
  sign('sha256', Buffer.from(text), privateKey).toString('base64url')

test('what the server signed is told from what others wrote', async () => {
  const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
  // Numbers of a signature differ in length: many are made, so that short ones are among them.
  for (let round = 0; round < 200; round++) {
    const said = `?message=The+link+has+ended%21&round=${round}`
    const search = `${said}&s=${signatureOf(`/chat/error${said}`)}`
    const at = { pathname: '/chat/error', search }
    expect(await isSigned(at, textOf(publicKey))).toBe(true)
    expect(await isSigned({ ...at, pathname: '/error' }, textOf(publicKey))).toBe(false)
    const forged = { ...at, search: search.replace('ended', 'moved') }
    expect(await isSigned(forged, textOf(publicKey))).toBe(false)
    expect(await isSigned(at, textOf(other))).toBe(false)
  }
})

test.each(['', '?message=x', '?message=x&s=', '?message=x&s=AAAA', '?message=x&s=%3Cb%3E'])(
  '%j counts for nothing',
  async (search) => {
    expect(await isSigned({ pathname: '/error', search }, textOf(publicKey))).toBe(false)
    expect(await isSigned({ pathname: '/error', search }, '')).toBe(false)
  },
)
