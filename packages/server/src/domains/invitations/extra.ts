/** What an invitation's token remembers: where it leads, and what its reminder says. */
export type InvitationExtra = {
  team_id: string
  team_name: string
  team_display_name: string
  channel_ids: string[]
  channel_names: string[]
  sender_id: string
  sender_name: string
  message: string
}

/** Reads back what was written as such. */
export function readExtra(extra: unknown): InvitationExtra {
  return extra as InvitationExtra
}
