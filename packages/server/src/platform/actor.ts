/** On whose behalf something is done. */
export type Actor = {
  /** '' for somebody without a session. */
  userId: string
  sessionId: string
  /** System roles of the session's user. */
  roles: readonly string[]
  isOAuth: boolean
  /** Speaks over the control socket of the machine: passes every permission check. */
  isLocal: boolean
  /** The WebSocket connection that must not hear the echo, from the header `Connection-Id`. */
  connectionId: string
}

export const anonymous: Actor = {
  userId: '',
  sessionId: '',
  roles: [],
  isOAuth: false,
  isLocal: false,
  connectionId: '',
}

/** `me` stands for the actor wherever a user id does. */
export function resolveMe(actor: Actor, userId: string): string {
  return userId === 'me' ? actor.userId : userId
}
