import type { Role } from '@mattermost/types/roles'
import { describe, expect, test } from 'vitest'
import type { Entities } from '#web/entities/entities.ts'
import { makeChannel, makePost, makeUser } from '#web/entities/testing.ts'
import { selectMayDelete, selectMayEdit } from './post-rights.ts'

type Given = { permissions: string[]; config?: Entities['config']; deleteAt?: number }

function stateOf({ permissions, config = {}, deleteAt = 0 }: Given): Entities {
  return {
    myId: 'me',
    config,
    users: new Map([['me', makeUser({ id: 'me' })]]),
    channels: new Map([['c', makeChannel({ id: 'c', delete_at: deleteAt })]]),
    members: new Map(),
    teamMembers: new Map(),
    roles: new Map([['system_user', { permissions } as Role]]),
  } as Partial<Entities> as Entities
}

const mine = makePost({ id: 'p', channel_id: 'c', user_id: 'me', create_at: 1_000 })
const others = { ...mine, user_id: 'bob' }

describe('what one may do to a message', () => {
  test('one’s own and others’ need a right each', () => {
    const member = stateOf({ permissions: ['edit_post', 'delete_post'] })
    const keeper = stateOf({ permissions: ['edit_others_posts', 'delete_others_posts'] })
    for (const may of [selectMayEdit, selectMayDelete]) {
      expect(may(mine)(member)).toBe(true)
      expect(may(others)(member)).toBe(false)
      expect(may(mine)(keeper)).toBe(false)
      expect(may(others)(keeper)).toBe(true)
    }
  })

  test('nothing changes in an archived channel, or once it burns', () => {
    const permissions = ['edit_post', 'delete_post']
    expect(selectMayDelete(mine)(stateOf({ permissions, deleteAt: 5 }))).toBe(false)
    const burning = { ...mine, type: 'burn_on_read' as const }
    expect(selectMayEdit(burning)(stateOf({ permissions }))).toBe(false)
  })

  test('words can be changed as long as the server lets one', () => {
    const given = { permissions: ['edit_post'] }
    expect(selectMayEdit(mine)(stateOf({ ...given, config: { PostEditTimeLimit: '-1' } }))).toBe(
      true,
    )
    expect(selectMayEdit(mine)(stateOf({ ...given, config: { PostEditTimeLimit: '60' } }))).toBe(
      false,
    )
    const fresh = { ...mine, create_at: Date.now() }
    expect(selectMayEdit(fresh)(stateOf({ ...given, config: { PostEditTimeLimit: '60' } }))).toBe(
      true,
    )
  })
})
