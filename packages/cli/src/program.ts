import { Command } from 'commander'
import manifest from '../package.json' with { type: 'json' }
import { addDemoCommand } from './commands/demo.ts'
import { addDoctorCommand } from './commands/doctor.ts'
import { addUserCommands } from './commands/user.ts'
import { addWorkspaceCommands } from './commands/workspace.ts'
import { printJson } from './output.ts'

const settingsHelp = `
Settings are environment variables:
  REDOUBT_DATA          the data folder (default ./data); the server is found by it
  REDOUBT_LISTEN        host:port that the server listens on (default 127.0.0.1:8065)
  REDOUBT_SITE_URL      the address that people open
  REDOUBT_DATABASE_URL  a PostgreSQL 15 or newer (default: one that comes with Redoubt)
  REDOUBT_NATS_URL      the bus between several nodes, nats://user:password@host:4222
  REDOUBT_FILES         where files are stored; several nodes share it (default: in the data folder)
  REDOUBT_KEY_FILE      the key file (default: the data folder's name with .key)

All commands but serve, version and doctor speak to the running server.`

/** The whole command line. */
export function makeProgram(): Command {
  const program = new Command('redoubt')
    .description('Team communication that holds when the rest is down.')
    .version(manifest.version)
    .showHelpAfterError('Add --help to see what the command takes.')
    .addHelpText('after', settingsHelp)

  program
    .command('serve')
    .description('run the server until Ctrl-C or SIGTERM; with REDOUBT_NATS_URL as one of several')
    .action(async () => {
      const { serve } = await import('@redoubt/server/main.ts')
      await serve()
    })

  program
    .command('version')
    .description('print the versions of Redoubt and of the Node that runs it')
    .option('--json', 'print them as JSON')
    .action((options: { json?: boolean }) => {
      const versions = { redoubt: manifest.version, node: process.version }
      if (options.json) return printJson(versions)
      console.log(`redoubt ${versions.redoubt} (Node ${versions.node})`)
    })

  addDoctorCommand(program)
  addWorkspaceCommands(program)
  addUserCommands(program)
  addDemoCommand(program)
  return program
}
