import type { DeviceProps } from '@redoubt/wire/sessions.ts'
import type { Actor } from '#platform/actor.ts'
import { invalidBody, unauthorized } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Transact, Tx } from '#platform/db/database.ts'
import { csrfOf, isOfProgram } from './forms.ts'
import type { SessionLifetime } from './lifetime.ts'
import { findSession, findSessionsByUser, type SessionRow, updateSession } from './store.ts'

type Deps = {
  transact: Transact
  clock: Clock
  lifetime: SessionLifetime
  end: (tx: Tx, userId: string, ids: string[]) => Promise<unknown>
}

const semver = /^\d{1,9}\.\d{1,9}\.\d{1,9}(-[0-9A-Za-z.-]{1,64})?(\+[0-9A-Za-z.-]{1,64})?$/

/** Phones: each has one session, which knows where to push. */
export function sessionDevices({ transact, clock, lifetime, end }: Deps) {
  /**
   * Ties the actor's session to a device and ends the other sessions of that device. Resolves to
   * what the session's cookies are made of. Throws 400 for a version that is none.
   */
  async function attach(
    actor: Actor,
    device: DeviceProps,
  ): Promise<{ csrf: string; maxAgeSeconds: number }> {
    requireValid(device)
    return transact(async (tx) => {
      const session = await findSession(tx.db, actor.userId, actor.sessionId)
      if (!session) throw unauthorized()
      const next = withDevice(session, device)
      if (device.device_id) {
        const others = (await findSessionsByUser(tx.db, actor.userId)).filter(
          ({ id, device_id }) => id !== session.id && device_id === device.device_id,
        )
        await end(
          tx,
          actor.userId,
          others.map(({ id }) => id),
        )
        if (!isOfProgram(session)) next.expires_at = clock() + lifetime.of(next)
      }
      await updateSession(tx, next)
      // Caches forget it; its sockets stay.
      tx.changed({ kind: 'user', user_id: actor.userId })
      const maxAgeSeconds = Math.floor((next.expires_at - clock()) / 1000)
      return { csrf: csrfOf(session), maxAgeSeconds }
    })
  }

  return { attach }
}

function requireValid(device: DeviceProps): void {
  const { device_notification_disabled: isDisabled, mobile_version: version } = device
  if (isDisabled && !['true', 'false'].includes(isDisabled)) {
    throw invalidBody('device_notification_disabled')
  }
  if (version && !semver.test(version)) throw invalidBody('mobile_version')
}

function withDevice(session: SessionRow, device: DeviceProps): SessionRow {
  const { device_id, device_notification_disabled, mobile_version } = device
  return {
    ...session,
    ...(device_id && { device_id }),
    props: {
      ...session.props,
      ...(device_id && { isMobile: 'true' }),
      ...(device_notification_disabled && { device_notification_disabled }),
      ...(mobile_version && { mobile_version }),
    },
  }
}
