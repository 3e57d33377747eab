import { hasMailServer } from '@redoubt/testkit/mail-server.ts'
import { openMailedServer, tokenOf } from '@redoubt/testkit/mailed-server.ts'
import { generateSync } from 'otplib'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { buildWeb } from '../scripts/build-web.ts'
import { expectAccessible } from './accessible.ts'
import { launchBrowser } from './browser.ts'
import { openPage, openTeamMenu, password } from './people.ts'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
const channel = (page: Page, name: string) =>
  page.getByRole('log', { name: `Messages in ${name}`, exact: true })

test.runIf(hasMailServer())(
  'people come in by mail, by a second factor and by terms',
  {
    timeout: 240_000,
  },
  async () => {
    buildWeb()
    await using mailed = await openMailedServer({
      MM_GUESTACCOUNTSSETTINGS_ENABLE: 'true',
      MM_SERVICESETTINGS_ENABLEEMAILINVITATIONS: 'true',
    })
    const { ws, post } = mailed
    const { team } = await ws.team()
    await using browser = await launchBrowser()
    const errors: string[] = []
    const page = await openPage(browser, errors)
    const logIn = async (name: string, secret: string) => {
      await page.getByLabel('Email or username').fill(name)
      await page.getByLabel('Password').fill(secret)
      await button(page, 'Log in').click()
    }

    // A forgotten password is renewed by a mail.
    const carol = await ws.member('carol', team)
    await page.goto(`${ws.url}/login?extra=expired`)
    await page.getByText('Your session has ended.').waitFor()
    await expectAccessible(page, 'login')
    await link(page, 'Forgot your password?').click()
    await page.getByLabel('Email').fill(`${carol.username}@example.org`)
    await expectAccessible(page, 'forgot password')
    await button(page, 'Send link').click()
    await page.getByText(/a link is on its way/).waitFor()
    const reset = await post.until(`${carol.username}@example.org`, 'password')
    await page.goto(`${ws.url}/reset_password_complete?token=${tokenOf(reset)}`)
    await page.getByLabel('New password').fill('a-new-horse-battery')
    await expectAccessible(page, 'reset password')
    await button(page, 'Change password').click()
    await page.getByText('Your password is changed.').waitFor()
    await logIn(carol.username, password)
    await page.getByRole('alert').filter({ hasText: /./ }).waitFor()
    await logIn(carol.username, 'a-new-horse-battery')
    await channel(page, 'Town Square').waitFor()

    // A link that isn't good says so.
    await page.goto(`${ws.url}/do_verify_email?token=${'x'.repeat(64)}&email=a@example.org`)
    await page.getByRole('heading', { name: 'This link doesn’t work (any more)' }).waitFor()
    await link(page, 'Send the mail once more').click()
    await page.getByRole('heading', { name: 'Confirm your address' }).waitFor()
    await expectAccessible(page, 'confirm address')

    // An administrator asks a guest into one channel.
    await page.context().clearCookies()
    await page.goto(`${ws.url}/login`)
    await logIn(ws.admin.username, password)
    await channel(page, 'Town Square').waitFor()
    await openTeamMenu(page, team.display_name, 'Invite people')
    await page.getByLabel('Email addresses').fill('gil@example.org')
    await page.getByLabel('Invite as').selectOption('guest')
    await page.getByRole('checkbox', { name: 'Off-Topic' }).check()
    await expectAccessible(page, 'invite people')
    await button(page, 'Send 1 invitation').click()
    await page.getByText('An invitation is on its way to gil@example.org.').waitFor()
    const invitation = /https?:\/\/\S+(\/signup_user_complete\/\S+)/.exec(
      (await post.until('gil@example.org')).text,
    )
    await page.context().clearCookies()
    await page.goto(ws.url + (invitation?.[1] ?? ''))
    expect(await page.getByLabel('Email').inputValue()).toBe('gil@example.org')
    await page.getByLabel('Username').fill('gil')
    await page.getByLabel('Password').fill(password)
    await expectAccessible(page, 'invited by mail')
    await button(page, 'Create account').click()
    await link(page, 'Off-Topic').click()
    await channel(page, 'Off-Topic').waitFor()
    expect(await link(page, 'Town Square').count()).toBe(0)

    // Terms, and a second factor, stand before everything.
    const { client } = ws.admin
    await client.patchConfig({ SupportSettings: { CustomTermsOfServiceEnabled: true } } as never)
    await client.createTermsOfService('Be **kind** to each other.')
    await page.goto(ws.url)
    await page.getByText('kind').waitFor()
    await expectAccessible(page, 'terms')
    await button(page, 'I agree').click()
    await channel(page, 'Off-Topic').waitFor()
    await client.patchConfig({
      ServiceSettings: {
        EnableMultifactorAuthentication: true,
        EnforceMultifactorAuthentication: true,
      },
      GuestAccountsSettings: { EnforceMultifactorAuthentication: true },
    } as never)
    await page.goto(ws.url)
    await page.getByRole('heading', { name: 'Protect your account' }).waitFor()
    const secret = await page.locator('main code').textContent()
    await expectAccessible(page, 'second factor')
    await page.getByLabel('Code').fill(generateSync({ secret: secret ?? '' }))
    await button(page, 'Confirm code').click()
    await channel(page, 'Off-Topic').waitFor()

    // Whoever wants to leaves.
    await openTeamMenu(page, team.display_name, 'Leave team')
    await button(page, 'Leave team').click()
    await page.getByRole('heading', { name: 'Choose a team' }).waitFor()
    await expectAccessible(page, 'choice of a team')
    expect(errors).toEqual([])
  },
)
