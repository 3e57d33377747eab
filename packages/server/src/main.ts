import { pino } from 'pino'
import { readProcessSettings } from './process-settings.ts'
import { openServer } from './server.ts'

/** Runs the server until a signal; resolves when everything that it started has stopped. */
export async function serve(): Promise<void> {
  const settings = readProcessSettings(process.env)
  // Whoever read our output may be gone; that is no reason to stop serving.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
  const logger = pino({ level: settings.logLevel }, pino.destination({ dest: 2, sync: true }))
  const stopped = untilSignal()
  const server = await openServer(settings, { logger })
  const workspace = await server.registry.ensureDefault()
  const invitation = workspace.config.hasAccounts
    ? ''
    : 'Open it and make an account: the first one becomes the administrator.\n'
  console.log(`Redoubt is ready at ${server.address}\n${invitation}Press Ctrl-C to stop.`)
  const signal = await stopped
  console.log(`${signal}: stopping …`)
  await server[Symbol.asyncDispose]()
  console.log('Stopped.')
}

/** The first SIGINT or SIGTERM; a second one ends the process at once. */
function untilSignal(): Promise<string> {
  return new Promise((resolve) => {
    let isStopping = false
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (isStopping) process.exit(1)
        isStopping = true
        resolve(signal)
      })
    }
  })
}

if (import.meta.main) {
  await serve().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
