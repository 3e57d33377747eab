import { refusal } from '@redoubt/testkit/member.ts'
import { foundMessages, searchPosts } from '@redoubt/testkit/searching.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

describe('a search', () => {
  test('answers as clients expect', async ({ ws }) => {
    const { townSquare, team, alice } = await ws.trio()
    const post = await alice.post(townSquare.id, 'well formed')
    const answer = await alice.request('POST', `/api/v4/teams/${team.id}/posts/search`, {
      terms: 'formed',
      is_or_search: null,
      from_a_newer_client: true,
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate')
    expect(answer.body).toMatchObject({
      order: [post.id],
      posts: { [post.id]: { message: 'well formed' } },
      next_post_id: '',
      prev_post_id: '',
      first_inaccessible_post_time: 0,
      matches: null,
    })
  })

  test('refuses what isn’t a search', async ({ ws }) => {
    const { team, alice } = await ws.trio()
    const bad = 'api.context.invalid_body_param.app_error'
    const none = (kind: string) => `api.post.search_${kind}.invalid_body.app_error`
    for (const kind of ['posts', 'files']) {
      const url = `/api/v4/teams/${team.id}/${kind}/search`
      const refused: [unknown, string][] = [
        [{}, bad],
        [{ terms: '' }, bad],
        [{ terms: null }, bad],
        [{ terms: 7 }, none(kind)],
        [{ terms: 'x', page: 'one' }, none(kind)],
        [{ terms: 'x', is_or_search: 'yes' }, none(kind)],
        [[], none(kind)],
      ]
      for (const [body, id] of refused) {
        expect(await alice.request('POST', url, body)).toMatchObject({ status: 400, body: { id } })
      }
      const odd = `/api/v4/teams/nonsense/${kind}/search`
      expect((await alice.request('POST', odd, { terms: 'x' })).status).toBe(400)
    }
  })

  test('takes operators, quotes and giants for text', { timeout: 60_000 }, async ({ ws }) => {
    const { townSquare, team, alice } = await ws.trio()
    await alice.post(townSquare.id, 'plain text')
    const nasty = [
      "'",
      "''",
      "'; drop table posts; --",
      'a & b | !c <-> d',
      "plain' | 'text",
      'plain\\',
      '\\\'":*',
      '((((',
      ':*',
      'plain:*A',
      '<2>',
      '"\'" plain',
      '%',
      '_',
      'in:\'"',
      'from:%',
      'ext:*',
      'on:99999-99-99',
      '\0plain',
      '\ud800',
      'x'.repeat(10_000),
      'x '.repeat(10_000),
      '漢'.repeat(10_000),
      '-'.repeat(10_000),
      `${'a '.repeat(2_000)}${'-b '.repeat(2_000)}${'#cc '.repeat(2_000)}`,
      'in:a '.repeat(5_000),
      'from:a '.repeat(5_000),
      'on:2020-1-1 '.repeat(5_000),
    ]
    for (const kind of ['posts', 'files']) {
      for (const terms of nasty) {
        const url = `/api/v4/teams/${team.id}/${kind}/search`
        for (const is_or_search of [false, true]) {
          const sent = { terms, is_or_search, time_zone_offset: 1e15, page: 1e15, per_page: -5 }
          const { status } = await alice.request('POST', url, sent)
          expect(status, `${kind} ${terms.slice(0, 40)}`).toBe(200)
        }
      }
    }
    expect(await foundMessages(alice, "plain' & 'text", { teamId: team.id })).toEqual([
      'plain text',
    ])
  })
})

describe('POST /api/v4/posts/search', () => {
  test('finds in all teams of who asks', async ({ ws }) => {
    const { team, townSquare, alice } = await ws.trio()
    const second = await ws.team()
    const foreign = await ws.team()
    await ws.admin.client.addToTeam(second.team.id, alice.id)
    await ws.admin.post(townSquare.id, 'everywhere one')
    await ws.admin.post(second.townSquare.id, 'everywhere two')
    await ws.admin.post(foreign.townSquare.id, 'everywhere three')

    expect(await foundMessages(alice, 'everywhere')).toEqual(['everywhere two', 'everywhere one'])
    expect(await foundMessages(alice, 'everywhere in:town-square')).toHaveLength(2)
    expect(await foundMessages(alice, 'everywhere', { teamId: team.id })).toEqual([
      'everywhere one',
    ])
  })
})

describe('switched off', () => {
  test('each search answers 501', async () => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_ENABLEPOSTSEARCH: 'false',
      MM_SERVICESETTINGS_ENABLEFILESEARCH: 'false',
    })
    const { admin } = await TestWorkspace.open(server.address)
    const ids = {
      posts: 'store.sql_post.search.disabled',
      files: 'store.sql_file_info.search.disabled',
    }
    for (const [kind, id] of Object.entries(ids)) {
      const answer = await admin.request('POST', `/api/v4/${kind}/search`, { terms: 'x' })
      expect(answer).toMatchObject({ status: 501, body: { id } })
    }
  })

  test('for a while, while the server is busy', async () => {
    await using server = await openTestServer()
    const { admin } = await TestWorkspace.open(server.address)
    await admin.request('POST', '/api/v4/server_busy?seconds=60')
    for (const kind of ['posts', 'files']) {
      const answer = await admin.request('POST', `/api/v4/${kind}/search`, { terms: 'x' })
      const id = 'api.context.server_busy.app_error'
      expect(answer).toMatchObject({ status: 503, body: { id } })
    }
    await admin.request('DELETE', '/api/v4/server_busy')
    expect(await foundMessages(admin, 'x')).toEqual([])
  })

  test('across teams only, those of one team go on', async () => {
    await using server = await openTestServer({
      MM_SERVICESETTINGS_ENABLECROSSTEAMSEARCH: 'false',
    })
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare } = await ws.team()
    await ws.admin.post(townSquare.id, 'here')
    expect(await foundMessages(ws.admin, 'here', { teamId: team.id })).toEqual(['here'])
    expect(await refusal(searchPosts(ws.admin, 'here'))).toEqual({
      status: 501,
      id: 'store.sql_post.search.disabled',
    })
  })
})
