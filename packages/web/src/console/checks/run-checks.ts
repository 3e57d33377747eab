import type { MachineChecks } from '@redoubt/wire/checks.ts'
import { client } from '#web/api/client.ts'
import { reasonOf, statusOf } from '#web/api/errors.ts'
import { type ConfigTree, valueAt } from '#web/console/config/values.ts'
import { consoleClient } from '#web/console/console-client.ts'
import type { ConsoleTextId } from '#web/console/texts/console-text.tsx'

/** What was found: how bad it is, and in words what it is. */
export type Finding = {
  check: ConsoleTextId
  state: 'ok' | 'warning' | 'failure' | 'unknown'
  detail: ConsoleTextId
  values?: Record<string, string | number>
  /** What the server said, in its own words. */
  reason?: string
  /** The setting that helps. */
  setting?: string
}

const GIBIBYTE = 1024 ** 3
const MEBIBYTE = 1024 ** 2
const SLOW_MS = 250
const CLOCK_MS = 60_000

/** Looks at everything that can be looked at without bothering anybody. */
export async function runChecks(isSocketOpen: boolean): Promise<Finding[]> {
  const config = (await client.getConfig().catch(() => ({}))) as unknown as ConfigTree
  const groups = await Promise.all([
    checkServer(),
    checkMachine(),
    checkSiteUrl(config),
    [checkSocket(isSocketOpen)],
    checkClock(),
    [checkMail(config), checkPush(config)],
    checkSwitches(config),
  ])
  return groups.flat()
}

async function checkServer(): Promise<Finding[]> {
  const status = await consoleClient.serverStatus().catch(() => undefined)
  const isUp = (name: string): Exclude<Finding['state'], 'warning'> =>
    status === undefined ? 'unknown' : status[name] === 'OK' ? 'ok' : 'failure'
  const database = isUp('database_status')
  const files = isUp('filestore_status')
  const findings: Finding[] = [
    { check: 'check.database', state: database, detail: `check.database.${database}` },
    { check: 'check.files', state: files, detail: `check.files.${files}` },
  ]
  if (status?.root_status === true) {
    findings.push({ check: 'check.account', state: 'warning', detail: 'check.account.root' })
  }
  return findings
}

async function checkMachine(): Promise<Finding[]> {
  try {
    const found = await consoleClient.machineChecks()
    return [checkDatabaseSpeed(found), checkDisk(found)]
  } catch {
    return [{ check: 'check.disk', state: 'unknown', detail: 'check.unknown' }]
  }
}

function checkDatabaseSpeed({ database }: MachineChecks): Finding {
  return {
    check: 'check.speed',
    state: database.answer_ms > SLOW_MS ? 'warning' : 'ok',
    detail: 'check.speed.detail',
    values: { ms: database.answer_ms, size: Math.ceil(database.size_bytes / MEBIBYTE) },
  }
}

function checkDisk({ disk }: MachineChecks): Finding {
  const free = disk.free_bytes
  return {
    check: 'check.disk',
    state: free < GIBIBYTE / 4 ? 'failure' : free < 2 * GIBIBYTE ? 'warning' : 'ok',
    detail: 'check.disk.detail',
    values: {
      free: Math.round((free / GIBIBYTE) * 10) / 10,
      total: Math.round(disk.total_bytes / GIBIBYTE),
    },
  }
}

async function checkSiteUrl(config: ConfigTree): Promise<Finding[]> {
  const setting = 'ServiceSettings.SiteURL'
  const url = textAt(config, setting)
  const check = 'check.site-url'
  if (url === '') return [{ check, state: 'warning', detail: 'check.site-url.none', setting }]
  if (URL.parse(url)?.origin !== window.location.origin) {
    const values = { url, here: window.location.origin }
    return [{ check, state: 'warning', detail: 'check.site-url.other', values, setting }]
  }
  const reached = await client.testSiteURL(url).then(
    (): Finding => ({ check, state: 'ok', detail: 'check.site-url.ok', values: { url } }),
    (error): Finding => ({
      check,
      state: 'warning',
      detail: 'check.site-url.unreached',
      reason: reasonOf(error),
    }),
  )
  return url.startsWith('https:')
    ? [reached]
    : [reached, { check: 'check.tls', state: 'warning', detail: 'check.tls.none', setting }]
}

function checkSocket(isOpen: boolean): Finding {
  const state = isOpen ? 'ok' : 'failure'
  return { check: 'check.socket', state, detail: `check.socket.${state}` }
}

async function checkClock(): Promise<Finding[]> {
  const there = await consoleClient.serverTime().catch(() => undefined)
  if (there === undefined) return []
  const seconds = Math.round((there - Date.now()) / 1000)
  const isRight = Math.abs(seconds) * 1000 < CLOCK_MS
  return [
    {
      check: 'check.clock',
      state: isRight ? 'ok' : 'warning',
      detail: isRight ? 'check.clock.ok' : 'check.clock.off',
      values: { seconds: Math.abs(seconds) },
    },
  ]
}

function checkMail(config: ConfigTree): Finding {
  const setting = 'EmailSettings.SMTPServer'
  const server = textAt(config, setting)
  return server === ''
    ? { check: 'check.mail', state: 'warning', detail: 'check.mail.none', setting }
    : { check: 'check.mail', state: 'unknown', detail: 'check.mail.untested', values: { server } }
}

function checkPush(config: ConfigTree): Finding {
  const setting = 'EmailSettings.PushNotificationServer'
  const check = 'check.push'
  const server = textAt(config, setting)
  if (valueAt(config, 'EmailSettings.SendPushNotifications') !== true || server === '') {
    return { check, state: 'unknown', detail: 'check.push.none', setting }
  }
  const isSafe = server.startsWith('https:')
  return {
    check,
    state: isSafe ? 'ok' : 'warning',
    detail: isSafe ? 'check.push.ok' : 'check.push.unsafe',
    values: { server },
    setting,
  }
}

/** Switches that have no place on a server that people rely on. */
const unsafe = [
  'ServiceSettings.EnableDeveloper',
  'ServiceSettings.EnableTesting',
  'ServiceSettings.EnableInsecureOutgoingConnections',
] as const

function checkSwitches(config: ConfigTree): Finding[] {
  return unsafe
    .filter((setting) => valueAt(config, setting) === true)
    .map((setting) => ({
      check: 'check.switch',
      state: 'warning',
      detail: 'check.switch.on',
      values: { setting },
      setting,
    }))
}

/** Sends a mail to the one who asks. */
export async function testMail(): Promise<Finding> {
  try {
    await client.testEmail()
    return { check: 'check.mail', state: 'ok', detail: 'check.mail.ok' }
  } catch (error) {
    const state = statusOf(error) === 501 ? 'unknown' : 'failure'
    return { check: 'check.mail', state, detail: 'check.mail.failure', reason: reasonOf(error) }
  }
}

function textAt(config: ConfigTree, key: string): string {
  const value = valueAt(config, key)
  return typeof value === 'string' ? value : ''
}
