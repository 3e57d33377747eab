import { reasonOf } from '#web/api/errors.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { logOut } from '#web/session/log-out.ts'
import { SECTIONS } from '#web/settings/sections.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { chooseLook } from '#web/theme/theme.ts'
import { say } from '#web/ui/toasts.ts'
import { STATUSES, setStatus } from '#web/users/set-status.ts'
import { openOverlay } from './overlay.ts'
import { type ActionId, SHORTCUTS } from './table.ts'

/** Something that can be done by its name. */
export type Command = { id: string; title: string; shortcut?: ActionId; run: () => void }

/** All that can be done here: what has keys, and what is found in menus otherwise. */
export function useCommands(actions: Record<ActionId, (() => void) | undefined>): Command[] {
  const text = useSettingsText()
  const common = useText()
  const team = useCurrentTeam()

  const byKeys = SHORTCUTS.flatMap((entry): Command[] => {
    if (!('combination' in entry) || entry.id === 'palette') return []
    const run = actions[entry.id]
    if (!run) return []
    return [{ id: entry.id, title: common(`shortcuts.${entry.id}`), shortcut: entry.id, run }]
  })
  const statuses = STATUSES.map((status): Command => {
    const fail = (error: unknown) =>
      say(reasonOf(error) || common('problem.unreachable'), 'problem')
    return {
      id: `status-${status}`,
      title: text('palette.status', { status: common(`status.${status}`) }),
      run: () => void setStatus(status).catch(fail),
    }
  })
  const sections = SECTIONS.map(
    ({ id }): Command => ({
      id: `settings-${id}`,
      title: text('palette.settings', { section: text(`section.${id}`) }),
      run: () => navigate({ page: 'settings', team: team.name, section: id }),
    }),
  )
  const looks = (['system', 'light', 'dark', 'own'] as const).map(
    (theme): Command => ({
      id: `look-${theme}`,
      title: text('palette.look', { look: text(`display.theme-${theme}`) }),
      run: () => chooseLook({ theme }),
    }),
  )
  return [
    ...byKeys,
    {
      id: 'custom-status',
      title: common('custom-status.set'),
      run: () => openOverlay({ kind: 'custom-status' }),
    },
    ...statuses,
    { id: 'dnd', title: common('dnd.for'), run: () => openOverlay({ kind: 'dnd' }) },
    ...sections,
    ...looks,
    { id: 'log-out', title: common('session.logout'), run: () => void logOut() },
  ]
}
