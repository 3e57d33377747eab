import { type ProcessSettings, readProcessSettings } from '@redoubt/server/process-settings.ts'
import type { Health } from '@redoubt/wire/control.ts'
import { messageOf } from '../cli-error.ts'
import { openControlClient } from '../control-client.ts'
import { checkClock, startStopwatch } from './clock.ts'
import { checkDatabase } from './database.ts'
import { type Finding, failure, ok, warning } from './finding.ts'
import { checkDataFolder, checkDiskSpace, checkKeyFile, isEmptyFolder } from './folder.ts'
import { checkListen, findSocket } from './network.ts'

const neededMajor = 24
const answerMs = 5_000

/** Everything that the server needs, looked at one by one. */
export async function examine(environment: NodeJS.ProcessEnv): Promise<Finding[]> {
  const elapsed = startStopwatch()
  const findings = [checkNode()]
  let settings: ProcessSettings
  try {
    settings = readProcessSettings(environment)
  } catch (error) {
    return [...findings, failure('settings', messageOf(error), 'Correct the environment variable.')]
  }
  const { dataFolder, keyFile } = settings
  findings.push(checkDataFolder(dataFolder), checkDiskSpace(dataFolder))
  findings.push(checkKeyFile(keyFile, { isFresh: isEmptyFolder(dataFolder) }))

  const socket = await findSocket(dataFolder)
  const health = socket === 'alive' ? await askHealth() : undefined
  findings.push(toServerFinding(socket, health, dataFolder))
  const isHealthy = typeof health === 'object'
  findings.push(await checkDatabase(settings, isHealthy ? health : undefined))
  findings.push(await checkListen(settings, isHealthy ? health.address : undefined))
  findings.push(checkSiteUrl(environment, isHealthy ? health.site_url : undefined))
  findings.push(...checkClock(dataFolder, elapsed(), isHealthy ? health : undefined))
  return findings
}

function checkNode(): Finding {
  const major = Number.parseInt(process.versions.node, 10)
  if (major >= neededMajor) return ok('Node', process.version)
  return failure(
    'Node',
    process.version,
    `Use Node ${neededMajor}, which npm install brings along.`,
  )
}

/** The server's own view, or why it could not be had. */
async function askHealth(): Promise<Health | string> {
  const client = openControlClient()
  return client
    .call<Health>('GET', '/api/redoubt/v1/health', { timeoutMs: answerMs })
    .catch(messageOf)
}

function toServerFinding(
  socket: 'alive' | 'stale' | 'missing' | 'closed',
  health: Health | string | undefined,
  dataFolder: string,
): Finding {
  switch (socket) {
    case 'missing':
      return warning('server', `none runs on ${dataFolder}`, 'Start it with `redoubt serve`.')
    case 'stale':
      return warning(
        'server',
        'it ended without closing its control socket: it was killed, or the machine went down',
        'Start it with `redoubt serve`; nothing that it confirmed is lost.',
      )
    case 'closed':
      return failure(
        'server',
        'you may not open its control socket',
        'Run this as the user that runs the server.',
      )
    case 'alive':
      break
  }
  if (typeof health === 'object') {
    const uptime = `for ${describeSeconds(health.uptime_seconds)}`
    return ok('server', `process ${health.pid} runs ${uptime} at ${health.address}`)
  }
  return failure(
    'server',
    `it runs and can't say how it is: ${health}`,
    "Look into the server's log; restart it if it stays so.",
  )
}

function describeSeconds(seconds: number): string {
  if (seconds < 120) return `${seconds} s`
  return seconds < 7200 ? `${Math.floor(seconds / 60)} min` : `${Math.floor(seconds / 3600)} h`
}

function checkSiteUrl(environment: NodeJS.ProcessEnv, ofServer: string | undefined): Finding {
  const url = ofServer || environment.REDOUBT_SITE_URL || environment.MM_SERVICESETTINGS_SITEURL
  if (url) return ok('site URL', url)
  return warning(
    'site URL',
    'not set, so links in messages and mails lead nowhere',
    'Set REDOUBT_SITE_URL to the address that people open, such as https://chat.example.org.',
  )
}
