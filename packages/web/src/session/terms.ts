import type { ClientConfig } from '@mattermost/types/config'
import type { UserProfile } from '@mattermost/types/users'

const DAY_MS = 86_400_000

type Agreement = Partial<Pick<UserProfile, 'terms_of_service_id' | 'terms_of_service_create_at'>>

type Due = { termsId: string; user: Agreement; now: number }

/** Whether somebody has still to agree to the terms in force, or once more. */
export function areTermsDue(config: Partial<ClientConfig>, { termsId, user, now }: Due): boolean {
  if (user.terms_of_service_id !== termsId) return true
  const days = Number(config.CustomTermsOfServiceReAcceptancePeriod)
  return days > 0 && now > (user.terms_of_service_create_at ?? 0) + days * DAY_MS
}
