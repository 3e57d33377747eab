import { configKeys } from '@redoubt/wire/config-keys.gen.ts'
import { type Permission, permissionScopes } from '@redoubt/wire/permissions.gen.ts'
import type { Actor } from '#platform/actor.ts'
import { forbidden } from '#platform/app-error.ts'

/** How roles are asked. */
export type Grants = (actor: Actor, permission: Permission) => boolean

type Kind = 'read' | 'write'

/** Not to be changed over the network, whoever asks. */
export const fixedKeys: ReadonlySet<string> = new Set([
  'PluginSettings.EnableUploads',
  'PluginSettings.SignaturePublicKeyFiles',
  'ImportSettings.Directory',
])

/** Throws 403 unless the actor may see, or change, anything of the configuration at all. */
export function requireAny(grants: Grants, actor: Actor, kind: Kind): void {
  if (actor.isLocal || consolePermissions[kind].some((name) => grants(actor, name))) return
  throw forbidden()
}

/** The keys that the actor sees. The machine's owner sees all. */
export function readableKeys(grants: Grants, actor: Actor): (name: string) => boolean {
  return byTags(grants, actor, 'read')
}

/** The keys that the actor may change; `isRestricted` protects the server's own surroundings. */
export function writableKeys(
  grants: Grants,
  actor: Actor,
  isRestricted: boolean,
): (name: string) => boolean {
  if (actor.isLocal) return () => true
  const isOpen = byTags(grants, actor, 'write')
  return (name) =>
    !fixedKeys.has(name) &&
    !(isRestricted && configKeys[name]?.write_restrictable === true) &&
    isOpen(name)
}

function byTags(grants: Grants, actor: Actor, kind: Kind): (name: string) => boolean {
  if (actor.isLocal || grants(actor, 'manage_system')) return () => true
  const granted = new Set(consolePermissions[kind].filter((name) => grants(actor, name)))
  return (name) =>
    (configKeys[name]?.access ?? []).some((tag) =>
      tag === '*_read'
        ? kind === 'read' && granted.size > 0
        : granted.has(`sysconsole_${kind}_${tag}` as Permission),
    )
}

const consolePermissions: Readonly<Record<Kind, readonly Permission[]>> = {
  read: permissionsOf('read'),
  write: permissionsOf('write'),
}

function permissionsOf(kind: Kind): Permission[] {
  const names = Object.keys(permissionScopes) as Permission[]
  return names.filter((name) => name.startsWith(`sysconsole_${kind}_`))
}
