import type { User } from '@redoubt/wire/users.ts'
import { defineEvent } from '#platform/events/event.ts'

/** Heard by all: there is somebody new. */
export const newUser = defineEvent<{ id: string }>('new_user', {
  audience: (user) => ({ about_user: user.id }),
  data: (user) => ({ user_id: user.id }),
})

/** The copy for those who may see only what is public. */
export const userUpdatedForOthers = defineEvent<User>('user_updated', {
  audience: (user) => ({ about_user: user.id, omit_users: [user.id], detail: 'sanitized' }),
  data: (user) => ({ user }),
})

/** The copy for administrators. */
export const userUpdatedForAdmins = defineEvent<User>('user_updated', {
  audience: (user) => ({ omit_users: [user.id], detail: 'sensitive' }),
  data: (user) => ({ user }),
})

/** The user's own copy. */
export const userUpdatedForSelf = defineEvent<User>('user_updated', {
  audience: (user) => ({ user_id: user.id }),
  data: (user) => ({ user }),
})

export const userRoleUpdated = defineEvent<{ id: string; roles: string }>('user_role_updated', {
  audience: (user) => ({ user_id: user.id }),
  data: (user) => ({ user_id: user.id, roles: user.roles }),
})

export const activationChanged = defineEvent<null>('user_activation_status_change', {
  audience: () => ({}),
  data: () => ({}),
})
