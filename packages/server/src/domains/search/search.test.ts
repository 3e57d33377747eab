import type { Channel } from '@mattermost/types/channels'
import type { Post } from '@mattermost/types/posts'
import { type Member, refusal } from '@redoubt/testkit/member.ts'
import { foundMessages, type SearchOptions, searchPosts } from '@redoubt/testkit/searching.ts'
import { test } from '@redoubt/testkit/test-server.ts'
import { describe, expect } from 'vitest'

function makeChannel(member: Member, teamId: string, name: string, type: 'O' | 'P' = 'O') {
  const channel = { team_id: teamId, name, display_name: name, type }
  return member.client.createChannel(channel as Channel)
}

describe('POST /api/v4/teams/:team_id/posts/search', () => {
  test('MC-SRCH-01 finds what the query says', { timeout: 60_000 }, async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const offTopic = await alice.client.getChannelByName(team.id, 'off-topic')
    const messages: Record<string, [Member, string, string]> = {
      deploy: [alice, townSquare.id, 'Deploying the new server tonight'],
      rollback: [bob, townSquare.id, 'We had to roll back the server'],
      lunch: [bob, offTopic.id, 'Lunch at the harbour, anyone?'],
      release: [alice, townSquare.id, 'Done! #Release-1.2 is out #party'],
      url: [bob, offTopic.id, 'see https://example.org/docs/file_name.txt'],
      umlaut: [alice, offTopic.id, 'Ärger mit dem „Übergrößenträger“'],
    }
    for (const [who, channelId, message] of Object.values(messages)) {
      await who.post(channelId, message)
    }
    const all = Object.keys(messages)
    const names = async (terms: string, options: SearchOptions = {}) => {
      const texts = await foundMessages(alice, terms, { teamId: team.id, ...options })
      return texts.map((text) => all.find((name) => messages[name]?.[2] === text))
    }
    const cases: [string, string[], SearchOptions?][] = [
      ['server', ['rollback', 'deploy']],
      ['SERVER', ['rollback', 'deploy']],
      ['deploy', ['deploy']],
      ['deployed server', ['deploy']],
      ['server lunch', []],
      ['server lunch', ['lunch', 'rollback', 'deploy'], { isOr: true }],
      ['"roll back"', ['rollback']],
      ['"back roll"', []],
      ['"the server"', ['rollback']],
      ['"had to" server', ['rollback']],
      ['server -tonight', ['rollback']],
      ['server -"roll back"', ['deploy']],
      ['-server', ['umlaut', 'url', 'release', 'lunch']],
      ['tonig*', ['deploy']],
      ['"tonig"', []],
      ['serv* -roll*', ['deploy']],
      ['*', []],
      ['?!', []],
      ['lunch,', ['lunch']],
      ['"harbour, anyone"', ['lunch']],
      ['#release-1.2', ['release']],
      ['#party', ['release']],
      ['#part', []],
      ['#par*', ['release']],
      ['#party lunch', ['release', 'lunch']],
      ['server -#party', ['rollback', 'deploy']],
      ['example.org', ['url']],
      ['docs', ['url']],
      ['file_name.txt', ['url']],
      ['file_name', ['url']],
      ['ärger', ['umlaut']],
      ['übergrößenträger', ['umlaut']],
      [`from:${bob.username}`, ['url', 'lunch', 'rollback']],
      [`from:@${bob.username.toUpperCase()} server`, ['rollback']],
      [`-from:${bob.username} server`, ['deploy']],
      [`from:${bob.username} from:${alice.username} server`, ['rollback', 'deploy']],
      ['from:nobody-at-all', []],
      ['-from:nobody-at-all server', ['rollback', 'deploy']],
      ['in:off-topic', ['umlaut', 'url', 'lunch']],
      ['channel: ~Off-Topic lunch', ['lunch']],
      ['-in:off-topic', ['release', 'rollback', 'deploy']],
      ['in:nowhere-at-all', []],
      ['in:off-topic in:town-square server', ['rollback', 'deploy']],
      ['the', ['lunch', 'rollback', 'deploy']],
    ]
    for (const [terms, expected, options] of cases) {
      expect.soft(await names(terms, options), terms).toEqual(expected)
    }
  })

  test('MC-SRCH-01 knows days by the clock of who asks', async ({ ws }) => {
    const { team, townSquare } = await ws.trio()
    const { admin } = ws
    for (const iso of ['2020-03-01T23:30:00Z', '2020-03-02T00:30:00Z', '2020-03-03T12:00:00Z']) {
      await admin.post(townSquare.id, `clock ${iso}`, { create_at: Date.parse(iso) })
    }
    const days = async (terms: string, offset = 0) =>
      (await foundMessages(admin, `clock ${terms}`, { teamId: team.id, offset })).map((text) =>
        text.slice('clock 2020-03-'.length, 'clock 2020-03-01T23'.length),
      )
    const hour = 3600
    const cases: [string, number, string[]][] = [
      ['on:2020-03-01', 0, ['01T23']],
      ['on:2020-3-1', 0, ['01T23']],
      ['on:2020-03-01', hour, []],
      ['on:2020-03-02', hour, ['02T00', '01T23']],
      ['on:2020-03-01', -hour, ['02T00', '01T23']],
      ['after:2020-03-01', 0, ['03T12', '02T00']],
      ['after:2020-03-01', -hour, ['03T12']],
      ['before:2020-03-02', 0, ['01T23']],
      ['before:2020-03-02', -hour, ['02T00', '01T23']],
      ['before:2020-03-02', hour, []],
      ['after:2020-03-01 before:2020-03-03', 0, ['02T00']],
      ['-on:2020-03-02', 0, ['03T12', '01T23']],
      ['-after:2020-03-01', 0, ['01T23']],
      ['-before:2020-03-02', 0, ['03T12', '02T00']],
      ['on:2020-03-01 on:2020-03-03', 0, ['03T12', '01T23']],
      ['on:2020-02-31', 0, []],
      ['after:someday', 0, []],
      ['before:someday', 0, []],
      ['-on:someday', 0, ['03T12', '02T00', '01T23']],
    ]
    for (const [terms, offset, expected] of cases) {
      expect.soft(await days(terms, offset), `${terms} ${offset}`).toEqual(expected)
    }
  })

  test('MC-SRCH-02 finds nothing in channels that were left, nor of others', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const closed = await makeChannel(alice, team.id, 'closed', 'P')
    const open = await makeChannel(alice, team.id, 'open')
    await alice.client.addToChannel(bob.id, closed.id)
    await alice.client.addToChannel(bob.id, open.id)
    await alice.post(closed.id, 'secret closed')
    await alice.post(open.id, 'secret open')
    await alice.post(townSquare.id, 'secret square')
    const file = await alice.client.uploadFile(toForm(closed.id, 'secret.txt', 'secret'))
    await alice.post(closed.id, 'secret file', { file_ids: file.file_infos.map(({ id }) => id) })
    const in_team = { teamId: team.id }
    expect(await foundMessages(bob, 'secret', in_team)).toEqual([
      'secret file',
      'secret square',
      'secret open',
      'secret closed',
    ])
    expect((await bob.client.searchFiles(team.id, 'secret', false)).order).toHaveLength(1)

    await alice.client.removeFromChannel(bob.id, closed.id)
    await bob.client.removeFromChannel(bob.id, open.id)

    expect(await foundMessages(bob, 'secret', in_team)).toEqual(['secret square'])
    expect(await foundMessages(bob, 'in:closed', in_team)).toEqual([])
    expect(await foundMessages(bob, 'in:open secret', in_team)).toEqual([])
    expect(await foundMessages(bob, `from:${alice.username} -nothing in:closed`)).toEqual([])
    expect((await bob.client.searchFiles(team.id, 'secret', false)).order).toEqual([])
    // Who administers the system isn't in the channel either.
    expect(await foundMessages(ws.admin, 'secret', in_team)).toEqual(['secret square'])
    expect(await foundMessages(eve, 'secret')).toEqual([])
    expect(await refusal(searchPosts(eve, 'secret', in_team))).toMatchObject({ status: 404 })

    await ws.admin.client.removeFromTeam(team.id, bob.id)
    expect(await foundMessages(bob, 'secret')).toEqual([])
  })

  test('MC-SRCH-03 finds direct messages by who takes part', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const carol = await ws.member('carol', team)
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const own = await alice.client.createDirectChannel([alice.id, alice.id])
    const group = await alice.client.createGroupChannel([alice.id, bob.id, carol.id])
    await bob.post(direct.id, 'between us')
    await alice.post(own.id, 'between me')
    await carol.post(group.id, 'between three')
    const in_team = { teamId: team.id }

    const all = ['between three', 'between me', 'between us']
    expect(await foundMessages(alice, 'between', in_team)).toEqual(all)
    expect(await foundMessages(alice, `in:@${bob.username}`, in_team)).toEqual(['between us'])
    expect(await foundMessages(alice, `in: @${bob.username} between`)).toEqual(['between us'])
    expect(await foundMessages(alice, `in:@${alice.username}`)).toEqual(['between me'])
    for (const pair of [
      `${bob.username},${carol.username}`,
      `${carol.username},@${bob.username}`,
    ]) {
      expect(await foundMessages(alice, `in:@${pair}`)).toEqual(['between three'])
    }
    expect(await foundMessages(alice, `between -in:@${bob.username}`)).toEqual(all.slice(0, 2))
    expect(await foundMessages(alice, 'in:@nobody-at-all between')).toEqual([])
    expect(await foundMessages(alice, `in:@${bob.username},nobody-at-all between`)).toEqual([])
    expect(await foundMessages(carol, 'between')).toEqual(['between three'])
    expect(await foundMessages(carol, `in:${direct.name}`)).toEqual([])
    expect(await foundMessages(ws.admin, 'between')).toEqual([])
  })

  test('MC-SRCH-04 finds hashtags whole and in any case', async ({ ws }) => {
    const { townSquare, team, alice } = await ws.trio()
    await alice.post(townSquare.id, 'one #Ünïcode-Tag')
    await alice.post(townSquare.id, 'two #other')
    await alice.post(townSquare.id, 'three other')
    const search = (terms: string) => foundMessages(alice, terms, { teamId: team.id })

    expect(await search('#ÜNÏCODE-tag')).toEqual(['one #Ünïcode-Tag'])
    expect(await search('#ünïcode')).toEqual([])
    expect(await search('#ünï*')).toEqual(['one #Ünïcode-Tag'])
    expect(await search('#OTHER')).toEqual(['two #other'])
    expect(await search('other')).toEqual(['three other', 'two #other'])
    expect(await search('other -#other')).toEqual(['three other'])
  })

  test('MC-SRCH-05 shows further pages', async ({ ws }) => {
    const { townSquare, team, alice } = await ws.trio()
    for (let number = 1; number <= 5; number++) await alice.post(townSquare.id, `paging ${number}`)
    const page = (number: number) =>
      foundMessages(alice, 'paging', { teamId: team.id, page: number, perPage: 2 })

    expect(await page(0)).toEqual(['paging 5', 'paging 4'])
    expect(await page(1)).toEqual(['paging 3', 'paging 2'])
    expect(await page(2)).toEqual(['paging 1'])
    expect(await page(3)).toEqual([])
    expect(await page(-1)).toEqual(['paging 5', 'paging 4'])
    expect(await foundMessages(alice, 'paging', { perPage: 10_000 })).toHaveLength(5)
  })

  test('MC-SRCH-06 finds in archived channels when asked to', async ({ ws }) => {
    const { team, alice } = await ws.trio()
    const channel = await makeChannel(alice, team.id, 'bygone')
    await alice.post(channel.id, 'long ago')
    const search = (archived: boolean) =>
      foundMessages(alice, 'long ago', { teamId: team.id, archived })
    expect(await search(false)).toEqual(['long ago'])

    await alice.client.deleteChannel(channel.id)

    expect(await search(false)).toEqual([])
    expect(await search(true)).toEqual(['long ago'])
  })

  test('MC-SRCH-08 finds Chinese, Japanese and Korean words', async ({ ws }) => {
    const { townSquare, team, alice } = await ws.trio()
    const chinese = '我们明天在北京开会，请大家准时参加。'
    const japanese = '明日は東京タワーへ行きます。ｶﾀｶﾅも。'
    const korean = '내일은 한국어를 공부합니다'
    const mixed = 'deploy到北京server完成'
    for (const message of [chinese, japanese, korean, mixed])
      await alice.post(townSquare.id, message)
    const cases: [string, string[]][] = [
      ['北京', [mixed, chinese]],
      ['京北', []],
      ['开会', [chinese]],
      ['北京开会', [chinese]],
      ['北京 参加', [chinese]],
      ['"请大家"', [chinese]],
      ['会', [chinese]],
      ['明天 -东京', [chinese]],
      ['北京 -开会', [mixed]],
      ['東京', [japanese]],
      ['タワー', [japanese]],
      ['東京タワー', [japanese]],
      ['行きます', [japanese]],
      ['カタカナ', [japanese]],
      ['한국어', [korean]],
      ['공부', [korean]],
      ['공부*', [korean]],
      ['국한', []],
      ['server', [mixed]],
      ['北京server', [mixed]],
      ['ＤＥＰＬＯＹ', [mixed]],
    ]
    for (const [terms, expected] of cases) {
      expect.soft(await foundMessages(alice, terms, { teamId: team.id }), terms).toEqual(expected)
    }
  })

  test('finds what a message says now, and none that is gone', async ({ ws }) => {
    const { townSquare, team, alice, bob } = await ws.trio()
    const post = await alice.post(townSquare.id, 'draughty #before')
    const reply = await bob.post(townSquare.id, 'draughty reply', { root_id: post.id })
    await bob.client.addReaction(bob.id, post.id, 'tada')
    const search = (terms: string) => foundMessages(alice, terms, { teamId: team.id })
    expect(await search('draughty')).toEqual(['draughty reply', 'draughty #before'])

    await alice.client.patchPost({ id: post.id, message: 'cosy #after' } as Post)
    expect(await search('draughty')).toEqual(['draughty reply'])
    expect(await search('#before')).toEqual([])
    expect(await search('cosy')).toEqual(['cosy #after'])
    expect(await search('#after')).toEqual(['cosy #after'])

    await bob.client.deletePost(reply.id)
    expect(await search('draughty')).toEqual([])
    // What the system says isn't found: that people joined, for one.
    expect(await search(`from:${bob.username}`)).toEqual([])
  })
})

function toForm(channelId: string, name: string, content: string): FormData {
  const form = new FormData()
  form.append('channel_id', channelId)
  form.append('files', new Blob([content]), name)
  return form
}
