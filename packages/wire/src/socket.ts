/** To whom an event goes. Empty fields don't restrict; a user wins over channel and team. */
export type Broadcast = {
  omit_users: Record<string, boolean> | null
  user_id: string
  channel_id: string
  team_id: string
  connection_id: string
  omit_connection_id: string
  contains_sanitized_data?: true
  contains_sensitive_data?: true
}

/** A server event; `seq` counts from 0 for each connection id. */
export type EventFrame = {
  event: string
  data: Record<string, unknown>
  broadcast: Broadcast
  seq: number
}

/** Answer to a client's action; carries no `seq`. */
export type ReplyFrame = {
  status: 'OK' | 'FAIL'
  seq_reply: number
  data?: Record<string, unknown>
  error?: Record<string, unknown>
}
