import { expect, test } from 'vitest'
import { keySource } from '#platform/keys/root-key.ts'
import { makeEnvelope } from './envelope.ts'

const keys = keySource(Buffer.alloc(32, 7))
const start = Date.UTC(2026, 0, 1)
const day = 24 * 60 * 60_000

function pair(subject = 'w.one.work') {
  const clock = { now: start }
  const given = { keys, subject, clock: () => clock.now }
  return { clock, sender: makeEnvelope(given), receiver: makeEnvelope(given) }
}

test('what was sealed opens, in order, and says where it comes from', () => {
  const { sender, receiver } = pair()
  const { epoch } = sender.next()
  for (const [index, text] of ['', 'über den Bus', 'x'.repeat(100_000)].entries()) {
    const frame = sender.seal(text)
    expect(frame.length).toBeLessThan(1_000)
    expect(receiver.open(frame)).toEqual({
      from: { epoch, seq: index + 1 },
      text,
      isAfterGap: false,
    })
  }
})

test('EN22 what was altered, sent again, moved or is too old does not open', () => {
  const { clock, sender, receiver } = pair()
  const frame = sender.seal('secret')
  expect(frame.toString('latin1')).not.toContain('secret')
  for (const index of frame.keys()) {
    const bent = Buffer.from(frame)
    bent[index] = (bent[index] ?? 0) ^ 1
    expect(receiver.open(bent), `byte ${index}`).toHaveProperty('refused')
  }
  expect(receiver.open(frame.subarray(0, 20))).toEqual({ refused: 'format' })
  expect(receiver.open(Buffer.alloc(0))).toEqual({ refused: 'format' })
  expect(pair('w.two.work').receiver.open(frame)).toEqual({ refused: 'tag' })
  const stranger = makeEnvelope({
    keys: keySource(Buffer.alloc(32, 8)),
    subject: 'w.one.work',
    clock: () => start,
  })
  expect(stranger.open(frame)).toEqual({ refused: 'key' })
  for (const skew of [31_000, -31_000]) {
    clock.now = start + skew
    expect(receiver.open(frame)).toEqual({ refused: 'time' })
  }
  clock.now = start + 29_000
  expect(receiver.open(frame)).toMatchObject({ text: 'secret' })
  expect(receiver.open(frame)).toEqual({ refused: 'replay' })
  expect(sender.open(frame)).toEqual({ refused: 'replay' })
})

test('a number that was left out is noticed; an earlier one comes too late', () => {
  const { sender, receiver } = pair()
  const [first, second, third, fourth] = ['1', '2', '3', '4'].map(sender.seal)
  const open = (frame: Buffer | undefined) => receiver.open(frame ?? Buffer.alloc(0))
  expect(open(first)).toMatchObject({ isAfterGap: false })
  expect(open(third)).toMatchObject({ isAfterGap: true })
  expect(open(second)).toEqual({ refused: 'replay' })
  expect(open(fourth)).toMatchObject({ isAfterGap: false })
})

test('EN23 keys change with time, and their neighbours are accepted meanwhile', () => {
  const early = pair()
  const late = pair()
  const ids = new Set<string>()
  for (let days = 0; days < 400; days += 20) {
    early.clock.now = start + days * day
    late.clock.now = early.clock.now + 20_000
    const frame = early.sender.seal(`day ${days}`)
    ids.add(frame.toString('hex', 5, 9))
    expect(late.receiver.open(frame)).toMatchObject({ text: `day ${days}`, isAfterGap: false })
  }
  expect(ids.size).toBe(5)
})
