import type { MailSettings } from '@redoubt/wire/mail.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { UserRow } from '#domains/users/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Tx } from '#platform/db/database.ts'
import type { Sealer } from '#platform/keys/sealer.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { layout } from './layout.ts'
import { deliver, isHopeless, type Mail, type Sender, type SmtpSettings } from './smtp.ts'
import { textsFor } from './texts.ts'

export type MailService = ReturnType<typeof mailService>
export type { Block } from './layout.ts'
export type { Letters } from './letters.ts'

type Deps = {
  config: ConfigService
  tasks: Tasks
  sealer: Sealer
  roles: RolesService
  getUser: (id: string) => Promise<UserRow>
}

/** Some days of trying, with an hour between two tries at the most. */
const maxAttempts = 120
const place = 'tasks.mail.send'
const mask = '********************************'

/** Mail by the server of `EmailSettings`; without a server nothing is sent. */
export function mailService({ config, tasks, sealer, roles, getUser }: Deps) {
  // Sealed, since links in a mail open accounts and a task lies in the database until it is done.
  const sending = tasks.define<{ sealed: string }>('mail.send', {
    run: ({ sealed }) => send(JSON.parse(sealer.open(Buffer.from(sealed, 'base64'), place))),
    maxAttempts,
  })

  /** Whether there is a mail server. */
  function isOn(): boolean {
    return config.string('EmailSettings.SMTPServer') !== ''
  }

  /** Sends after the commit, and again for days while the server is away. */
  async function enqueue(tx: Tx, mail: Mail): Promise<void> {
    if (!isOn()) return
    const sealed = sealer.seal(JSON.stringify(mail), place).toString('base64')
    await sending.add(tx, { sealed })
  }

  async function send(mail: Mail): Promise<void> {
    try {
      await deliver(settings(), sender(), mail)
    } catch (error) {
      if (!isHopeless(error)) throw error
    }
  }

  function settings(): SmtpSettings {
    return {
      SMTPServer: config.string('EmailSettings.SMTPServer'),
      SMTPPort: config.string('EmailSettings.SMTPPort'),
      SMTPServerTimeout: config.int('EmailSettings.SMTPServerTimeout'),
      EnableSMTPAuth: config.bool('EmailSettings.EnableSMTPAuth'),
      SMTPUsername: config.string('EmailSettings.SMTPUsername'),
      SMTPPassword: config.string('EmailSettings.SMTPPassword'),
      ConnectionSecurity: config.string('EmailSettings.ConnectionSecurity'),
      SkipServerCertificateVerification: config.bool(
        'EmailSettings.SkipServerCertificateVerification',
      ),
    }
  }

  function sender(): Sender {
    const site = config.string('ServiceSettings.SiteURL')
    const host = URL.canParse(site) ? new URL(site).hostname : 'localhost'
    return {
      name: config.string('EmailSettings.FeedbackName') || config.string('TeamSettings.SiteName'),
      address: config.string('EmailSettings.FeedbackEmail') || `no-reply@${host}`,
      replyTo: config.string('EmailSettings.ReplyToAddress'),
      host,
    }
  }

  /**
   * Sends a mail to the administrator at once, with the settings in force or others that are being
   * tried. Throws 400 for settings that aren't complete, 500 where the mail couldn't be sent.
   */
  async function test(actor: Actor, tried: MailSettings | undefined): Promise<void> {
    roles.require(actor, 'test_email')
    const to = await getUser(actor.userId)
    const wanted = tried ? withKeptPassword({ ...settings(), ...tried }) : settings()
    if (!wanted.SMTPServer) throw new AppError('api.admin.test_email.missing_server', 400)
    const { locale, texts } = textsFor(to.locale)
    const siteName = config.string('TeamSettings.SiteName')
    const laidOut = layout({
      locale,
      title: texts.test.title,
      blocks: [{ paragraph: texts.test.body }],
      footer: texts.footer(siteName, to.email),
      siteName,
    })
    const mail = { to: to.email, subject: texts.test.subject(siteName), ...laidOut }
    await deliver(wanted, sender(), mail).catch((cause: unknown) => {
      throw new AppError('app.admin.test_email.failure', 500, {
        cause,
        params: { Error: cause instanceof Error ? cause.message : '' },
      })
    })
  }

  /** The mask stands for the saved password, but only towards the server that it was saved for. */
  function withKeptPassword(wanted: SmtpSettings): SmtpSettings {
    if (wanted.SMTPPassword !== mask) return wanted
    const saved = settings()
    const isSame =
      saved.SMTPServer === wanted.SMTPServer &&
      saved.SMTPPort === wanted.SMTPPort &&
      saved.SMTPUsername === wanted.SMTPUsername
    if (!isSame) throw new AppError('api.admin.test_email.reenter_password', 400)
    return { ...wanted, SMTPPassword: saved.SMTPPassword }
  }

  return { isOn, enqueue, test }
}
