import type { Post } from '@mattermost/types/posts'
import { hasMailServer, type ReceivedMail } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer } from '@redoubt/testkit/mailed-server.ts'
import type { Member } from '@redoubt/testkit/member.ts'
import { rowsOf } from '@redoubt/testkit/rows.ts'
import { describe, expect, test } from 'vitest'

const site = 'https://chat.example.org'
const addressOf = (member: Member) => `${member.username}@example.org`

function choose(member: Member, category: string, name: string, value: string) {
  return member.client.savePreferences(member.id, [{ user_id: member.id, category, name, value }])
}

describe.skipIf(!hasMailServer())('mails of posts', () => {
  test('tell who is away of mentions, in threads, in the own language, zone and names', async () => {
    await using both = await openMailedServer({
      MM_EMAILSETTINGS_USECHANNELINEMAILNOTIFICATIONS: 'false',
    })
    const { post: mailbox, ws } = both
    const { team, townSquare, alice, bob } = await ws.trio()
    const mailsTo = (member: Member) =>
      mailbox
        .inbox()
        .filter((mail) => mail.receiver === addressOf(member))
        .filter((mail) => !mail.headers.subject?.includes('Welcome'))
    const about = (member: Member, text: string): Promise<ReceivedMail> =>
      expect
        .poll(() => mailsTo(member).find((mail) => mail.text.includes(text)), { timeout: 15_000 })
        .toBeDefined()
        .then(() => mailsTo(member).find((mail) => mail.text.includes(text)) as ReceivedMail)
    await bob.client.patchMe({
      locale: 'de',
      timezone: {
        useAutomaticTimezone: 'false',
        automaticTimezone: '',
        manualTimezone: 'Asia/Kolkata',
      },
    } as never)
    await alice.client.patchMe({ first_name: 'Ada', last_name: 'L' })
    await choose(bob, 'display_settings', 'name_format', 'full_name')

    const post = await alice.post(townSquare.id, `**one** <b> @${bob.username}`)
    const first = await about(bob, 'one')
    expect(first.headers.subject).toMatch(/^\[Redoubt\] Benachrichtigung in \S+ am \d+\. /)
    expect(first.headers.subject).toContain(team.name)
    expect(first.headers['message-id']).toBe(`<${post.id}@chat.example.org>`)
    expect(first.headers['in-reply-to']).toBeUndefined()
    expect(first.text).toContain('Ada L hat dich erwähnt')
    expect(first.text).toContain(`${site}/${team.name}/pl/${post.id}`)
    expect(first.html).toContain('one &lt;b&gt;')
    const clock = new Intl.DateTimeFormat('de', { timeStyle: 'short', timeZone: 'Asia/Kolkata' })
    expect(first.text).toContain(clock.format(post.create_at))

    const reply = await alice.post(townSquare.id, `two @${bob.username}`, { root_id: post.id })
    expect((await about(bob, 'two')).headers).toMatchObject({
      'message-id': `<${reply.id}@chat.example.org>`,
      'in-reply-to': `<${post.id}@chat.example.org>`,
      references: `<${post.id}@chat.example.org>`,
    })
    await alice.post(townSquare.id, 'three', { root_id: post.id })
    expect((await about(bob, 'three')).text).toContain('Thread')

    const direct = await alice.client.createDirectChannel([alice.id, bob.id])
    const said = await alice.post(direct.id, 'four')
    const fourth = await about(bob, 'four')
    expect(fourth.headers.subject).toContain('Neue Direktnachricht von Ada L')
    expect(fourth.text).toContain(`${site}/${team.name}/pl/${said.id}`)

    await bob.client.updateChannelNotifyProps({
      channel_id: townSquare.id,
      user_id: bob.id,
      email: 'false',
    } as never)
    await alice.post(townSquare.id, `five @${bob.username}`)
    using _there = await bob.socket()
    await expect.poll(async () => (await alice.client.getStatus(bob.id)).status).toBe('online')
    await alice.post(direct.id, 'six')
    await expect.poll(() => both.workspace.tasks.isRunning).toBe(false)
    _there[Symbol.dispose]()
    await expect.poll(async () => (await alice.client.getStatus(bob.id)).status).toBe('offline')
    await alice.post(direct.id, 'seven')
    await about(bob, 'seven')
    expect(mailsTo(bob).filter(({ text }) => /five|six/.test(text))).toEqual([])
    expect(mailsTo(alice)).toEqual([])
  })

  test('tell no words where the administrator wants that', async () => {
    await using both = await openMailedServer({
      MM_EMAILSETTINGS_EMAILNOTIFICATIONCONTENTSTYPE: 'generic',
    })
    const { townSquare, alice, bob } = await both.ws.trio()
    await alice.post(townSquare.id, `secret @${bob.username}`)
    const mail = await both.post.until(addressOf(bob), 'Notification')
    expect(mail.text).toContain(`@${alice.username} mentioned you.`)
    expect(mail.text + mail.html).not.toContain('secret')
  })

  test('MC-NOT-06 wait for others, and are dropped once the team was looked at', async () => {
    let now = Date.now()
    await using both = await openMailedServer(
      {
        MM_EMAILSETTINGS_ENABLEEMAILBATCHING: 'true',
        MM_EMAILSETTINGS_EMAILBATCHINGBUFFERSIZE: '3',
      },
      { clock: () => now },
    )
    const { post: mailbox, ws } = both
    const { townSquare, alice, bob } = await ws.trio()
    const mailsTo = (member: Member) =>
      mailbox
        .inbox()
        .filter((mail) => mail.receiver === addressOf(member))
        .filter((mail) => !mail.headers.subject?.includes('Welcome'))
    const write = (text: string): Promise<Post> =>
      alice.post(townSquare.id, `${text} @${bob.username}`)

    const waiting = (count: number) =>
      expect
        .poll(() => rowsOf(both.server, 'select post_id from mail_batch_posts'), { timeout: 5_000 })
        .toHaveLength(count)

    await write('seen')
    await waiting(1)
    now += 60_000
    await bob.client.viewMyChannel(townSquare.id)
    await expect.poll(async () => (await bob.client.getStatus(bob.id)).status).toBe('online')
    await bob.client.updateStatus({ user_id: bob.id, status: 'away' } as never)
    now += 900_000
    await waiting(0)

    await write('one')
    const gone = await write('deleted')
    await waiting(2)
    await write('two')
    await waiting(3)
    await alice.client.deletePost(gone.id)
    await write('overflow')
    const overflow = await mailbox.until(addressOf(bob), 'Notification')
    expect(overflow.text).toContain('overflow')
    now += 899_000
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    expect(mailsTo(bob)).toHaveLength(1)
    now += 31_000
    const batch = await mailbox.until(addressOf(bob), '2 new notifications')
    expect(batch.text).toMatch(/one[\s\S]*two/)
    expect(batch.text).not.toMatch(/seen|deleted|overflow/)

    await choose(bob, 'notifications', 'email_interval', '30')
    await write('at once')
    await expect
      .poll(() => mailsTo(bob).some(({ text }) => text.includes('at once')), { timeout: 15_000 })
      .toBe(true)
    expect(mailsTo(bob)).toHaveLength(3)
  })
})
