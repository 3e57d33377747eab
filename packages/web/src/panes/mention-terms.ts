import type { UserProfile } from '@mattermost/types/users'

type Named = Pick<UserProfile, 'username' | 'first_name' | 'notify_props'>

/** The words by which somebody is spoken to, as terms of a search for any of them. */
export function termsOfMentions({ username, first_name, notify_props }: Named): string {
  const props: Partial<UserProfile['notify_props']> = notify_props ?? {}
  const chosen = (props.mention_keys ?? '').split(',').map((key) => key.trim())
  const first = props.first_name === 'true' ? [first_name] : []
  const words = [`@${username}`, ...chosen, ...first].filter(Boolean)
  return [...new Set(words)].map((word) => `"${word.replaceAll('"', '')}"`).join(' ')
}
