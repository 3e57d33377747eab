import { Client4 } from '@mattermost/client'
import { test } from '@redoubt/testkit/test-server.ts'
import { expect, onTestFinished, vi } from 'vitest'

type Call = { name: string; method: string; path: string }

const origin = 'http://client.example'
const id = 'a'.repeat(26)

/** Calls of the official client that lead nowhere: of parts that are newer than the reference. */
const absent = [
  // Access control by attributes.
  'getRecommendedChannelsForUser',
  'getTeamAccessControlPolicy',
  'simulateAccessControlPolicyForUsers',
  'generateFlaggedPostReport',
  // Licences, of which there are none.
  'previewLicense',
  'markRecapsAsViewed',
  'createPropertyField',
  'deletePropertyField',
  'patchPropertyField',
  'patchPropertyValues',
  'patchSystemPropertyValues',
  // Their last argument is part of the address: `teams` or `channels`.
  'getGroupSyncables',
  'linkGroupSyncable',
  'patchGroupSyncable',
  'unlinkGroupSyncable',
]

/** What the client's methods ask for, each with arguments that look like ids. */
async function callsOf(client: Client4): Promise<Call[]> {
  const calls: Call[] = []
  let name = ''
  vi.stubGlobal('fetch', async (url: string, { method = 'get' }: { method?: string } = {}) => {
    if (url.startsWith(`${origin}/`)) {
      calls.push({ name, method: method.toUpperCase(), path: url.slice(origin.length) })
    }
    throw new Error('asked')
  })
  onTestFinished(() => {
    vi.unstubAllGlobals()
  })
  const entity = { id, user_id: id, team_id: id, channel_id: id, post_id: id, emoji_name: 'x' }
  for (const [key, method] of Object.entries(client)) {
    if (typeof method !== 'function' || /Route$|^set(Url|Token|UserId)$/.test(key)) continue
    name = key
    for (const first of [id, entity]) {
      const asked = calls.length
      await Promise.try(method.bind(client), first, id, id, id, id, id).catch(() => undefined)
      if (calls.length > asked) break
    }
  }
  vi.unstubAllGlobals()
  return calls
}

test('every call of the official client leads somewhere', async ({ ws }) => {
  const client = new Client4()
  client.setUrl(origin)
  client.setUserId(id)
  const calls = await callsOf(client)
  expect(calls.length).toBeGreaterThan(500)
  const lost = new Set<string>()
  for (const { name, method, path } of calls) {
    // Nobody asks as somebody: whether there is a route is told before who asks.
    const response = await fetch(ws.url + path, { method, headers: { 'X-Mobile-App': '1' } })
    const { id: errorId } = await response.json().catch(() => ({ id: '' }))
    if (errorId === 'api.context.404.app_error') lost.add(name)
  }
  expect([...lost].toSorted()).toEqual(absent.toSorted())
})
