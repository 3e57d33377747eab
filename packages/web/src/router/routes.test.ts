import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pane } from './panes.ts'
import { hrefOf, parseRoute, type Route, safeReturnPath } from './routes.ts'

function parse(address: string): Route {
  return parseRoute(new URL(address, 'https://chat.example.org'))
}

describe('routes', () => {
  test('are those of the official client', () => {
    expect(parse('/')).toEqual({ page: 'home' })
    expect(parse('/login')).toEqual({ page: 'login' })
    expect(parse('/signup_user_complete/?id=inv1')).toEqual({ page: 'signup', inviteId: 'inv1' })
    expect(parse('/signup_user_complete')).toEqual({ page: 'signup', inviteId: '' })
    expect(parse('/select_team')).toEqual({ page: 'selectTeam' })
    expect(parse('/create_team/')).toEqual({ page: 'createTeam' })
    expect(parse('/crew')).toEqual({ page: 'team', team: 'crew' })
    expect(parse('/crew/channels/town-square')).toEqual({
      page: 'channel',
      team: 'crew',
      channel: 'town-square',
    })
    expect(parse('/crew/messages/@ada')).toEqual({ page: 'messages', team: 'crew', with: '@ada' })
    expect(parse('/crew/pl/p1')).toEqual({ page: 'permalink', team: 'crew', postId: 'p1' })
    const settings: Route = { page: 'settings', team: 'crew', section: 'display' }
    expect(parse('/crew/settings/display')).toEqual(settings)
    expect(parse('/crew/settings')).toEqual({ ...settings, section: 'profile' })
    expect(hrefOf(settings)).toBe('/crew/settings/display')
    expect(parse('/crew/unheard/of')).toEqual({ page: 'notFound' })
    expect(parse('/a/b')).toEqual({ page: 'notFound' })
  })

  test('of the System Console keep their path, and the setting that is looked for', () => {
    const route: Route = { page: 'console', path: 'site_config/posts', setting: 'A.B' }
    expect(parse('/admin_console')).toEqual({ page: 'console', path: '' })
    expect(parse(hrefOf(route))).toEqual(route)
  })

  test('lead to lists, and to what stands beside a place', () => {
    expect(parse('/crew/threads')).toEqual({ page: 'threads', team: 'crew' })
    expect(parse('/crew/threads/t1')).toEqual({ page: 'threads', team: 'crew', thread: 't1' })
    expect(parse('/crew/drafts')).toEqual({ page: 'drafts', team: 'crew' })
    expect(parse('/crew/scheduled_posts')).toEqual({ page: 'scheduled', team: 'crew' })
    expect(parse('/crew/channels/off?pane=search&q=in%3Aoff+tide&what=files')).toMatchObject({
      pane: { kind: 'search', query: 'in:off tide', what: 'files' },
    })
    expect(parse('/crew/channels/off?pane=history&post=p1&thread=t1')).toMatchObject({
      pane: { kind: 'history', postId: 'p1' },
      thread: 't1',
    })
    expect(parse('/crew/channels/off?pane=unheard-of')).not.toHaveProperty('pane')
    expect(parse('/crew/channels/off?pane=history')).not.toHaveProperty('pane')
  })

  test('of every pane lead to an address and back', () => {
    const pane: fc.Arbitrary<Pane> = fc.oneof(
      fc.record({
        kind: fc.constant('search' as const),
        query: fc.string(),
        what: fc.constantFrom('messages' as const, 'files' as const),
      }),
      fc.record({
        kind: fc.constantFrom('mentions', 'saved', 'pinned', 'files', 'info', 'members'),
      }),
      fc.record({ kind: fc.constant('history' as const), postId: fc.string({ minLength: 1 }) }),
    )
    const page = fc.constantFrom('threads', 'drafts', 'scheduled')
    fc.assert(
      fc.property(pane, page, (beside, list) => {
        const route: Route = { page: list, team: 'crew', thread: 't1', pane: beside }
        expect(parse(hrefOf(route))).toEqual(route)
      }),
    )
  })

  test('survive broken escapes', () => {
    expect(parse('/crew/channels/%E0%A4%A')).toMatchObject({ channel: '%E0%A4%A' })
  })

  test('lead to an address and back', () => {
    const word = fc.string({ minLength: 1 }).filter((text) => !['.', '..'].includes(text))
    fc.assert(
      fc.property(word, word, (team, channel) => {
        const route: Route = { page: 'channel', team, channel }
        expect(parse(hrefOf(route))).toEqual(route)
      }),
    )
    expect(hrefOf({ page: 'messages', team: 'crew', with: '@ada' })).toBe('/crew/messages/@ada')
  })
})

describe('the way back after a login', () => {
  test.each([
    ['?redirect_to=%2Fcrew%2Fpl%2Fp1', '/crew/pl/p1'],
    ['', '/'],
    ['?redirect_to=https%3A%2F%2Fevil.example', '/'],
    ['?redirect_to=%2F%2Fevil.example', '/'],
    ['?redirect_to=%2F%5Cevil.example', '/'],
    ['?redirect_to=javascript%3Aalert(1)', '/'],
  ])('%s leads to %s', (search, expected) => {
    expect(safeReturnPath(search)).toBe(expected)
  })
})
