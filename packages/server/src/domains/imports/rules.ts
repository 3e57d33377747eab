import type { ChannelRow } from '#domains/channels/service.ts'
import type { Tx } from '#platform/db/database.ts'

type Named = { username?: string; email?: string; nickname?: string; first_name?: string } & {
  last_name?: string
  position?: string
  locale?: string
}

/** What other domains require of what they keep: an import lets nothing in that they wouldn't. */
export type ImportRules = {
  users: {
    requireValid: (user: Named) => void
    hashPassword: (password: string) => Promise<string>
    defaultNotifyProps: Readonly<Record<string, string>>
    defaultTimezone: Readonly<Record<string, string>>
  }
  roles: { exist: (names: string[]) => boolean }
  teams: {
    requireValid: (team: {
      name: string
      display_name: string
      type: 'O' | 'I'
      description?: string
    }) => void
  }
  channels: {
    requireValid: (channel: {
      name: string
      display_name: string
      header?: string
      purpose?: string
    }) => void
    newRow: (values: {
      teamId: string
      type: string
      name: string
      display_name: string
      header?: string
      purpose?: string
      now: number
    }) => ChannelRow
    createDefaults: (tx: Tx, teamId: string) => Promise<void>
    defaultNames: readonly string[]
    defaultNotifyProps: Readonly<Record<string, string>>
    toNotifyProps: (input: Record<string, string>) => Record<string, string>
    toDirectName: (one: string, other: string) => string
    toGroupName: (userIds: readonly string[]) => string
  }
  posts: {
    requireValidMessage: (message: string) => void
    findHashtags: (message: string) => string
    toOwnProps: (props: Record<string, unknown> | undefined) => Record<string, unknown>
    uncountedTypes: ReadonlySet<string>
    maxFiles: number
  }
}
