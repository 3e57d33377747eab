import type { Health, WorkspaceRecord } from '@redoubt/wire/control.ts'
import type { ImportLine, ImportReport, ImportSummary } from '@redoubt/wire/imports.ts'
import type { User } from '@redoubt/wire/users.ts'
import { Presets, SingleBar } from 'cli-progress'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { CliError } from '../cli-error.ts'
import { type ControlClient, openControlClient } from '../control-client.ts'
import { generateOrganisation, type Size } from '../demo/organisation.ts'
import { demoDomain } from '../demo/people.ts'
import { printJson } from '../output.ts'
import { generatePassword, type Password, readPassword } from '../password.ts'

type DemoOptions = {
  size: Size
  seed: number
  workspace?: string
  passwordStdin?: boolean
  add?: boolean
  json?: boolean
}

export function addDemoCommand(program: Command): void {
  const sizes: Size[] = ['small', 'medium']
  program
    .command('demo')
    .description('fill a workspace with an invented organisation, to try Redoubt with')
    .addOption(
      new Option('--size <size>', 'small: 12 people, medium: 120')
        .choices(sizes)
        .default('small' satisfies Size),
    )
    .option('--seed <number>', 'the same number makes the same organisation', parseSeed, 1)
    .option('--workspace <name>', 'the workspace; the default one where none is named')
    .option('--password-stdin', 'take the password of all demo accounts from standard input')
    .option('--add', 'add to what an earlier run has left')
    .option('--json', 'print the summary as JSON')
    .addHelpText(
      'after',
      '\nAll demo accounts share one password, made and printed once unless you give it. Where the' +
        '\nworkspace has no account yet, the first of them administers it.',
    )
    .action(runDemo)
}

function parseSeed(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new InvalidArgumentError('It is a whole number from 0.')
}

async function runDemo(options: DemoOptions): Promise<void> {
  const client = openControlClient(options.workspace)
  const health = await client.call<Health>('GET', '/api/redoubt/v1/health')
  const password: Password = options.passwordStdin
    ? await readPassword({ fromStdin: true })
    : { value: generatePassword(), isGenerated: true }
  const lines = [
    ...generateOrganisation({
      seed: options.seed,
      size: options.size,
      now: Date.now(),
      password: password.value,
      hasAdministrator: !health.has_accounts,
    }),
  ]
  await requireNoStrangers(client, toUsernames(lines), options.add ?? false)
  const summary = await send(client, lines, { isQuiet: options.json ?? false })
  if (!summary.done) throw new CliError(summary.stopped ?? 'The import stopped before its end.')

  const [username = ''] = toUsernames(lines)
  const isNew = summary.created.user !== undefined
  const login = { address: await findAddress(client, health, options.workspace), username }
  const secret = isNew && password.isGenerated ? { password: password.value } : {}
  if (options.json) printJson({ ...login, ...secret, ...summary })
  else describe(summary, { ...login, ...secret, isAdministrator: !health.has_accounts })
  if (summary.errors > 0) process.exitCode = 1
}

/** Where the workspace answers: at a host of its own, else where the server does. */
async function findAddress(
  client: ControlClient,
  health: Health,
  workspace: string | undefined,
): Promise<string> {
  const records = await client.call<WorkspaceRecord[]>('GET', '/api/redoubt/v1/workspaces')
  const own = records.find((record) => record.name === workspace)
  const host = own?.hosts.find((name) => name !== '*')
  if (!host) return health.site_url || health.address
  const address = new URL(health.address)
  address.hostname = host
  return address.origin
}

function toUsernames(lines: ImportLine[]): string[] {
  return lines.flatMap((line) => (line.type === 'user' ? line.user.username : []))
}

/** The names are invented and yet somebody may bear one: nobody's account is touched. */
async function requireNoStrangers(
  client: ControlClient,
  usernames: string[],
  mayBeThere: boolean,
): Promise<void> {
  const body = usernames
  const known = await client.call<User[]>('POST', '/api/v4/users/usernames', { body })
  const stranger = known.find((user) => !user.email.endsWith(`@${demoDomain}`))
  if (stranger) {
    throw new CliError(
      `The account ${stranger.username} isn't the demo's: take another --seed, or another --workspace.`,
    )
  }
  if (known.length > 0 && !mayBeThere) {
    throw new CliError(
      'The demo organisation is here already: take another --workspace, or add to it with --add.',
    )
  }
}

async function send(
  client: ControlClient,
  lines: ImportLine[],
  { isQuiet }: { isQuiet: boolean },
): Promise<ImportSummary> {
  const bar = isQuiet || !process.stderr.isTTY ? undefined : openBar(lines.length)
  let summary: ImportSummary | undefined
  const onReport = (report: ImportReport) => {
    if ('line' in report) console.error(`Line ${report.line}: ${report.error}`)
    else bar?.update(report.lines)
    if ('done' in report) summary = report
  }
  try {
    await client.importLines(toTexts(lines), onReport)
  } finally {
    bar?.stop()
  }
  if (!summary) throw new CliError("The server's answer broke off: look into its log.")
  return summary
}

function* toTexts(lines: ImportLine[]): Generator<string> {
  for (const line of lines) yield `${JSON.stringify(line)}\n`
}

function openBar(total: number): SingleBar {
  const bar = new SingleBar(
    { format: 'Filling the workspace  {bar}  {percentage} %', stream: process.stderr },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return bar
}

type Login = { address: string; username: string; password?: string; isAdministrator: boolean }

function describe({ created }: ImportSummary, login: Login): void {
  const count = (name: string) => (created[name] ?? 0).toLocaleString('en')
  const posts = ((created.post ?? 0) + (created.reply ?? 0)).toLocaleString('en')
  console.log(
    `Made ${count('user')} people, ${count('team')} teams, ${count('channel')} channels, ${posts} messages, ${count('reaction')} reactions and ${count('attachment')} files.`,
  )
  const role = login.isAdministrator ? ', who administers the workspace' : ''
  console.log(`Open ${login.address} and log in as ${login.username}${role}.`)
  if (login.password) {
    console.log(`The password of all demo accounts, shown only now: ${login.password}`)
  }
}
