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
  /** Where the request came from; absent where there was no request. */
  ipAddress?: string
}

export const anonymous: Actor = {
  userId: '',
  sessionId: '',
  roles: [],
  isOAuth: false,
  isLocal: false,
  connectionId: '',
}

/** An account as an actor without a session: what its programs do is done in its name. */
export function actorOf(user: { id: string; roles: string }): Actor {
  return { ...anonymous, userId: user.id, roles: user.roles.split(' ').filter(Boolean) }
}

/** `me` stands for the actor wherever a user id does. */
export function resolveMe(actor: Actor, userId: string): string {
  return userId === 'me' ? actor.userId : userId
}
