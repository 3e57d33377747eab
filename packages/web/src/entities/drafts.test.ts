import type { Draft } from '@mattermost/types/drafts'
import { describe, expect, test } from 'vitest'
import { draftsIn, withDraft, withDraftsOfTeam, withoutDraft } from './drafts.ts'
import { type Entities, NOTHING } from './entities.ts'
import { type Frame, needsOf, withFrame } from './frames.ts'
import { makeChannel, makeFrame, makeMember } from './testing.ts'

function draft(given: Partial<Draft> & { channel_id: string }): Draft {
  return {
    create_at: 1,
    update_at: 1,
    delete_at: 0,
    user_id: 'me',
    root_id: '',
    message: given.channel_id,
    props: {},
    ...given,
  }
}

/** An event that shares its type with others of its kind. */
function frame(event: Frame['event'], data: object): Frame {
  const broadcast = { omit_users: {}, user_id: '', channel_id: '', team_id: '' }
  return { event, data, broadcast, seq: 0 } as Frame
}

const channels = new Map([
  ['here', makeChannel({ id: 'here' })],
  ['there', makeChannel({ id: 'there', team_id: 'other' })],
  ['direct', makeChannel({ id: 'direct', type: 'D', team_id: '' })],
])
const members = new Map([...channels.keys()].map((id) => [id, makeMember({ channel_id: id })]))
const base = { ...NOTHING, channels, members }

describe('drafts', () => {
  test('are those of the team and of conversations, the last written first', () => {
    const now = ['here', 'there', 'direct'].reduce<Entities>(
      (state, id, at) => withDraft(state, draft({ channel_id: id, update_at: at + 1 })),
      base,
    )
    expect(draftsIn(now, 'team').map(({ channel_id }) => channel_id)).toEqual(['direct', 'here'])
    expect(draftsIn(withoutDraft(now, 'direct'), 'team')).toHaveLength(1)
  })

  test('the complete list of a team takes away what it does not name, but nothing unsaved', () => {
    const before = ['here', 'there', 'direct'].reduce<Entities>(
      (state, id) => withDraft(state, draft({ channel_id: id })),
      base,
    )
    const told = [
      draft({ channel_id: 'here', root_id: 'root' }),
      draft({ channel_id: 'direct', message: 'stale' }),
    ]
    const after = withDraftsOfTeam(before, 'team', told, (placeId) => placeId === 'direct')
    expect([...after.drafts.keys()].sort()).toEqual(['direct', 'root', 'there'])
    expect(after.drafts.get('direct')?.message).toBe('direct')
  })

  test('events tell what other devices wrote', () => {
    const written = JSON.stringify(draft({ channel_id: 'here', message: 'from the phone' }))
    const heard = withFrame(base, frame('draft_created', { draft: written }), 0)
    expect(heard.drafts.get('here')?.message).toBe('from the phone')
    const gone = withFrame(heard, frame('draft_deleted', { draft: written }), 0)
    expect(gone.drafts.size).toBe(0)
  })
})

test('sidebars that are known are fetched again when they or the favourites change', () => {
  const known = { ...base, categories: new Map([['team', []]]) }
  const changed = makeFrame('sidebar_category_deleted', { category_id: 'x' }, { team_id: 'team' })
  expect(needsOf(known, changed)).toEqual([{ kind: 'categories', teamId: 'team' }])
  expect(needsOf(base, changed)).toEqual([])
  const preference = { user_id: 'me', category: 'favorite_channel', name: 'here', value: 'true' }
  const favorite = frame('preferences_changed', { preferences: JSON.stringify([preference]) })
  expect(needsOf(known, favorite)).toEqual([{ kind: 'categories', teamId: 'team' }])
})
