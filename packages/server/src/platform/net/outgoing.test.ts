import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isReachable, parseAllowList } from './addresses.ts'
import { type Outgoing, OutgoingError, openOutgoing } from './outgoing.ts'

const limits = { timeoutMs: 2_000, maxBytes: 1_000 }

describe('addresses', () => {
  test.for([
    '127.0.0.1',
    '127.9.9.9',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '192.0.2.1',
    '198.18.0.1',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fc00::1',
    'fd12::1',
    'ff02::1',
    '2001:db8::1',
    '::ffff:127.0.0.1',
    '::ffff:10.0.0.1',
    '::127.0.0.1',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    '2001::1',
    'not an address',
  ])('%s is not reached', (address) => {
    expect(isReachable(address, parseAllowList(''))).toBe(false)
  })

  test.for(['1.1.1.1', '93.184.216.34', '2606:4700::1111', '64:ff9b::101:101'])(
    '%s is public',
    (address) => expect(isReachable(address, parseAllowList(''))).toBe(true),
  )

  test('what is listed is allowed, and nothing beside it', () => {
    const list = parseAllowList('10.0.0.0/8, 192.168.1.5 fd00::/8 intern.example')
    expect(isReachable('10.200.0.1', list)).toBe(true)
    expect(isReachable('::ffff:10.200.0.1', list)).toBe(true)
    expect(isReachable('192.168.1.5', list)).toBe(true)
    expect(isReachable('fd00::7', list)).toBe(true)
    expect(isReachable('192.168.1.6', list)).toBe(false)
    expect(list.hosts.has('intern.example')).toBe(true)
  })
})

describe('requests', () => {
  const seen: { url: string | undefined; authorization: string | undefined }[] = []
  const inside = createServer((request, response) => {
    seen.push({ url: request.url, authorization: request.headers.authorization })
    if (request.url === '/large') response.end('x'.repeat(5_000))
    else if (request.url === '/loop') response.writeHead(302, { location: '/loop' }).end()
    else if (request.url === '/away') {
      response.writeHead(302, { location: `http://other.example:${port()}/arrived` }).end()
    } else if (request.url === '/inside') {
      response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()
    } else if (request.url === '/slow') setTimeout(() => response.end('late'), 5_000).unref()
    else response.end('hello')
  })
  const port = () => (inside.address() as AddressInfo).port
  const open: Outgoing[] = []

  beforeAll(() => new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve)))
  afterAll(async () => {
    for (const outgoing of open) await outgoing.close()
    inside.closeAllConnections()
    inside.close()
  })

  function make(allowed: string, answers: Record<string, string[]> = {}): Outgoing {
    const outgoing = openOutgoing({
      allowed: () => allowed,
      lookup: async (host) =>
        (answers[host] ?? []).map((address) => ({
          address,
          family: address.includes(':') ? 6 : 4,
        })),
    })
    open.push(outgoing)
    return outgoing
  }

  const reason = (call: Promise<unknown>) =>
    call.then(
      () => 'answered',
      (error: unknown) => (error instanceof OutgoingError ? error.reason : error),
    )

  test('MC-META-05 loopback and metadata addresses are refused in every writing', async () => {
    const before = seen.length
    const outgoing = make('')
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '0',
      '0.0.0.0',
      '①②⑦.0.0.1',
      '169.254.169.254',
    ]) {
      expect(await reason(outgoing.fetch(`http://${host}:${port()}/`, limits)), host).toBe(
        'forbidden_address',
      )
    }
    expect(seen).toHaveLength(before)
  })

  test('a name counts by all its addresses, each time anew', async () => {
    const answers = { 'rebind.example': ['1.1.1.1', '127.0.0.1'], 'inside.example': ['::1'] }
    const outgoing = make('', answers)
    expect(await reason(outgoing.fetch(`http://rebind.example:${port()}/`, limits))).toBe(
      'forbidden_address',
    )
    expect(await reason(outgoing.fetch(`http://inside.example:${port()}/`, limits))).toBe(
      'forbidden_address',
    )
    answers['rebind.example'] = ['127.0.0.1']
    expect(await reason(outgoing.fetch(`http://rebind.example:${port()}/`, limits))).toBe(
      'forbidden_address',
    )
  })

  test('a redirect leads inside no more than a link does', async () => {
    const outgoing = make('start.example', {
      'start.example': ['127.0.0.1'],
      'other.example': ['127.0.0.1'],
    })
    const start = `http://start.example:${port()}`
    expect(await reason(outgoing.fetch(`${start}/inside`, limits))).toBe('forbidden_address')
    expect(await reason(outgoing.fetch(`${start}/away`, limits))).toBe('forbidden_address')
    expect(await reason(outgoing.fetch(`${start}/loop`, limits))).toBe('too_many_redirects')
    expect((await outgoing.fetch(`${start}/`, limits)).body.toString()).toBe('hello')
  })

  test('credentials stay with the origin that they were meant for', async () => {
    const outgoing = make('127.0.0.0/8', {
      'start.example': ['127.0.0.1'],
      'other.example': ['127.0.0.1'],
    })
    const answer = await outgoing.fetch(`http://start.example:${port()}/away`, {
      ...limits,
      headers: { Authorization: 'Token secret' },
    })
    expect(answer.url).toBe(`http://other.example:${port()}/arrived`)
    expect(seen.slice(-2).map((one) => one.authorization)).toEqual(['Token secret', undefined])
  })

  test('size, time and protocol are bounded', async () => {
    const outgoing = make('127.0.0.1')
    const at = `http://127.0.0.1:${port()}`
    expect(await reason(outgoing.fetch(`${at}/large`, limits))).toBe('too_large')
    expect(await reason(outgoing.fetch(`${at}/slow`, { ...limits, timeoutMs: 200 }))).toBe('failed')
    expect(await reason(outgoing.fetch('file:///etc/passwd', limits))).toBe('bad_url')
    expect(await reason(outgoing.fetch('nonsense', limits))).toBe('bad_url')
  })
})
