import type { ConfigService } from '#domains/config/service.ts'
import type { Tx } from '#platform/db/database.ts'
import { type Block, layout } from './layout.ts'
import type { MailService } from './service.ts'
import { type Texts, textsFor } from './texts.ts'

export type Letters = ReturnType<typeof makeLetters>

/** Whom a letter goes to, and in which language. */
export type Receiver = { email: string; locale: string }

type Invitation = {
  sender: string
  team: string
  url: string
  /** The sender's own words; '' for none. */
  message: string
}

type Deps = { config: ConfigService; mail: Pick<MailService, 'enqueue'> }

type Written = {
  subject: string
  title: string
  blocks: Block[]
  /** Whether the reader may be somebody who never asked for anything. */
  isUninvited?: boolean
  headers?: Record<string, string>
}

/** The letters of the workspace, a function for each; all of them go out after the commit. */
export function makeLetters({ config, mail }: Deps) {
  async function send(
    tx: Tx,
    to: Receiver,
    write: (texts: Texts, siteName: string) => Written,
  ): Promise<void> {
    const { locale, texts } = textsFor(to.locale)
    const siteName = config.string('TeamSettings.SiteName')
    const { subject, title, blocks, isUninvited = false, headers } = write(texts, siteName)
    const footer = (isUninvited ? texts.footerUninvited : texts.footer)(siteName, to.email)
    const laidOut = layout({ locale, title, blocks, footer, siteName })
    await mail.enqueue(tx, { to: to.email, subject, ...laidOut, ...(headers && { headers }) })
  }

  /** To a new account; `verifyUrl` where its address has to be confirmed first. */
  function welcome(
    tx: Tx,
    to: Receiver & { username: string },
    { url, verifyUrl }: { url: string; verifyUrl: string | undefined },
  ): Promise<void> {
    return send(tx, to, ({ welcome: texts, expiresInHours }, site) => ({
      subject: texts.subject(site),
      title: texts.title(site),
      blocks: [
        { paragraph: texts.body(to.username) },
        ...(verifyUrl
          ? [
              { paragraph: texts.verify },
              { button: texts.verifyButton, url: verifyUrl },
              { note: expiresInHours(24) },
            ]
          : [{ button: texts.button, url }]),
      ],
    }))
  }

  function verifyAddress(tx: Tx, to: Receiver, { url }: { url: string }): Promise<void> {
    return send(tx, to, ({ verify, expiresInHours }, site) => ({
      subject: verify.subject(site),
      title: verify.title,
      blocks: [
        { paragraph: verify.body(to.email) },
        { button: verify.button, url },
        { note: expiresInHours(24) },
      ],
      isUninvited: true,
    }))
  }

  /** To the address that the account had before. */
  function addressChanged(tx: Tx, to: Receiver, { email }: { email: string }): Promise<void> {
    return send(tx, to, ({ addressChanged: texts, notYou }, site) => ({
      subject: texts.subject(site),
      title: texts.title,
      blocks: [{ paragraph: texts.body(email) }, { note: notYou }],
    }))
  }

  function usernameChanged(
    tx: Tx,
    to: Receiver,
    { username }: { username: string },
  ): Promise<void> {
    return send(tx, to, ({ usernameChanged: texts, notYou }, site) => ({
      subject: texts.subject(site),
      title: texts.title,
      blocks: [{ paragraph: texts.body(username) }, { note: notYou }],
    }))
  }

  function passwordChanged(
    tx: Tx,
    to: Receiver,
    { how }: { how: 'settings' | 'administrator' | 'reset' },
  ): Promise<void> {
    return send(tx, to, ({ passwordChanged: texts, notYou }, site) => ({
      subject: texts.subject(site),
      title: texts.title,
      blocks: [{ paragraph: texts[how] }, { note: notYou }],
    }))
  }

  function loginMethodChanged(
    tx: Tx,
    to: Receiver,
    { isPassword }: { isPassword: boolean },
  ): Promise<void> {
    return send(tx, to, ({ loginMethodChanged: texts, notYou }, site) => ({
      subject: texts.subject(site),
      title: texts.title,
      blocks: [{ paragraph: isPassword ? texts.password : texts.service }, { note: notYou }],
    }))
  }

  function passwordReset(tx: Tx, to: Receiver, { url }: { url: string }): Promise<void> {
    return send(tx, to, ({ passwordReset: texts, expiresInHours }, site) => ({
      subject: texts.subject(site),
      title: texts.title,
      blocks: [
        { paragraph: texts.body },
        { button: texts.button, url },
        { note: `${expiresInHours(24)} ${texts.ignore}` },
      ],
    }))
  }

  function deactivated(tx: Tx, to: Receiver): Promise<void> {
    return send(tx, to, ({ deactivated: texts, notYou }, site) => ({
      subject: texts.subject(site),
      title: texts.title,
      blocks: [{ paragraph: texts.body }, { note: notYou }],
    }))
  }

  function teamInvitation(
    tx: Tx,
    to: Receiver,
    invitation: Invitation & { isReminder: boolean },
  ): Promise<void> {
    const { sender, team, url, message, isReminder } = invitation
    return send(tx, to, ({ teamInvitation: texts, expiresInHours }, site) => ({
      subject: (isReminder ? texts.reminder : texts.subject)(sender, team),
      title: texts.title(team),
      blocks: [
        { paragraph: texts.body(sender, team, site) },
        ...(message ? [{ quote: message, by: sender }] : []),
        { button: texts.button, url },
        { note: expiresInHours(48) },
      ],
      isUninvited: true,
    }))
  }

  function guestInvitation(
    tx: Tx,
    to: Receiver,
    invitation: Invitation & { channels: string[] },
  ): Promise<void> {
    const { sender, team, url, message, channels } = invitation
    return send(tx, to, ({ guestInvitation: texts, expiresInHours }) => ({
      subject: texts.subject(sender, team),
      title: texts.title(team),
      blocks: [
        { paragraph: texts.body(sender, team, channels.join(', ')) },
        ...(message ? [{ quote: message, by: sender }] : []),
        { button: texts.button, url },
        { note: expiresInHours(48) },
      ],
      isUninvited: true,
    }))
  }

  function magicLink(tx: Tx, to: Receiver, { url }: { url: string }): Promise<void> {
    return send(tx, to, ({ magicLink: texts, expiresInMinutes }, site) => ({
      subject: texts.subject(site),
      title: texts.title,
      blocks: [
        { paragraph: texts.body },
        { button: texts.button, url },
        { note: expiresInMinutes(5) },
      ],
    }))
  }

  function mfaChanged(tx: Tx, to: Receiver, { isOn }: { isOn: boolean }): Promise<void> {
    return send(tx, to, ({ mfaChanged: texts, notYou }, site) => ({
      subject: texts.subject(site),
      title: isOn ? texts.titleOn : texts.titleOff,
      blocks: [{ paragraph: isOn ? texts.on : texts.off }, { note: notYou }],
    }))
  }

  function tokenAdded(tx: Tx, to: Receiver): Promise<void> {
    return send(tx, to, ({ tokenAdded: texts, notYou }, site) => ({
      subject: texts.subject(site),
      title: texts.title,
      blocks: [{ paragraph: texts.body }, { note: notYou }],
    }))
  }

  /** Of what happened while the reader was away; its words come with it. */
  function notification(
    tx: Tx,
    to: Receiver,
    written: { subject: string; title: string; blocks: Block[]; headers: Record<string, string> },
  ): Promise<void> {
    return send(tx, to, () => written)
  }

  return {
    welcome,
    verifyAddress,
    addressChanged,
    usernameChanged,
    passwordChanged,
    loginMethodChanged,
    passwordReset,
    deactivated,
    teamInvitation,
    guestInvitation,
    magicLink,
    mfaChanged,
    tokenAdded,
    notification,
  }
}
