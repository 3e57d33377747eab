import type { ConfigService } from '#domains/config/service.ts'
import type { NotificationsService } from '#domains/notifications/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { BusyService } from '#domains/system/busy.ts'
import type { PeerHandlers } from '#platform/bus/peers.ts'
import type { CommittedWork } from '#platform/events/event.ts'
import type { Hub } from '#platform/hub/hub.ts'

type Deps = {
  config: ConfigService
  busy: BusyService
  statuses: StatusesService
  notifications: NotificationsService
  hub: Hub
  /** Caches and sockets of this node. */
  deliver: (work: CommittedWork) => void
}

/** What a workspace does with what its other nodes tell. */
export function peerHandlers(deps: Deps): PeerHandlers {
  const { config, busy, statuses, notifications, hub, deliver } = deps

  /** Clients ask for the configuration as soon as they hear that it changed. */
  function apply(work: CommittedWork): Promise<void> | undefined {
    const kinds = new Set(work.changes.map(({ kind }) => kind))
    if (kinds.has('user') && !config.hasAccounts) config.accountsExist()
    if (kinds.has('config')) {
      return config
        .reload()
        .catch(() => undefined)
        .then(() => deliver(work))
    }
    deliver(work)
    return undefined
  }

  // Facts come from this very function, run by another node.
  const adopt: Record<string, (value: never) => void> = {
    presences: (presences: ReturnType<StatusesService['held']>) => {
      for (const [userId, presence] of presences) statuses.adopt(userId, presence)
    },
    look: (look: Parameters<NotificationsService['noteLook']>) => notifications.noteLook(...look),
    busy: (change: ReturnType<BusyService['state']>) => busy.onChange(change),
  }

  function forget(): void {
    deliver({ changes: [{ kind: 'everything' }], events: [] })
  }

  return {
    apply,
    adopt: (name, value) => adopt[name]?.(value as never),
    facts: (userIds) => {
      const presences: [string, unknown] = ['presences', statuses.held(userIds)]
      return busy.isBusy() ? [presences, ['busy', busy.state()]] : [presences]
    },
    forget,
    resync() {
      forget()
      hub.resync()
    },
    onUserGone: statuses.noteGone,
    release: (connectionId, userId) => hub.release(connectionId, userId),
    describe: () => ({
      schema_version: config.clientConfig(true).SchemaVersion ?? '',
      config_hash: config.versionId.split('.').at(-2) ?? '',
    }),
  }
}
