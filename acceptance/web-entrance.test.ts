import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer, tokenOf } from '@redoubt/testkit/mailed-server.ts'
import { expect, test } from 'vitest'
import { buildWeb } from '../scripts/build-web.ts'
import { launchBrowser } from './browser.ts'
import { openPage, password } from './people.ts'

test.runIf(hasMailServer())(
  'an address is confirmed by a mail, and a guest without a password comes by one',
  { timeout: 180_000 },
  async () => {
    buildWeb()
    await using mailed = await openMailedServer({
      MM_GUESTACCOUNTSSETTINGS_ENABLE: 'true',
      MM_SERVICESETTINGS_ENABLEEMAILINVITATIONS: 'true',
    })
    const { ws, post } = mailed
    const { team, townSquare } = await ws.team()
    await ws.admin.client.patchConfig({
      EmailSettings: { RequireEmailVerification: true },
      GuestAccountsSettings: { EnableGuestMagicLink: true },
    } as never)
    await using browser = await launchBrowser()
    const errors: string[] = []
    const page = await openPage(browser, errors)
    const logIn = async (name: string) => {
      await page.getByLabel('Email or username').fill(name)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Log in', exact: true }).click()
    }

    // Signed up: first the address has to be shown to be one's own.
    await page.goto(`${ws.url}/signup_user_complete/?id=${team.invite_id}`)
    await page.getByLabel('Email').fill('hanna@example.org')
    await page.getByLabel('Username').fill('hanna')
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByRole('heading', { name: 'Confirm your address' }).waitFor()
    const letter = await post.until('hanna@example.org')
    await page.goto(`${ws.url}/login`)
    await logIn('hanna')
    await page.getByRole('link', { name: 'Send the mail once more' }).waitFor()

    // The link of the mail confirms it, and leads to the login, which lets in.
    await page.goto(`${ws.url}/do_verify_email?token=${tokenOf(letter)}&email=hanna@example.org`)
    await page.getByText('Your address is confirmed.').waitFor()
    await logIn('hanna')
    await page.getByRole('log', { name: 'Messages in Town Square' }).waitFor()

    // A guest has no password: the invitation lets in, and later a link that is asked for.
    await ws.admin.client.sendEmailGuestInvitesToChannelsGracefully(
      team.id,
      [townSquare.id],
      ['gustav@example.org'],
      '',
      true,
    )
    const linkIn = (text: string) =>
      /https?:\/\/\S+(\/login\/one_time_link\S+)/.exec(text)?.[1] ?? ''
    const invitation = linkIn((await post.until('gustav@example.org')).text)
    await page.context().clearCookies()
    await page.goto(ws.url + invitation)
    await page.getByRole('log', { name: 'Messages in Town Square' }).waitFor()
    await page.context().clearCookies()
    await page.goto(`${ws.url}/login`)
    await page.getByLabel('Email or username').fill('gustav@example.org')
    await page.getByRole('button', { name: 'Send me a link instead' }).click()
    await page.getByText(/a link is on its way/).waitFor()
    const fresh = linkIn((await post.until('gustav@example.org', 'your link to log in')).text)
    await page.goto(ws.url + fresh)
    await page.getByRole('log', { name: 'Messages in Town Square' }).waitFor()
    await page.context().clearCookies()

    // Each link works once, and says so.
    await page.goto(ws.url + fresh)
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor()
    expect(errors).toEqual([])
  },
)
