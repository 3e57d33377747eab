import { describe, expect, test } from 'vitest'
import { hrefOf, parseRoute } from './routes.ts'
import type { RunningRoute } from './running-routes.ts'

const parse = (address: string) => parseRoute(new URL(address, 'https://chat.example.org'))

describe('routes for coming in and for running a team', () => {
  test.each<[string, RunningRoute]>([
    ['/should_verify_email?email=a@b.c', { page: 'entrance', step: 'shouldVerify' }],
    ['/do_verify_email?token=x', { page: 'entrance', step: 'doVerify' }],
    ['/reset_password', { page: 'entrance', step: 'forgot' }],
    ['/reset_password_complete?token=x', { page: 'entrance', step: 'reset' }],
    ['/mfa/setup', { page: 'entrance', step: 'mfa' }],
    ['/terms_of_service', { page: 'entrance', step: 'terms' }],
    ['/error?type=x', { page: 'entrance', step: 'error' }],
    ['/preparing-workspace', { page: 'guide' }],
    [
      '/signup_user_complete/?d=%7B%7D&t=x',
      { page: 'signup', inviteId: '', token: 'x', facts: '{}' },
    ],
    ['/crew/manage', { page: 'manage', team: 'crew', section: 'general' }],
    ['/crew/manage/people', { page: 'manage', team: 'crew', section: 'people' }],
    ['/crew/integrations', { page: 'integrations', team: 'crew', path: '' }],
    [
      '/crew/integrations/bots/edit/b1',
      { page: 'integrations', team: 'crew', path: 'bots/edit/b1' },
    ],
  ])('%s', (address, route) => {
    expect(parse(address)).toEqual(route)
    expect(parse(hrefOf(route))).toEqual(route)
  })

  test('do not take what is deeper', () => {
    expect(parse('/crew/manage/people/more')).toEqual({ page: 'notFound' })
  })
})
