import type { WorkspaceRecord } from '@redoubt/wire/control.ts'
import type { Command } from 'commander'
import { openControlClient } from '../control-client.ts'
import { formatTable, printJson } from '../output.ts'

const path = '/api/redoubt/v1/workspaces'

export function addWorkspaceCommands(program: Command): void {
  const workspace = program
    .command('workspace')
    .description('make and list the workspaces of the running server')

  workspace
    .command('create')
    .description('make a workspace with a database, people and settings of its own')
    .argument('<name>', 'letters a–z, digits and hyphens')
    .option('--host <host...>', 'host names at which it answers; * for those nobody else has')
    .option('--json', 'print the new workspace as JSON')
    .action(create)

  workspace
    .command('list')
    .description('list all workspaces with their host names')
    .option('--json', 'print them as JSON')
    .action(list)
}

async function create(name: string, options: { host?: string[]; json?: boolean }): Promise<void> {
  const body = { name, hosts: options.host ?? [] }
  const record = await openControlClient().call<WorkspaceRecord>('POST', path, { body })
  if (options.json) return printJson(record)
  console.log(`The workspace ${record.name} is ready.`)
  if (record.hosts.length > 0) console.log(`It answers at ${record.hosts.join(', ')}.`)
  else console.log('It has no host name: only --workspace reaches it.')
  console.log(
    `Make its administrator: redoubt user create --workspace ${record.name} --email … --username …`,
  )
}

async function list(options: { json?: boolean }): Promise<void> {
  const records = await openControlClient().call<WorkspaceRecord[]>('GET', path)
  if (options.json) return printJson(records)
  const rows = records.map(({ name, hosts, create_at, id }) => [
    name,
    hosts.join(', '),
    new Date(create_at).toISOString().slice(0, 10),
    id,
  ])
  console.log(formatTable(['name', 'hosts', 'made', 'id'], rows))
}
