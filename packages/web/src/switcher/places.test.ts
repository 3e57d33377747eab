import { describe, expect, test } from 'vitest'
import { type Entities, NOTHING } from '#web/entities/entities.ts'
import { makeChannel, makeMember, makeUser } from '#web/entities/testing.ts'
import { channelPlaces, findPlaces, personPlaces } from './places.ts'

const team = { id: 'team', name: 'crew' }
const channels = [
  makeChannel({ id: 'town', display_name: 'Town Square', last_post_at: 5 }),
  makeChannel({ id: 'tides', display_name: 'Tides', last_post_at: 9 }),
  makeChannel({ id: 'elsewhere', display_name: 'Tower', team_id: 'other' }),
  makeChannel({ id: 'd', type: 'D', team_id: '', name: 'me__ada', last_post_at: 7 }),
]
const now: Entities = {
  ...NOTHING,
  myId: 'me',
  users: new Map(
    [makeUser({ id: 'ada', first_name: 'Tove' }), makeUser({ id: 'bob' })].map((user) => [
      user.id,
      user,
    ]),
  ),
  channels: new Map(channels.map((channel) => [channel.id, channel])),
  members: new Map(channels.map((channel) => [channel.id, makeMember({ channel_id: channel.id })])),
}
const all = [...channelPlaces(now, team), ...personPlaces(now, ['ada', 'bob'], team)]
const titles = (term: string) => findPlaces(all, term).map((place) => place.title)

describe('places to go to', () => {
  test('are those of the team and people, the most recent first, each once', () => {
    expect(titles('')).toEqual(['Tides', 'ada', 'Town Square', 'bob'])
  })

  test('are found by the beginnings of words, those of names first', () => {
    expect(titles('t')).toEqual(['Tides', 'Town Square', 'ada'])
    expect(titles('squ')).toEqual(['Town Square'])
    expect(titles('@bob')).toEqual(['bob'])
    expect(titles('zzz')).toEqual([])
  })
})
