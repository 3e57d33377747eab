import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer } from '@redoubt/testkit/mailed-server.ts'
import { refusal } from '@redoubt/testkit/member.ts'
import { openTestServer } from '@redoubt/testkit/test-server.ts'
import { TestWorkspace } from '@redoubt/testkit/test-workspace.ts'
import { describe, expect, test } from 'vitest'

const testMail = { method: 'POST', path: '/api/v4/email/test' } as const

describe.skipIf(!hasMailServer())('mail through a real server', () => {
  test('reaches the mailbox in both forms, in the reader’s language, with marked headers', async () => {
    await using both = await openMailedServer()
    const { post, ws } = both
    const welcome = await post.until(`${ws.admin.username}@example.org`, 'Welcome')
    expect(welcome.headers).toMatchObject({
      'auto-submitted': 'auto-generated',
      precedence: 'bulk',
      from: 'Redoubt <no-reply@chat.example.org>',
      to: `${ws.admin.username}@example.org`,
    })
    expect(welcome.headers['content-type']).toContain('multipart/alternative')
    expect(welcome.html).toContain('<html lang="en">')
    expect(welcome.html).not.toMatch(/<img|<script|url\(/)
    expect(welcome.text).toContain(ws.admin.username)
    expect(welcome.text).toContain('https://chat.example.org')

    const name = 'grete'
    await ws.admin.client.createUser(
      {
        username: name,
        email: `${name}@example.org`,
        password: 'correct-horse-battery',
        locale: 'de',
      } as never,
      '',
      '',
    )
    const german = await post.until(`${name}@example.org`)
    expect(german.headers.subject).toBe('Willkommen bei Redoubt')
    expect(german.html).toContain('<html lang="de">')
  })

  test('what stands in a header never begins another one, and values are escaped', async () => {
    await using both = await openMailedServer()
    const { post, workspace } = both
    await workspace.transact((tx) =>
      workspace.mail.enqueue(tx, {
        to: 'victim@example.org',
        subject: 'hello\r\nBcc: everybody@example.org\r\n\r\nbody',
        html: '<p>x</p>',
        text: 'x',
        headers: {
          'Message-ID': '<post-1@chat.example.org>',
          'In-Reply-To': '<root-1@chat.example.org>',
          References: '<root-1@chat.example.org>\r\nBcc: everybody@example.org',
        },
      }),
    )
    const mail = await post.until('victim@example.org')
    expect(mail.headers.bcc).toBeUndefined()
    expect(mail.headers).toMatchObject({
      'message-id': '<post-1@chat.example.org>',
      'in-reply-to': '<root-1@chat.example.org>',
    })
    expect(post.inbox().filter((each) => each.receiver.startsWith('everybody'))).toEqual([])
  })

  test('a mail server that is away delays and loses nothing', { timeout: 60_000 }, async () => {
    await using both = await openMailedServer()
    const { post, ws } = both
    await post.until(`${ws.admin.username}@example.org`, 'Welcome')
    await post.stop()
    const late = await ws.member('late')
    await new Promise((resolve) => setTimeout(resolve, 500))
    await post.start()
    await post.until(`${late.username}@example.org`, 'Welcome')
    expect(post.inbox().filter((each) => each.receiver.startsWith(late.username))).toHaveLength(1)
  })

  test('an address that the mail server refuses holds up nobody', async () => {
    await using both = await openMailedServer()
    const { post, workspace } = both
    for (const to of ['refused@example.org', 'next@example.org']) {
      await workspace.transact((tx) =>
        workspace.mail.enqueue(tx, { to, subject: 'one', html: '<p>x</p>', text: 'x' }),
      )
    }
    await post.until('next@example.org')
    await expect.poll(() => workspace.tasks.wakeAt()).toBeUndefined()
  })

  test.for(['STARTTLS', 'TLS'] as const)(
    '%s with a log-in, and only to whom it trusts',
    async (security) => {
      const login = { user: 'sender', password: 'sesame' }
      await using both = await openMailedServer(
        {
          MM_EMAILSETTINGS_CONNECTIONSECURITY: security,
          MM_EMAILSETTINGS_SKIPSERVERCERTIFICATEVERIFICATION: 'true',
          MM_EMAILSETTINGS_ENABLESMTPAUTH: 'true',
          MM_EMAILSETTINGS_SMTPUSERNAME: login.user,
          MM_EMAILSETTINGS_SMTPPASSWORD: login.password,
        },
        { security, login },
      )
      const { post, ws } = both
      const { admin } = ws
      await post.until(`${admin.username}@example.org`, 'Welcome')
      expect((await admin.request(testMail.method, testMail.path)).body).toEqual({ status: 'OK' })
      await post.until(`${admin.username}@example.org`, 'test of the mail settings')
      const tried = async (EmailSettings: Record<string, unknown>) =>
        (await admin.request(testMail.method, testMail.path, { EmailSettings })).body
      // Its own certificate is nobody's that is known.
      expect(await tried({ SkipServerCertificateVerification: false })).toMatchObject({
        id: 'app.admin.test_email.failure',
      })
      expect(await tried({ SMTPPassword: 'wrong' })).toMatchObject({
        id: 'app.admin.test_email.failure',
      })
      // The mask stands for the saved password, towards the server that it was saved for only.
      const mask = '*'.repeat(32)
      expect(await tried({ SMTPPassword: mask })).toEqual({ status: 'OK' })
      expect(
        await tried({ SMTPPassword: mask, SMTPServer: 'elsewhere.example.org' }),
      ).toMatchObject({
        id: 'api.admin.test_email.reenter_password',
      })
    },
  )
})

describe('POST /api/v4/email/test', () => {
  test('needs a server and the permission', async () => {
    await using server = await openTestServer()
    const ws = await TestWorkspace.open(server.address)
    const { alice } = await ws.trio()
    expect(await refusal(ws.admin.client.testEmail({} as never))).toEqual({
      status: 400,
      id: 'api.admin.test_email.missing_server',
    })
    expect(await refusal(alice.client.testEmail({} as never))).toEqual({
      status: 403,
      id: 'api.context.permissions.app_error',
    })
  })
})

if (!hasMailServer()) {
  process.stderr.write(
    'SKIPPED: mail through a real server. Install it: apt-get install exim4-daemon-light\n',
  )
}
