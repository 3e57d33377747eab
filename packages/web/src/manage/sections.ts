/** The sections of a team's settings, and the permission that opens each. */
export const sections = [
  { id: 'general', may: 'manage_team' },
  { id: 'access', may: 'manage_team' },
  { id: 'people', may: '' },
  { id: 'invitations', may: 'invite_user' },
] as const
