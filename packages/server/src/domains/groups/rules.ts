import type { GroupPatch, NewGroup } from '@redoubt/wire/groups.ts'
import { AppError } from '#platform/app-error.ts'

const reserved = new Set(['all', 'channel', 'here'])

/** Throws 400 with the id of the first thing that isn't valid. */
export function requireValidGroup({
  name,
  display_name,
  description,
}: NewGroup | GroupPatch): void {
  if (name != null) requireValidName(name)
  const runes = display_name == null ? 1 : [...display_name].length
  if (runes === 0 || runes > 128) throw new AppError('model.group.display_name.app_error', 400)
  if ([...(description ?? '')].length > 1024) {
    throw new AppError('model.group.description.app_error', 400)
  }
}

function requireValidName(name: string): void {
  if (name.length === 0 || name.length > 64) {
    throw new AppError('model.group.name.invalid_length.app_error', 400)
  }
  if (!/^[a-z0-9.\-_]+$/.test(name)) {
    throw new AppError('model.group.name.invalid_chars.app_error', 400)
  }
  if (reserved.has(name)) throw new AppError('api.ldap_groups.existing_reserved_name_error', 400)
}
