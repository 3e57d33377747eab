/** Any of these lets one ask people into a team. */
export const INVITING = ['invite_user', 'invite_guest'] as const

/** Any of these lets one make a channel. */
export const CREATING = ['create_public_channel', 'create_private_channel'] as const
