import type { Channel } from '@mattermost/types/channels'
import type { Post } from '@mattermost/types/posts'
import type { Member } from '@redoubt/testkit/member.ts'
import { countStatements } from '@redoubt/testkit/statements.ts'
import { openTestServer, test } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace, unique } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect } from 'vitest'

const parse = (text: unknown) => JSON.parse(String(text))

/** How many mentions the member has in the channel. */
async function mentionsOf(member: Member, channel: { id: string }): Promise<number> {
  return (await member.client.getMyChannelMember(channel.id)).mention_count
}

/** Whether a post raises the member's count. */
async function isMentionedBy(member: Member, channel: Channel, write: () => Promise<unknown>) {
  const before = await mentionsOf(member, channel)
  await write()
  return (await mentionsOf(member, channel)) > before
}

/** What the member alone was shown because of a post. */
async function ephemeralsOf(member: Member, write: () => Promise<Post>): Promise<Post[]> {
  using hears = await member.socket()
  const post = await write()
  await hears.until('posted', ({ data }) => parse(data.post).id === post.id)
  const last = await member.post(post.channel_id, 'end')
  await hears.until('posted', ({ data }) => parse(data.post).id === last.id)
  const frames = hears.heard.filter(({ event }) => event === 'ephemeral_message')
  return frames.map(({ data }) => parse(data.post))
}

function setNotifyProps(member: Member, notify_props: Record<string, string>) {
  return member.client.patchMe({ notify_props } as never)
}

