import { EventEmitter } from 'node:events'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { WebSocket } from 'ws'
import { anonymous } from '#platform/actor.ts'
import { newId } from '#platform/ids.ts'
import { Connection } from './connection.ts'

/** A socket whose far end may stop reading. */
class FarEnd extends EventEmitter {
  readonly got: { seq: number; event: string }[] = []
  isReading = true

  send(text: string, done?: () => void): void {
    this.got.push(JSON.parse(text))
    if (this.isReading) done?.()
  }

  close(): void {
    this.emit('close')
  }
}

function open() {
  const end = new FarEnd()
  const connection = new Connection(newId(), anonymous, end as unknown as WebSocket)
  return { end, connection }
}

const frame = (event: string) => `{"event":"${event}","seq":`

describe('a connection', () => {
  test('MC-WS-07 spares a slow client what it can do without, then gives it up', () => {
    const { end, connection } = open()
    end.isReading = false
    for (let count = 0; count < 128; count++)
      expect(connection.send('posted', frame('posted'))).toBe(true)
    expect(connection.send('typing', frame('typing'))).toBe(true)
    expect(end.got.filter(({ event }) => event === 'typing')).toEqual([])
    for (let count = 128; count < 256; count++) connection.send('posted', frame('posted'))
    expect(connection.send('posted', frame('posted'))).toBe(false)
  })

  test('holds at most 256 events for a client that is away', () => {
    const { connection } = open()
    connection.detach(1)
    for (let count = 0; count < 256; count++)
      expect(connection.send('posted', frame('p'))).toBe(true)
    expect(connection.send('posted', frame('p'))).toBe(false)
  })

  test('over any disconnects a client sees every event once and in order, or a new connection', () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: fc.constant('event') },
      { weight: 2, arbitrary: fc.constant('reconnect') },
      // The network swallows the last few frames before it breaks.
      { weight: 1, arbitrary: fc.nat(5).map((lost) => lost) },
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        let { end, connection } = open()
        let seen: number[] = []
        let expected = 0
        let sent = 0
        const read = () => {
          for (const { seq } of end.got.splice(0)) {
            expect(seq).toBe(expected)
            expected++
            seen.push(seq)
          }
        }
        const reconnect = () => {
          connection.detach(1)
          end = new FarEnd()
          const isResumed = connection.resume(end as unknown as WebSocket, expected)
          if (!isResumed) {
            connection.restart(newId())
            seen = []
            expected = 0
          }
          connection.flush()
        }
        for (const now of steps) {
          if (now === 'event') {
            connection.send('posted', frame(String(sent++)))
            read()
          } else if (now === 'reconnect') {
            reconnect()
            read()
          } else {
            for (let lost = 0; lost < now; lost++) connection.send('posted', frame(String(sent++)))
            end.got.splice(0)
            reconnect()
            read()
          }
        }
        expect(seen).toEqual(Array.from({ length: expected }, (_, index) => index))
      }),
      { numRuns: 200 },
    )
  })
})
