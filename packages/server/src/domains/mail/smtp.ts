import { createTransport } from 'nodemailer'

/** How the mail server is reached: `EmailSettings`. */
export type SmtpSettings = {
  SMTPServer: string
  SMTPPort: string
  SMTPServerTimeout: number
  EnableSMTPAuth: boolean
  SMTPUsername: string
  SMTPPassword: string
  ConnectionSecurity: string
  SkipServerCertificateVerification: boolean
}

/** A mail ready to go: one receiver, both forms. */
export type Mail = {
  to: string
  subject: string
  html: string
  text: string
  /** E.g. `Message-ID`, `In-Reply-To`, `References`. */
  headers?: Record<string, string>
}

export type Sender = { name: string; address: string; replyTo: string; host: string }

/** Answers of a mail server that say this receiver will never get it. */
const hopelessCodes = new Set([550, 551, 552, 553, 554])

/** Delivers one mail to the server. Throws where the server isn't there or refuses. */
export async function deliver(settings: SmtpSettings, from: Sender, mail: Mail): Promise<void> {
  const timeoutMs = Math.max(settings.SMTPServerTimeout, 1) * 1000
  const transport = createTransport({
    host: settings.SMTPServer,
    port: Number(settings.SMTPPort) || 25,
    name: from.host,
    secure: settings.ConnectionSecurity === 'TLS',
    requireTLS: settings.ConnectionSecurity === 'STARTTLS',
    ignoreTLS: settings.ConnectionSecurity === '' || settings.ConnectionSecurity === 'PLAIN',
    tls: { rejectUnauthorized: !settings.SkipServerCertificateVerification },
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    disableFileAccess: true,
    disableUrlAccess: true,
    ...(settings.EnableSMTPAuth && {
      auth: { user: settings.SMTPUsername, pass: settings.SMTPPassword },
    }),
  })
  const { 'Message-ID': messageId, ...headers } = mail.headers ?? {}
  try {
    await transport.sendMail({
      from: { name: oneLine(from.name), address: from.address },
      // As an object the address is never parsed for further ones.
      to: { name: '', address: oneLine(mail.to) },
      ...(from.replyTo && { replyTo: { name: '', address: oneLine(from.replyTo) } }),
      subject: oneLine(mail.subject),
      html: mail.html,
      text: mail.text,
      ...(messageId && { messageId: oneLine(messageId) }),
      headers: {
        'Auto-Submitted': 'auto-generated',
        Precedence: 'bulk',
        ...Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [oneLine(name), oneLine(value)]),
        ),
      },
    })
  } finally {
    transport.close()
  }
}

/** Whether trying again can't help: the server has said that it doesn't take mail for this one. */
export function isHopeless(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number }
  return code === 'EENVELOPE' && responseCode !== undefined && hopelessCodes.has(responseCode)
}

/** What stands in a header never begins another one. */
function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go
  return text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()
}
