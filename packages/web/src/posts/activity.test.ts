import { describe, expect, test } from 'vitest'
import { makePost } from '#web/entities/testing.ts'
import { gatherActivities, isActivity } from './activity.ts'

const post = (type: string, props: Record<string, string>) =>
  makePost({ id: `${type}${JSON.stringify(props)}`, type: type as never, props })

describe('comings and goings', () => {
  test('of one kind are told together, each person once', () => {
    const posts = [
      post('system_join_channel', { username: 'ada' }),
      post('system_leave_channel', { username: 'ada' }),
      post('system_join_channel', { username: 'bob' }),
      post('system_join_channel', { username: 'ada' }),
      post('system_add_to_channel', { username: 'ada', addedUsername: 'carl' }),
      post('system_add_to_channel', { username: 'bob', addedUsername: 'dora' }),
      post('system_add_to_channel', { username: 'ada', addedUsername: 'emil' }),
      post('system_remove_from_channel', { removedUsername: 'emil' }),
    ]
    expect(gatherActivities(posts)).toEqual([
      { kind: 'joined', users: ['ada', 'bob'], by: '' },
      { kind: 'left', users: ['ada'], by: '' },
      { kind: 'added', users: ['carl', 'emil'], by: 'ada' },
      { kind: 'added', users: ['dora'], by: 'bob' },
      { kind: 'removed', users: ['emil'], by: '' },
    ])
  })

  test('without names tell nothing', () => {
    expect(gatherActivities([post('system_join_channel', {})])).toEqual([])
  })

  test('are no other messages', () => {
    expect(isActivity(post('system_header_change', {}))).toBe(false)
    expect(isActivity(post('', {}))).toBe(false)
    expect(isActivity(post('system_join_team', {}))).toBe(true)
  })
})