describe('mentions', () => {
  test('MC-MEN-01 by keyword and first name as soon as they are set, and no longer', async ({
    ws,
  }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const says = (text: string) => () => alice.post(townSquare.id, text)
    expect(await isMentionedBy(bob, townSquare, says('the roof is on fire'))).toBe(false)
    await setNotifyProps(bob, { mention_keys: 'Fire, 火事', first_name: 'true' })
    await bob.client.patchMe({ first_name: 'Robert' })
    expect(await isMentionedBy(bob, townSquare, says('the roof is on FIRE.'))).toBe(true)
    expect(await isMentionedBy(bob, townSquare, says('昨日の火事です'))).toBe(true)
    expect(await isMentionedBy(bob, townSquare, says('ask Robert'))).toBe(true)
    expect(await isMentionedBy(bob, townSquare, says('ask robert'))).toBe(false)
    expect(await isMentionedBy(bob, townSquare, says('`fire`'))).toBe(false)
    const attachments = [{ pretext: 'a', text: 'b', fields: [{ title: 't', value: 'fire!' }] }]
    const attached = () =>
      alice.post(townSquare.id, '', { props: { attachments } } as unknown as Partial<Post>)
    expect(await isMentionedBy(bob, townSquare, attached)).toBe(true)
    expect(await isMentionedBy(bob, townSquare, () => bob.post(townSquare.id, 'fire'))).toBe(false)
    await setNotifyProps(bob, { mention_keys: '', first_name: 'false' })
    expect(await isMentionedBy(bob, townSquare, says('fire Robert'))).toBe(false)
  })

  test('MC-MEN-01 a keyword is heard only in channels of whom it belongs to', async ({ ws }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const key = unique('key')
    await setNotifyProps(eve, { mention_keys: key })
    await setNotifyProps(bob, { mention_keys: key })
    using hears = await bob.socket()
    const post = await alice.post(townSquare.id, `see ${key}`)
    const frame = await hears.until('posted', ({ data }) => parse(data.post).id === post.id)
    expect(parse(frame.data.mentions)).toEqual([bob.id])
    await ws.admin.client.addToTeam(team.id, eve.id)
    expect(
      await isMentionedBy(eve, townSquare, () => alice.post(townSquare.id, `see ${key}`)),
    ).toBe(true)
  })

  test('a post without names and keywords costs no query for them', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    await setNotifyProps(bob, { mention_keys: unique('never') })
    const plain = await countStatements(() => alice.post(townSquare.id, 'nothing of anybody'))
    const naming = await countStatements(() => alice.post(townSquare.id, `hi @${bob.username}`))
    expect(naming - plain).toBeLessThanOrEqual(1)
    expect(plain).toBeLessThanOrEqual(2)
  })

  test('MC-MEN-02 @here reaches those who are online alone', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const carol = await ws.member('carol', team)
    using _there = await bob.socket()
    const write = () => alice.post(townSquare.id, 'lunch, @here?')
    const [bobs, carols] = [await mentionsOf(bob, townSquare), await mentionsOf(carol, townSquare)]
    await write()
    expect(await mentionsOf(bob, townSquare)).toBe(bobs + 1)
    expect(await mentionsOf(carol, townSquare)).toBe(carols)
    await bob.client.updateStatus({ user_id: bob.id, status: 'dnd' } as never)
    expect(await isMentionedBy(bob, townSquare, write)).toBe(false)
  })

  test('MC-MEN-03 @channel leaves out who mutes, ignores or does not want it', async ({ ws }) => {
    const { townSquare, alice, bob } = await ws.trio()
    const write = () => alice.post(townSquare.id, 'news, @channel')
    const choose = (props: Record<string, string>) =>
      bob.client.updateChannelNotifyProps({
        channel_id: townSquare.id,
        user_id: bob.id,
        ...props,
      })
    expect(await isMentionedBy(bob, townSquare, write)).toBe(true)
    await choose({ mark_unread: 'mention' })
    expect(await isMentionedBy(bob, townSquare, write)).toBe(false)
    await choose({ ignore_channel_mentions: 'off' })
    expect(await isMentionedBy(bob, townSquare, write)).toBe(true)
    await choose({ mark_unread: 'all', ignore_channel_mentions: 'on' })
    expect(await isMentionedBy(bob, townSquare, write)).toBe(false)
    await choose({ ignore_channel_mentions: 'default' })
    await setNotifyProps(bob, { channel: 'false' })
    expect(await isMentionedBy(bob, townSquare, write)).toBe(false)
    expect(
      await isMentionedBy(bob, townSquare, () =>
        alice.post(townSquare.id, `@${bob.username} @all`),
      ),
    ).toBe(true)
  })

  test('MC-MEN-04 a large channel is not mentioned as a whole, and the author hears why', async () => {
    await using server = await openTestServer({ MM_TEAMSETTINGS_MAXNOTIFICATIONSPERCHANNEL: '4' })
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare, alice, bob } = await ws.trio()
    await alice.client.patchMe({ locale: 'de' })
    const write = () => alice.post(townSquare.id, 'all of you, @all!')
    expect(await isMentionedBy(bob, townSquare, write)).toBe(true)
    await ws.member('dave', team)
    expect(await isMentionedBy(bob, townSquare, write)).toBe(false)
    const [shown, ...more] = await ephemeralsOf(alice, write)
    expect(shown).toMatchObject({
      type: 'system_ephemeral',
      channel_id: townSquare.id,
      user_id: alice.id,
      message: expect.stringContaining('4 oder mehr Mitglieder'),
    })
    expect(more).toEqual([])
  })

  test('MC-MEN-05 people outside of the channel are told to the author, to be added', async ({
    ws,
  }) => {
    const { team, alice, bob, eve } = await ws.trio()
    const name = unique('private')
    const wanted = { team_id: team.id, name, display_name: name, type: 'P' }
    const channel = await alice.client.createChannel(wanted as never)
    const text = `@${bob.username}: @${eve.username}. @${alice.username} @nobody-${name}`
    const [shown, ...more] = await ephemeralsOf(alice, () => alice.post(channel.id, text))
    expect(more).toEqual([])
    expect(shown?.message).toContain(`@${bob.username}`)
    expect(shown?.message).toContain(`@${eve.username}`)
    expect(shown?.message).not.toContain('nobody')
    expect(shown?.props).toEqual({
      add_channel_member: {
        post_id: shown?.id,
        usernames: [bob.username],
        user_ids: [bob.id],
        not_in_channel_usernames: [bob.username],
        not_in_channel_user_ids: [bob.id],
        not_in_groups_usernames: [],
        not_in_groups_user_ids: [],
      },
    })
    const outside = await ephemeralsOf(alice, () => alice.post(channel.id, `@${eve.username}`))
    expect(outside).toMatchObject([{ props: {} }])
    const unknown = await ephemeralsOf(alice, () => alice.post(channel.id, `@nobody-${name}`))
    expect(unknown).toEqual([])
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    expect(await ephemeralsOf(alice, () => alice.post(direct.id, `@${eve.username}`))).toEqual([])
  })

  test('MC-MEN-06 groups mention members of the channel, and tell of the others', async ({
    ws,
  }) => {
    const { team, townSquare, alice, bob, eve } = await ws.trio()
    const name = unique('devs')
    const group = await ws.admin.client.createGroupWithUserIds({
      name,
      display_name: name,
      source: 'custom',
      allow_reference: true,
      user_ids: [bob.id, eve.id, alice.id],
    })
    const write = () => alice.post(townSquare.id, `@${name}: meeting`)
    expect(await isMentionedBy(bob, townSquare, write)).toBe(true)
    expect(await isMentionedBy(alice, townSquare, write)).toBe(false)
    const [shown] = await ephemeralsOf(alice, write)
    expect(shown?.message).toContain(`@${eve.username}`)
    const channel = await ws.admin.client.createChannel({
      team_id: team.id,
      name: unique('empty'),
      display_name: 'Empty',
      type: 'O',
    } as never)
    await ws.admin.client.removeUsersFromGroup(group.id, [eve.id])
    const shownToAdmin = await ephemeralsOf(ws.admin, () =>
      ws.admin.post(channel.id, `@${name}: anybody?`),
    )
    expect(shownToAdmin.map(({ message }) => message)).toContain(
      `Nobody of @${name} is in this channel.`,
    )
  })

  test('without a word: in direct and group channels, and of being added', async ({ ws }) => {
    const { team, alice, bob } = await ws.trio()
    const carol = await ws.member('carol', team)
    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const group = await alice.client.createGroupChannel([alice.id, bob.id, carol.id])
    await alice.post(direct.id, 'hi')
    await alice.post(group.id, 'hi')
    expect(await mentionsOf(bob, direct)).toBe(1)
    expect([await mentionsOf(bob, group), await mentionsOf(carol, group)]).toEqual([1, 1])
    expect([await mentionsOf(alice, direct), await mentionsOf(alice, group)]).toEqual([0, 0])
    const name = unique('added')
    const wanted = { team_id: team.id, name, display_name: name, type: 'O' }
    const channel = await alice.client.createChannel(wanted as never)
    using hears = await bob.socket()
    await alice.client.addToChannel(bob.id, channel.id)
    const added = await hears.until(
      'posted',
      ({ broadcast }) => broadcast.channel_id === channel.id,
    )
    expect(parse(added.data.mentions)).toEqual([bob.id])
    expect(await mentionsOf(bob, channel)).toBe(1)
    const patched = () =>
      alice.client.patchChannel(channel.id, { header: `ask @${bob.username}, @all` })
    expect(await isMentionedBy(bob, channel, patched)).toBe(true)
    const wide = () => alice.client.patchChannel(channel.id, { header: 'ask @all' })
    expect(await isMentionedBy(bob, channel, wide)).toBe(false)
  })

  test('a webhook mentions its owner too', async ({ ws }) => {
    const { townSquare } = await ws.trio()
    const hook = await ws.admin.client.createIncomingWebhook({
      channel_id: townSquare.id,
      display_name: 'hook',
    } as never)
    const call = () =>
      fetch(`${ws.url}/hooks/${hook.id}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: `done, @${ws.admin.username}` }),
      })
    expect(await isMentionedBy(ws.admin, townSquare, call)).toBe(true)
    expect(
      await isMentionedBy(ws.admin, townSquare, () =>
        ws.admin.post(townSquare.id, `@${ws.admin.username}`),
      ),
    ).toBe(false)
  })

  test('the roots of threads and marked-unread threads count keywords too', async ({ ws }) => {
    const { team, townSquare, alice, bob } = await ws.trio()
    const key = unique('key')
    await setNotifyProps(bob, { mention_keys: key })
    const root = await alice.post(townSquare.id, `about ${key}`)
    const first = await alice.post(townSquare.id, 'one', { root_id: root.id })
    await alice.post(townSquare.id, `two ${key}`, { root_id: root.id })
    const thread = await bob.client.getUserThread(bob.id, team.id, root.id)
    expect(thread).toMatchObject({ unread_replies: 2, unread_mentions: 1 })
    const path = `/api/v4/users/me/teams/${team.id}/threads/${root.id}`
    await bob.request('PUT', `${path}/read/${Date.now() + 1000}`)
    const again = await bob.request('POST', `${path}/set_unread/${first.id}`)
    expect(again.body).toMatchObject({ unread_replies: 2, unread_mentions: 1 })
  })
})

describe('MC-THR-08 comments, where threads do not collapse', () => {
  test('MC-THR-08 mention who began a thread or takes part in it, if they want that', async () => {
    await using server = await openTestServer({ MM_SERVICESETTINGS_COLLAPSEDTHREADS: 'disabled' })
    const ws = await TestWorkspace.open(server.address)
    const { team, townSquare, alice, bob } = await ws.trio()
    const carol = await ws.member('carol', team)
    const root = await alice.post(townSquare.id, 'root')
    await bob.post(townSquare.id, 'first', { root_id: root.id })
    const reply = () => carol.post(townSquare.id, 'second', { root_id: root.id })
    const heard = async () => {
      const before = [await mentionsOf(alice, townSquare), await mentionsOf(bob, townSquare)]
      await reply()
      const after = [await mentionsOf(alice, townSquare), await mentionsOf(bob, townSquare)]
      return after.map((count, index) => count - (before[index] ?? 0))
    }
    expect(await heard()).toEqual([0, 0])
    await setNotifyProps(alice, { comments: 'root' })
    await setNotifyProps(bob, { comments: 'root' })
    expect(await heard()).toEqual([1, 0])
    await setNotifyProps(bob, { comments: 'any' })
    expect(await heard()).toEqual([1, 1])
    await setNotifyProps(alice, { comments: 'never' })
    expect(await heard()).toEqual([0, 1])
  })
})
