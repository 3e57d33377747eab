import { expect, test } from 'vitest'
import { groupReactions } from './group-reactions.ts'

const reaction = (user_id: string, emoji_name: string, create_at: number) => ({
  user_id,
  emoji_name,
  create_at,
  post_id: 'p',
})

test('reactions are grouped by emoji, the first used first', () => {
  const given = [reaction('bob', 'tada', 3), reaction('me', '+1', 2), reaction('bob', '+1', 1)]
  expect(groupReactions(given, 'me')).toEqual([
    { name: '+1', userIds: ['bob', 'me'], isMine: true },
    { name: 'tada', userIds: ['bob'], isMine: false },
  ])
  expect(groupReactions([], 'me')).toEqual([])
})
