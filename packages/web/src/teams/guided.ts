import type { Entities } from '#web/entities/entities.ts'

/** Whether somebody without a team is led through making the first one. */
export function selectIsGuided({ config, users, myId, teams }: Entities): boolean {
  const roles = users.get(myId)?.roles.split(' ') ?? []
  return (
    config.EnableOnboardingFlow !== 'false' && roles.includes('system_admin') && teams.size === 0
  )
}
