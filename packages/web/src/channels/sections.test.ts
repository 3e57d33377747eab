import type { ServerChannel } from '@mattermost/types/channels'
import { describe, expect, test } from 'vitest'
import { makeChannel, makeMember } from '#web/entities/testing.ts'
import { personalChannels, teamChannels } from './sections.ts'

function known(channels: ServerChannel[], preferences: [string, string][] = []) {
  return {
    myId: 'me',
    config: {},
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    members: new Map(
      channels
        .filter((channel) => channel.id !== 'not-mine')
        .map((channel) => [channel.id, makeMember({ channel_id: channel.id })]),
    ),
    preferences: new Map(preferences),
  }
}

const ids = (channels: ServerChannel[]) => channels.map((channel) => channel.id)

function direct(other: string, given: Partial<ServerChannel> = {}): ServerChannel {
  return makeChannel({ id: other, type: 'D', team_id: '', name: `me__${other}`, ...given })
}

describe('sidebar', () => {
  test('lists the own channels of the team by name, without archived ones', () => {
    const channels = [
      makeChannel({ id: 'b', display_name: 'Beta' }),
      makeChannel({ id: 'a', display_name: 'alpha' }),
      makeChannel({ id: 'archived', delete_at: 5 }),
      makeChannel({ id: 'elsewhere', team_id: 'other' }),
      makeChannel({ id: 'not-mine' }),
    ]
    expect(ids(teamChannels(known(channels), 'team'))).toEqual(['a', 'b'])
  })

  test('lists conversations with people, the most recent first, without empty ones', () => {
    const channels = [
      direct('ada', { last_post_at: 1 }),
      direct('bob', { last_post_at: 2 }),
      direct('eve'),
    ]
    expect(ids(personalChannels(known(channels), undefined))).toEqual(['bob', 'ada'])
  })

  test('leaves closed ones out until they are unread or open', () => {
    const closed: [string, string][] = [['direct_channel_show/ada', 'false']]
    const seen = known([direct('ada', { last_post_at: 1 })], closed)
    expect(ids(personalChannels(seen, undefined))).toEqual([])
    expect(ids(personalChannels(seen, 'ada'))).toEqual(['ada'])
    const unread = known([direct('ada', { last_post_at: 1, total_msg_count: 1 })], closed)
    expect(ids(personalChannels(unread, undefined))).toEqual(['ada'])
  })

  test('shows an empty conversation that was asked for', () => {
    const open: [string, string][] = [['direct_channel_show/eve', 'true']]
    expect(ids(personalChannels(known([direct('eve')], open), undefined))).toEqual(['eve'])
  })
})
