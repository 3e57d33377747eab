import type { Team } from '@redoubt/wire/teams.ts'
import type { RolesService } from '#domains/roles/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import type { Page } from '#platform/http/paging.ts'
import type { TeamAccess } from './access.ts'
import { teamSchemeUpdated } from './events.ts'
import { findTeamsByScheme, updateTeam } from './store.ts'
import { toTeam } from './wire-forms.ts'

type Deps = { db: Db; transact: Transact; clock: Clock; roles: RolesService; access: TeamAccess }

/** Which teams use which permission scheme. */
export function teamSchemes({ db, transact, clock, roles, access }: Deps) {
  /** Gives a team the roles of a scheme, or with '' the built-in ones back. */
  async function setScheme(actor: Actor, teamId: string, schemeId: string | null): Promise<void> {
    roles.require(actor, 'sysconsole_write_user_management_permissions')
    const scheme = schemeId ? roles.findScheme(schemeId) : undefined
    if (schemeId && !scheme) throw new AppError('app.scheme.get.app_error', 404)
    if (scheme && scheme.scope !== 'team') {
      throw new AppError('api.team.update_team_scheme.scheme_scope.error', 400)
    }
    if (!(await access.findCached(teamId))) throw new AppError('app.team.get.find.app_error', 404)
    await transact(async (tx) => {
      const changes = { scheme_id: scheme?.id ?? null, update_at: clock() }
      const row = await updateTeam(tx, teamId, changes)
      if (!row) throw new AppError('app.team.get.find.app_error', 404)
      tx.changed({ kind: 'team', team_id: teamId })
      tx.emit(teamSchemeUpdated(toTeam(row, { seesEmail: false, seesInvite: false })))
    })
  }

  /** The teams that use a scheme. */
  async function listOfScheme(actor: Actor, schemeId: string, page: Page): Promise<Team[]> {
    roles.require(actor, 'sysconsole_read_user_management_teams')
    const scheme = roles.findScheme(schemeId)
    if (!scheme) throw new AppError('app.scheme.get.app_error', 404)
    if (scheme.scope !== 'team') {
      throw new AppError('api.scheme.get_teams_for_scheme.scope.error', 400)
    }
    const rows = await findTeamsByScheme(db, schemeId, page)
    const seesAll = roles.grants(actor, 'manage_team')
    return rows.map((row) => toTeam(row, { seesEmail: seesAll, seesInvite: seesAll }))
  }

  return { setScheme, listOfScheme }
}
