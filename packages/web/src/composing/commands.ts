import type { CommandResponse } from '@mattermost/types/integrations'
import { client } from '#web/api/client.ts'
import { noteTrigger } from '#web/dialogs/triggers.ts'
import { readEntities } from '#web/entities/store.ts'
import { openSearch } from '#web/panes/search-start.ts'
import { isWithinBase } from '#web/router/base.ts'
import { navigate, openPath } from '#web/router/router.tsx'
import { logOut } from '#web/session/log-out.ts'
import { openOverlay } from '#web/shortcuts/overlay.ts'

export type CommandPlace = { channelId: string; rootId: string; teamId: string }

/** Whether a message is a call of a command rather than something to be read. */
export function isCommand(message: string): boolean {
  return /^\/[^\s/]/.test(message)
}

/** The name and what follows it. */
export function partsOf(message: string): { name: string; rest: string | undefined } {
  const [, name = '', rest] = /^\/(\S*)(?:\s([\s\S]*))?$/.exec(message) ?? []
  return { name, rest }
}

/** Runs what is typed: what the app does by itself at once, all else at the server. */
export async function runCommand(message: string, place: CommandPlace): Promise<void> {
  const { name, rest = '' } = partsOf(message.trim())
  const { channelId, rootId, teamId } = place
  switch (name) {
    case 'logout':
      return logOut()
    case 'shortcuts':
      return openOverlay({ kind: 'overview' })
    case 'settings':
      return openSettings(teamId)
    case 'search':
      return openSearch(channelId, rest.trim())
  }
  const answer = await client.executeCommand(message, {
    channel_id: channelId,
    team_id: teamId,
    ...(rootId && { root_id: rootId }),
  })
  noteTrigger(answer.trigger_id, { channelId, teamId })
  follow(answer)
}

function openSettings(teamId: string): void {
  const team = readEntities().teams.get(teamId)?.name
  if (team) navigate({ page: 'settings', team, section: 'profile' })
}

/** Goes where a command leads: within the app, or elsewhere in a tab of its own. */
function follow({ goto_location: address }: Pick<CommandResponse, 'goto_location'>): void {
  if (!address) return
  const { origin } = window.location
  const url = URL.parse(address, origin)
  const isInApp = url?.origin === origin && (address.startsWith('/') || isWithinBase(url.pathname))
  if (isInApp) openPath(url.pathname + url.search)
  else if (url && /^https?:$/.test(url.protocol)) {
    window.open(url.href, '_blank', 'noopener,noreferrer')
  }
}
