import { isReservedTeamName, isTeamName } from '@redoubt/wire/place-names.ts'
import type { NewTeam, TeamPatch } from '@redoubt/wire/teams.ts'
import { AppError } from '#platform/app-error.ts'

/** Throws 400 with the id of the first field that isn't valid. */
export function requireValidTeam(team: NewTeam | TeamPatch): void {
  if ('name' in team && typeof team.name === 'string') requireValidName(team.name)
  const displayName = team.display_name
  if (displayName !== undefined && !(displayName.length > 0 && [...displayName].length <= 64)) {
    throw new AppError('model.team.is_valid.name.app_error', 400)
  }
  if ((team.description ?? '').length > 255) {
    throw new AppError('model.team.is_valid.description.app_error', 400)
  }
  if ((team.company_name ?? '').length > 64) {
    throw new AppError('model.team.is_valid.company.app_error', 400)
  }
  if ((team.allowed_domains ?? '').length > 500) {
    throw new AppError('model.team.is_valid.domains.app_error', 400)
  }
  if ('type' in team && team.type !== undefined && !['O', 'I'].includes(team.type)) {
    throw new AppError('model.team.is_valid.type.app_error', 400)
  }
}

function requireValidName(name: string): void {
  if (isReservedTeamName(name)) {
    throw new AppError('model.team.is_valid.reserved.app_error', 400)
  }
  if (!isTeamName(name)) throw new AppError('model.team.is_valid.characters.app_error', 400)
}
