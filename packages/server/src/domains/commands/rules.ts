import { AppError, type ErrorId } from '#platform/app-error.ts'
import type { CommandRow } from './store.ts'

const triggerPattern = /^[a-z0-9_.-][a-z0-9_./-]{0,127}$/
const usernamePattern = /^[a-z0-9._-]{0,64}$/i
const maxUrl = 1024
const maxDisplayName = 64
const maxDescription = 128
const maxAutocomplete = 1024

/** Throws 400 with the id of the first field that isn't valid. */
export function requireValidCommand(row: CommandRow): void {
  if (!triggerPattern.test(row.trigger)) {
    throw new AppError('model.command.is_valid.trigger.app_error', 400)
  }
  if (row.url === '' || Buffer.byteLength(row.url) > maxUrl) {
    throw new AppError('model.command.is_valid.url.app_error', 400)
  }
  if (!/^https?:\/\//i.test(row.url) || !URL.canParse(row.url)) {
    throw new AppError('model.command.is_valid.url_http.app_error', 400)
  }
  if (!['P', 'G'].includes(row.method)) {
    throw new AppError('model.command.is_valid.method.app_error', 400)
  }
  requireLength(row.display_name, maxDisplayName, 'model.command.is_valid.display_name.app_error')
  requireLength(row.description, maxDescription, 'model.command.is_valid.description.app_error')
  for (const text of [row.auto_complete_desc, row.auto_complete_hint, row.icon_url]) {
    requireLength(text, maxAutocomplete, 'model.command.is_valid.autocomplete_data.app_error')
  }
  if (!usernamePattern.test(row.username)) {
    throw new AppError('model.command.is_valid.user_id.app_error', 400)
  }
}

function requireLength(text: string, max: number, id: ErrorId): void {
  if (Buffer.byteLength(text) > max) throw new AppError(id, 400)
}

/** What was typed, taken apart: `/trigger` and what follows it. Throws 400 for anything else. */
export function parseCommand(text: string): { trigger: string; rest: string } {
  const typed = text.trimStart()
  const [, trigger = '', rest = ''] = /^\/(\S+)(?:\s([\s\S]*))?$/.exec(typed) ?? []
  if (trigger === '' || trigger.length > maxTyped) {
    throw new AppError('api.command.execute_command.start.app_error', 400)
  }
  return { trigger: trigger.toLowerCase(), rest: rest.trim() }
}

const maxTyped = 512
