import { useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { isTrue } from './time-zone.ts'

/** Tells the server the time zone of this device, where the account follows its devices. */
export function useTellZone(): void {
  const isOnline = useEntities((now) => now.connection.state === 'online')
  const zone = useEntities((now) => now.users.get(now.myId)?.timezone)
  const isAutomatic = isTrue(zone?.useAutomaticTimezone ?? 'true')
  const told = zone?.automaticTimezone
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (!isOnline || !isAutomatic || !here || here === told) return
    const timezone = {
      useAutomaticTimezone: 'true',
      automaticTimezone: here,
      manualTimezone: '',
    }
    // What isn't told now is told with the next start.
    client.patchMe({ timezone }).then(
      (me) => update(withUsers, [me]),
      () => {},
    )
  }, [isOnline, isAutomatic, told])
}
