import type { Post } from '@mattermost/types/posts'
import type { Entities } from '#web/entities/entities.ts'

/** How a program wants to be shown as the author of a message, where the server allows that. */
export type Disguise = { isProgram: boolean; name: string; iconUrl: string; iconEmoji: string }

/** What a message says of its author beside the account that wrote it. */
export function disguiseOf({ props }: Post, config: Entities['config']): Disguise {
  const isProgram = props.from_webhook === 'true'
  const textOf = (name: string, isAllowed: boolean) => {
    const value = props[name]
    return isProgram && isAllowed && typeof value === 'string' ? value : ''
  }
  const mayName = config.EnablePostUsernameOverride === 'true'
  const mayShow = config.EnablePostIconOverride === 'true' && props.use_user_icon !== 'true'
  return {
    isProgram,
    name: textOf('override_username', mayName),
    iconUrl: textOf('override_icon_url', mayShow),
    iconEmoji: textOf('override_icon_emoji', mayShow).replaceAll(':', ''),
  }
}
