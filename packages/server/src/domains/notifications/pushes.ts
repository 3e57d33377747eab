import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { newId } from '#platform/ids.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import type { PushMessage } from './push-messages.ts'
import type { PushProxy } from './push-proxy.ts'
import type { Device } from './store.ts'

export type Pushes = ReturnType<typeof openPushes>

/** A push for one device. */
type Push = Device & { ack_id: string; message: PushMessage }

type Deps = {
  transact: Transact
  clock: Clock
  tasks: Pick<Tasks, 'define'>
  proxy: PushProxy
  /** Notes that a session's device takes no more pushes. */
  noteRemovedDevice: (tx: Tx, sessionId: string, deviceId: string) => Promise<void>
}

const perTask = 100
const atOnce = 8
/** A push that is some minutes late disturbs more than it helps. */
const maxTries = 5
const firstDelayMs = 2_000

/** Pushes on their way: each is tried by itself, so none waits for another or goes twice. */
export function openPushes({ transact, clock, tasks, proxy, noteRemovedDevice }: Deps) {
  const sending = tasks.define<{ pushes: Push[]; tries: number }>('notifications.push', {
    run: ({ pushes, tries }) => sendAll(pushes, tries),
    maxAttempts: 3,
  })

  /** Sends the message to these devices after the commit. */
  async function add(tx: Tx, messages: { devices: Device[]; message: PushMessage }[]) {
    const pushes = messages.flatMap(({ devices, message }) =>
      devices.map((device) => ({ ...device, ack_id: newId(clock()), message })),
    )
    await addAll(tx, pushes, 1)
  }

  async function addAll(tx: Tx, pushes: Push[], tries: number, runAt = clock()): Promise<void> {
    for (let start = 0; start < pushes.length; start += perTask) {
      await sending.add(tx, { pushes: pushes.slice(start, start + perTask), tries }, { runAt })
    }
  }

  async function sendAll(pushes: Push[], tries: number): Promise<void> {
    if (!proxy.isOn()) return
    const failed: Push[] = []
    for (let start = 0; start < pushes.length; start += atOnce) {
      const some = pushes.slice(start, start + atOnce)
      const done = await Promise.all(some.map((push) => sendOne(push).catch(() => false)))
      failed.push(...some.filter((_, index) => done[index] === false))
    }
    if (failed.length === 0 || tries >= maxTries) return
    const runAt = clock() + firstDelayMs * 2 ** (tries - 1)
    await transact((tx) => addAll(tx, failed, tries + 1, runAt))
  }

  async function sendOne({ message, device_id, ack_id, session_id }: Push): Promise<void> {
    const outcome = await proxy.send(message, { deviceId: device_id, ackId: ack_id })
    if (outcome === 'removed') {
      await transact.single((tx) => noteRemovedDevice(tx, session_id, device_id))
    }
  }

  return { add }
}
