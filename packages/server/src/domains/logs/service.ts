import type { LogLine, LogQuery } from '@redoubt/wire/system.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import { parseRfc3339, toRfc3339 } from '#platform/rfc3339.ts'

export type LogsService = ReturnType<typeof logsService>

type Level = 'debug' | 'info' | 'warn' | 'error'

/** A page of lines, counted from the newest. */
export type LogPage = { page: number; perPage: number }

type Deps = { clock: Clock; roles: RolesService }

const maxLines = 5_000
const maxLineLength = 1_000

/**
 * The last lines of the workspace's own log, for those who may read it but not the machine's. What
 * is noted here names things: no content, no tokens.
 */
export function logsService({ clock, roles }: Deps) {
  const lines: LogLine[] = []

  /** Adds a line; the oldest makes room. */
  function note(level: Level, msg: string, fields: Record<string, string | number> = {}): void {
    if (lines.length >= maxLines) lines.shift()
    const details = Object.entries(fields).map(([name, value]) => [name, cut(String(value))])
    const timestamp = toRfc3339(clock()).replace('T', ' ').replace('Z', ' Z')
    lines.push({ timestamp, level, msg: cut(msg), caller: '', ...Object.fromEntries(details) })
  }

  /** The lines as text, the newest page first and each page in order of time. */
  function read(actor: Actor, page: LogPage): string[] {
    roles.require(actor, 'get_logs')
    return pageOf(lines, page).map((line) => JSON.stringify(line))
  }

  function query(actor: Actor, wanted: LogQuery, page: LogPage): LogLine[] {
    roles.require(actor, 'get_logs')
    const levels = wanted.log_levels ?? []
    const from = parseTime(wanted.date_from) ?? 0
    const to = parseTime(wanted.date_to) ?? Number.POSITIVE_INFINITY
    const found = lines.filter(({ level, timestamp }) => {
      const time = parseTime(timestamp) ?? 0
      return (levels.length === 0 || levels.includes(level)) && time >= from && time <= to
    })
    return pageOf(found, page)
  }

  return { note, read, query }
}

/** Reads what lines and consoles write: `2026-11-21 13:00:00.000 Z`. */
function parseTime(text = ''): number | undefined {
  return parseRfc3339(text.trim().replace(' ', 'T').replace(' Z', 'Z'))
}

function pageOf(lines: LogLine[], { page, perPage }: LogPage): LogLine[] {
  const end = Math.max(0, lines.length - page * perPage)
  return lines.slice(Math.max(0, end - perPage), end)
}

function cut(text: string): string {
  return text.slice(0, maxLineLength)
}
