import { beforeEach, describe, expect, test, vi } from 'vitest'

async function openAt(publicPath: string | undefined) {
  vi.resetModules()
  vi.stubGlobal('publicPath', publicPath)
  const base = await import('./base.ts')
  const routes = await import('./routes.ts')
  const links = await import('#web/posts/links.ts')
  const parse = (path: string) => routes.parseRoute(new URL(path, 'https://example.org'))
  return { ...base, ...routes, ...links, parse }
}

beforeEach(() => vi.unstubAllGlobals())

describe('an app that lives below a path', () => {
  test('MC-BOOT-11 has its addresses there, and reads them from there', async () => {
    const { hrefOf, parse, pathOf } = await openAt('/chat/static/')
    const route = { page: 'channel', team: 'chat', channel: 'off' } as const
    expect([hrefOf(route), pathOf(route)]).toEqual([
      '/chat/chat/channels/off',
      '/chat/channels/off',
    ])
    expect(parse(hrefOf(route))).toEqual(route)
    expect(hrefOf({ page: 'home' })).toBe('/chat/')
    expect([parse('/chat'), parse('/chat/')]).toEqual([{ page: 'home' }, { page: 'home' }])
  })

  test('tells its paths from those of its neighbours', async () => {
    const { withBase, withoutBase, isWithinBase, pathWithin } = await openAt('/a/chat/static/')
    expect([withBase('/login'), withBase('/a/chat/login')]).toEqual([
      '/a/chat/login',
      '/a/chat/login',
    ])
    expect([withoutBase('/a/chat'), withoutBase('/a/chat/x')]).toEqual(['/', '/x'])
    expect(isWithinBase('/a/chatter/x')).toBe(false)
    const here = 'https://example.org'
    expect(pathWithin(`${here}/a/chat/crew/pl/p1`, here)).toBe('/a/chat/crew/pl/p1')
    expect(pathWithin(`${here}/a/chat/files/f1/public`, here)).toBeUndefined()
    expect(pathWithin(`${here}/wiki/crew/pl/p1`, here)).toBeUndefined()
  })

  test('needs nothing at the root of a host', async () => {
    const { withBase, withoutBase, isWithinBase, hrefOf, basePath } = await openAt(undefined)
    expect([basePath, withBase('/login'), withoutBase('/login')]).toEqual(['', '/login', '/login'])
    expect([withoutBase('/'), isWithinBase('/'), hrefOf({ page: 'home' })]).toEqual([
      '/',
      true,
      '/',
    ])
  })
})
