import type { Member } from '@redoubt/testkit/member.ts'
import { countStatements } from '@redoubt/testkit/statements.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { type TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { expect } from 'vitest'

const many = 24

type Place = {
  alice: Member
  teamId: string
  channelId: string
  userIds: string[]
  postIds: string[]
  channelIds: string[]
}

type Budget = {
  route: string
  /** Statements, whether it is about few things or about many. */
  statements: number
  ask: (place: Place, count: number) => Promise<unknown>
}

const get = ({ alice }: Place, path: string) => alice.request('GET', `/api/v4/${path}`)
const post = ({ alice }: Place, path: string, body: unknown) =>
  alice.request('POST', `/api/v4/${path}`, body)

/** What clients ask when they start and with each page, and what it may cost. */
const budgets: Budget[] = [
  { route: 'GET users/me', statements: 1, ask: (at) => get(at, 'users/me') },
  {
    route: 'GET users/me/preferences',
    statements: 1,
    ask: (at) => get(at, 'users/me/preferences'),
  },
  { route: 'GET config/client', statements: 0, ask: (at) => get(at, 'config/client') },
  { route: 'GET license/client', statements: 0, ask: (at) => get(at, 'license/client?format=old') },
  { route: 'GET users/me/teams', statements: 1, ask: (at) => get(at, 'users/me/teams') },
  {
    route: 'GET users/me/teams/members',
    statements: 1,
    ask: (at) => get(at, 'users/me/teams/members'),
  },
  {
    route: 'GET users/me/teams/unread',
    statements: 2,
    ask: (at) => get(at, 'users/me/teams/unread?include_collapsed_threads=true'),
  },
  {
    route: 'GET users/me/channels',
    statements: 1,
    ask: (at) => get(at, 'users/me/channels'),
  },
  {
    route: 'GET users/me/teams/{}/channels',
    statements: 1,
    ask: (at) => get(at, `users/me/teams/${at.teamId}/channels`),
  },
  {
    route: 'GET users/me/channel_members',
    statements: 1,
    ask: (at) => get(at, 'users/me/channel_members?page=-1'),
  },
  {
    route: 'GET users/me/teams/{}/channels/categories',
    statements: 2,
    ask: (at) => get(at, `users/me/teams/${at.teamId}/channels/categories`),
  },
  {
    route: 'GET users/me/teams/{}/threads',
    statements: 5,
    ask: (at, count) =>
      get(at, `users/me/teams/${at.teamId}/threads?extended=true&per_page=${count}`),
  },
  {
    route: 'GET users/me/teams/{}/drafts',
    statements: 1,
    ask: (at) => get(at, `users/me/teams/${at.teamId}/drafts`),
  },
  {
    route: 'GET channels/{}/posts',
    statements: 5,
    ask: (at, count) => get(at, `channels/${at.channelId}/posts?per_page=${count}`),
  },
  {
    route: 'GET channels/{}/members',
    statements: 1,
    ask: (at, count) => get(at, `channels/${at.channelId}/members?per_page=${count}`),
  },
  {
    route: 'GET channels/{}/stats',
    statements: 2,
    ask: (at) => get(at, `channels/${at.channelId}/stats`),
  },
  {
    route: 'GET users?in_channel',
    statements: 1,
    ask: (at, count) => get(at, `users?in_channel=${at.channelId}&per_page=${count}`),
  },
  {
    route: 'GET users/autocomplete',
    statements: 2,
    ask: (at, count) =>
      get(at, `users/autocomplete?in_team=${at.teamId}&in_channel=${at.channelId}&limit=${count}`),
  },
  {
    route: 'POST users/ids',
    statements: 1,
    ask: (at, count) => post(at, 'users/ids', at.userIds.slice(0, count)),
  },
  {
    route: 'POST users/status/ids',
    statements: 0,
    ask: (at, count) => post(at, 'users/status/ids', at.userIds.slice(0, count)),
  },
  {
    route: 'POST channels/{}/members/ids',
    statements: 1,
    ask: (at, count) =>
      post(at, `channels/${at.channelId}/members/ids`, at.userIds.slice(0, count)),
  },
  {
    route: 'POST teams/{}/members/ids',
    statements: 1,
    ask: (at, count) => post(at, `teams/${at.teamId}/members/ids`, at.userIds.slice(0, count)),
  },
  {
    route: 'POST posts/ids',
    statements: 2,
    ask: (at, count) => post(at, 'posts/ids', at.postIds.slice(0, count)),
  },
  {
    route: 'POST posts/ids/reactions',
    statements: 2,
    ask: (at, count) => post(at, 'posts/ids/reactions', at.postIds.slice(0, count)),
  },
  {
    route: 'POST channels/stats/member_count',
    statements: 1,
    ask: (at, count) => post(at, 'channels/stats/member_count', at.channelIds.slice(0, count)),
  },
  {
    route: 'POST teams/{}/posts/search',
    statements: 3,
    ask: (at, count) =>
      post(at, `teams/${at.teamId}/posts/search`, {
        terms: 'budget',
        is_or_search: false,
        per_page: count,
      }),
  },
  {
    route: 'POST roles/names',
    statements: 0,
    ask: (at) => post(at, 'roles/names', ['channel_user', 'team_user']),
  },
  {
    route: 'POST emoji/names',
    statements: 1,
    ask: (at) => post(at, 'emoji/names', ['one', 'two']),
  },
  {
    route: 'POST channels/members/me/view',
    statements: 6,
    ask: (at) => post(at, 'channels/members/me/view', { channel_id: at.channelId }),
  },
  {
    route: 'POST posts',
    statements: 1,
    ask: (at) => post(at, 'posts', { channel_id: at.channelId, message: 'budget' }),
  },
]

test('MC-PERF-01 each hot call costs as many statements as it is known to, for few as for many', {
  timeout: 120_000,
}, async ({ ws }) => {
  const place = await furnish(ws)
  const found = []
  for (const { route, ask } of budgets) {
    const few = await countStatements(() => ask(place, 2))
    const lots = await countStatements(() => ask(place, many))
    found.push([route, few, lots])
  }
  expect(found).toEqual(budgets.map(({ route, statements }) => [route, statements, statements]))
})

/** A team of many people with many channels, and posts with answers in one of them. */
async function furnish(ws: TestWorkspace): Promise<Place> {
  const { team, townSquare, alice } = await ws.trio()
  const { client } = ws.admin
  const numbers = Array.from({ length: many }, (_, index) => index)
  const users = await Promise.all(
    numbers.map(() => {
      const username = unique('many')
      const account = { username, email: `${username}@example.org`, password: username.repeat(3) }
      return client.createUser(account as never, '', '')
    }),
  )
  const userIds = users.map(({ id }) => id)
  await client.addUsersToTeam(team.id, userIds)
  const channelIds: string[] = []
  const postIds: string[] = []
  for (const index of numbers) {
    const name = unique('room')
    const room = { team_id: team.id, name, display_name: name, type: 'O' }
    channelIds.push((await alice.client.createChannel(room as never)).id)
    const root = await alice.post(townSquare.id, `budget ${index}`)
    await ws.admin.post(townSquare.id, 'answer', { root_id: root.id })
    await alice.client.addReaction(alice.id, root.id, 'tada')
    postIds.push(root.id)
  }
  return { alice, teamId: team.id, channelId: townSquare.id, userIds, postIds, channelIds }
}
