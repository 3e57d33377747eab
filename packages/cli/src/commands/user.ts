import type { User } from '@redoubt/wire/users.ts'
import type { Command } from 'commander'
import { CliError } from '../cli-error.ts'
import { type ControlClient, openControlClient } from '../control-client.ts'
import { printJson } from '../output.ts'
import { type Password, readPassword } from '../password.ts'

type Common = { workspace?: string; json?: boolean }
type WithPassword = Common & { passwordStdin?: boolean }

const inWorkspace = [
  '--workspace <name>',
  'the workspace; the default one where none is named',
] as const
const passwordStdin = ['--password-stdin', 'take the password from standard input'] as const
const howPasswords =
  '\nA password is typed unseen at a terminal or read with --password-stdin. Where there is neither,' +
  '\na new one is made and printed once. It is never an argument: those are visible to other users.'

export function addUserCommands(program: Command): void {
  const user = program.command('user').description('make accounts and mend them')

  user
    .command('create')
    .description('make an account; the first one of a workspace becomes its administrator')
    .requiredOption('--email <address>', 'e-mail address')
    .requiredOption('--username <name>', 'user name')
    .option('--system-admin', 'make it an administrator of the workspace')
    .option(...passwordStdin)
    .option(...inWorkspace)
    .option('--json', 'print the account as JSON')
    .addHelpText('after', howPasswords)
    .action(create)

  user
    .command('reset-password')
    .description('give an account a new password, also after too many wrong ones')
    .argument('<username>')
    .option(...passwordStdin)
    .option(...inWorkspace)
    .option('--json', 'print the result as JSON')
    .addHelpText('after', howPasswords)
    .action(resetPassword)

  user
    .command('promote')
    .description('make an account an administrator of its workspace')
    .argument('<username>')
    .option(...inWorkspace)
    .option('--json', 'print the account as JSON')
    .action(promote)
}

type NewAccount = WithPassword & { email: string; username: string; systemAdmin?: boolean }

async function create(options: NewAccount): Promise<void> {
  const client = openControlClient(options.workspace)
  const password = await readPassword({ fromStdin: options.passwordStdin ?? false })
  const { email, username } = options
  const body = { email, username, password: password.value }
  const made = await client.call<User>('POST', '/api/v4/users', { body })
  const user = options.systemAdmin ? await makeAdmin(client, made) : made
  if (options.json) return printJson({ ...user, ...ifGenerated(password) })
  console.log(`The account ${user.username} is ready (${describeRoles(user)}).`)
  tell(password)
}

async function resetPassword(username: string, options: WithPassword): Promise<void> {
  const client = openControlClient(options.workspace)
  const user = await find(client, username)
  const password = await readPassword({ fromStdin: options.passwordStdin ?? false })
  const body = { new_password: password.value }
  await client.call('PUT', `/api/v4/users/${user.id}/password`, { body })
  if (options.json) return printJson({ username: user.username, ...ifGenerated(password) })
  console.log(`${user.username} has a new password.`)
  tell(password)
}

async function promote(username: string, options: Common): Promise<void> {
  const client = openControlClient(options.workspace)
  const before = await find(client, username)
  const user = await makeAdmin(client, before)
  if (options.json) return printJson(user)
  const isChanged = user.roles !== before.roles
  console.log(`${user.username} is ${isChanged ? 'now' : 'already'} an administrator.`)
}

async function makeAdmin(client: ControlClient, user: User): Promise<User> {
  if (user.roles.split(' ').includes('system_admin')) return user
  const body = { roles: `${user.roles} system_admin` }
  await client.call('PUT', `/api/v4/users/${user.id}/roles`, { body })
  return { ...user, ...body }
}

async function find(client: ControlClient, username: string): Promise<User> {
  const body = [username]
  const [user] = await client.call<User[]>('POST', '/api/v4/users/usernames', { body })
  if (user) return user
  throw new CliError(`There is no account ${username}: look at how its name is written.`)
}

function describeRoles(user: User): string {
  return user.roles.split(' ').includes('system_admin') ? 'administrator' : 'member'
}

function ifGenerated(password: Password): { password?: string } {
  return password.isGenerated ? { password: password.value } : {}
}

function tell(password: Password): void {
  if (password.isGenerated) console.log(`Its password, shown only now: ${password.value}`)
}
