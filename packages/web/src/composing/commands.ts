import type { CommandResponse } from '@mattermost/types/integrations'
import { client } from '#web/api/client.ts'
import { noteTrigger } from '#web/dialogs/triggers.ts'
import { openPath } from '#web/router/router.tsx'
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
  const { name } = partsOf(message.trim())
  if (name === 'logout') return logOut()
  if (name === 'shortcuts') return openOverlay({ kind: 'overview' })
  const { channelId, rootId, teamId } = place
  const answer = await client.executeCommand(message, {
    channel_id: channelId,
    team_id: teamId,
    ...(rootId && { root_id: rootId }),
  })
  noteTrigger(answer.trigger_id, { channelId, teamId })
  follow(answer)
}

/** Goes where a command leads: within the app, or elsewhere in a tab of its own. */
function follow({ goto_location: address }: Pick<CommandResponse, 'goto_location'>): void {
  if (!address) return
  const url = URL.parse(address, window.location.origin)
  if (url?.origin === window.location.origin) openPath(url.pathname + url.search)
  else if (url && /^https?:$/.test(url.protocol)) {
    window.open(url.href, '_blank', 'noopener,noreferrer')
  }
}
