import type { ConfigService } from '#domains/config/service.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import { toExpiryMessage } from './push-messages.ts'
import type { PushProxy } from './push-proxy.ts'
import type { Pushes } from './pushes.ts'
import type { Device } from './store.ts'
import { textsFor } from './texts.ts'

/** A phone whose session has ended, and the language of its owner. */
export type ExpiredDevice = Device & { locale: string }

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  config: ConfigService
  tasks: Pick<Tasks, 'every'>
  proxy: Pick<PushProxy, 'isOn'>
  pushes: Pushes
  /** Phones whose sessions ended between two times, and that weren't told. */
  findExpiredDevices: (db: Db, at: { after: number; until: number }) => Promise<ExpiredDevice[]>
  noteExpiryTold: (tx: Tx, sessionIds: string[]) => Promise<void>
}

const everyMs = 10 * 60_000
/** Who hasn't been told for so long has noticed. */
const pastMs = 60 * 60_000

/** Tells phones that they were logged out: nothing else would, for they hear of nothing any more. */
export function sessionExpiries(deps: Deps) {
  const { db, transact, clock, config, tasks, proxy, pushes } = deps
  tasks.every('notifications.session_expiry', everyMs, tellExpired)

  async function tellExpired(): Promise<void> {
    // Where sessions last while they are used, only that of a forgotten phone ends.
    if (!config.bool('ServiceSettings.ExtendSessionLengthWithActivity') || !proxy.isOn()) return
    const until = clock()
    const found = await deps.findExpiredDevices(db, { after: until - pastMs, until })
    if (found.length === 0) return
    const site = config.string('TeamSettings.SiteName')
    const hours = config.int('ServiceSettings.SessionLengthMobileInHours')
    const messages = found.map(({ locale, ...device }) => ({
      devices: [device],
      message: toExpiryMessage(textsFor(locale).expired(site, hours)),
    }))
    await transact(async (tx) => {
      await deps.noteExpiryTold(
        tx,
        found.map(({ session_id }) => session_id),
      )
      await pushes.add(tx, messages)
    })
  }

  return { tellExpired }
}
