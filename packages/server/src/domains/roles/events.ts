import type { Role } from '@redoubt/wire/roles.ts'
import { type Audience, defineEvent } from '#platform/events/event.ts'

/** Heard by everybody, or where the scheme of the role is used. */
export const roleUpdated = defineEvent<{ role: Role; audience: Audience }>('role_updated', {
  audience: ({ audience }) => audience,
  data: ({ role }) => ({ role: JSON.stringify(role) }),
})
