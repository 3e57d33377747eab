import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort, isListening } from './ports.ts'

/** A mail as it lay in the mailbox, with its parts decoded. */
export type ReceivedMail = {
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  /** Whom the server was told to deliver to. */
  receiver: string
  html: string
  text: string
}

type Options = {
  /** As `EmailSettings.ConnectionSecurity` names it. */
  security?: '' | 'STARTTLS' | 'TLS'
  /** Mail is taken only after a log-in with these. */
  login?: { user: string; password: string }
}

const waitMs = 15_000
const program = '/usr/sbin/exim4'

/** Whether Debian's Exim is here: `apt-get install exim4-daemon-light`. */
export function hasMailServer(): boolean {
  try {
    execFileSync(program, ['-bV'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** A real SMTP server on loopback that delivers everything to a folder of its own. */
export class MailServer implements AsyncDisposable {
  readonly port: number
  readonly #folder: string
  #process: ReturnType<typeof spawn> | undefined

  private constructor(port: number, folder: string) {
    this.port = port
    this.#folder = folder
  }

  static async open({ security = '', login }: Options = {}): Promise<MailServer> {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'redoubt-mail-'))
    const server = new MailServer(await freePort(), folder)
    for (const name of ['spool', 'inbox', 'log']) mkdirSync(path.join(folder, name))
    if (security) makeCertificate(folder)
    const file = path.join(folder, 'exim.conf')
    writeFileSync(file, configuration(folder, server.port, { security, ...(login && { login }) }))
    // Delivery runs as a user of its own, also where the tests run as root.
    if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'Debian-exim', folder])
    if (process.getuid?.() === 0) execFileSync('chown', ['root', file])
    chmodSync(folder, 0o755)
    await server.start()
    return server
  }

  /** Listens again after a `stop`, on the same port. */
  async start(): Promise<void> {
    const file = path.join(this.#folder, 'exim.conf')
    this.#process = spawn(program, ['-C', file, '-bdf', '-q5s'], { stdio: 'ignore' })
    for (const deadline = Date.now() + waitMs; ; await sleep(50)) {
      if (await isListening(this.port)) return
      if (Date.now() > deadline) throw new Error(`Exim doesn't listen:\n${this.#log()}`)
    }
  }

  async stop(): Promise<void> {
    const running = this.#process
    this.#process = undefined
    if (!running || running.exitCode !== null) return
    running.kill('SIGTERM')
    await once(running, 'exit')
  }

  /** The environment that makes a server send its mail here. */
  get environment(): Record<string, string> {
    return {
      MM_EMAILSETTINGS_SMTPSERVER: '127.0.0.1',
      MM_EMAILSETTINGS_SMTPPORT: String(this.port),
      MM_SERVICESETTINGS_SITEURL: 'https://chat.example.org',
    }
  }

  /** Everything that has been delivered, in no particular order. */
  inbox(): ReceivedMail[] {
    const folder = path.join(this.#folder, 'inbox', 'new')
    let names: string[] = []
    try {
      names = readdirSync(folder)
    } catch {
      // Made by the first mail.
    }
    return names.map((name) => parseMail(readFileSync(path.join(folder, name), 'utf8')))
  }

  /** The first mail to this address whose subject contains the words, waited for. */
  async until(receiver: string, subject = ''): Promise<ReceivedMail> {
    for (const deadline = Date.now() + waitMs; ; await sleep(50)) {
      const found = this.inbox().find(
        (mail) => mail.receiver === receiver && (mail.headers.subject ?? '').includes(subject),
      )
      if (found) return found
      if (Date.now() > deadline) {
        const all = this.inbox().map((mail) => `${mail.receiver}: ${mail.headers.subject}`)
        throw new Error(`no mail "${subject}" to ${receiver}, only:\n${all.join('\n')}`)
      }
    }
  }

  #log(): string {
    const folder = path.join(this.#folder, 'log')
    return readdirSync(folder)
      .map((name) => readFileSync(path.join(folder, name), 'utf8'))
      .join('')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function configuration(folder: string, port: number, { security, login }: Options): string {
  const tls = `
tls_advertise_hosts = *
tls_certificate = ${folder}/certificate.pem
tls_privatekey = ${folder}/key.pem
${security === 'TLS' ? `tls_on_connect_ports = ${port}` : ''}`
  return `
spool_directory = ${folder}/spool
log_file_path = ${folder}/log/%s
pid_file_path = ${folder}/pid
primary_hostname = mail.example.org
daemon_smtp_ports = ${port}
local_interfaces = 127.0.0.1
keep_environment =
deliver_drop_privilege = true
message_size_limit = 1M
acl_smtp_rcpt = acl_rcpt
${security ? tls : 'tls_advertise_hosts ='}
begin acl
acl_rcpt:
  deny message = no such mailbox
       recipients = refused@example.org
${security === 'STARTTLS' ? '  deny message = encryption is needed\n       !encrypted = *' : ''}
${login ? '  deny message = log in first\n       !authenticated = *' : ''}
  accept
begin routers
everybody:
  driver = accept
  transport = mailbox
begin transports
mailbox:
  driver = appendfile
  directory = ${folder}/inbox
  maildir_format = true
  envelope_to_add = true
begin authenticators
${
  login
    ? `plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_set_id = $auth2
  server_condition = \${if and{{eq{$auth2}{${login.user}}}{eq{$auth3}{${login.password}}}}}`
    : ''
}
`
}

function makeCertificate(folder: string): void {
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1']
  const key = ['-newkey', 'rsa:2048', '-nodes', '-keyout', path.join(folder, 'key.pem')]
  const out = ['-days', '2', '-out', path.join(folder, 'certificate.pem')]
  execFileSync('/usr/bin/openssl', ['req', '-x509', ...key, ...out, ...subject], {
    stdio: 'ignore',
  })
}

function parseMail(raw: string): ReceivedMail {
  const { headers, body } = splitHead(raw)
  const boundary = /boundary="?([^";]+)"?/.exec(headers['content-type'] ?? '')?.[1]
  const parts = boundary
    ? body
        .split(`--${boundary}`)
        .slice(1, -1)
        .map((part) => splitHead(part.replace(/^\r?\n/, '')))
    : [{ headers, body }]
  const bodyOf = (type: string) => {
    const part = parts.find((each) => each.headers['content-type']?.startsWith(type))
    return part ? decode(part.body, part.headers['content-transfer-encoding'] ?? '') : ''
  }
  return {
    headers: { ...headers, subject: decodeWords(headers.subject ?? '') },
    receiver: headers['envelope-to'] ?? '',
    html: bodyOf('text/html'),
    text: bodyOf('text/plain'),
  }
}

function splitHead(raw: string): { headers: Record<string, string>; body: string } {
  const end = /\r?\n\r?\n/.exec(raw)
  const head = raw.slice(0, end?.index ?? raw.length).replace(/\r?\n[ \t]+/g, ' ')
  const headers: Record<string, string> = {}
  for (const line of head.split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
  }
  return { headers, body: end ? raw.slice(end.index + end[0].length) : '' }
}

function decode(body: string, encoding: string): string {
  if (encoding.toLowerCase() === 'base64') return Buffer.from(body, 'base64').toString('utf8')
  if (encoding.toLowerCase() !== 'quoted-printable') return body
  return unescapeBytes(body.replace(/=\r?\n/g, ''))
}

function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?([^?]*)\?=/gi, (_all, kind: string, value: string) =>
      kind.toLowerCase() === 'b'
        ? Buffer.from(value, 'base64').toString('utf8')
        : unescapeBytes(value.replaceAll('_', ' ')),
    )
}

function unescapeBytes(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/gi, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
