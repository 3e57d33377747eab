import type { Post } from '@mattermost/types/posts'
import type { TextId } from '#web/i18n/i18n.tsx'

/** What a system message says, as a text and the values for its placeholders. */
export type SystemText = { id: TextId; values: Record<string, string> }

/** The words for a system post; `undefined` where only the server's own text tells it. */
export function systemTextOf(post: Post): SystemText | undefined {
  const prop = (name: string) => {
    const value = post.props[name]
    return typeof value === 'string' ? value : ''
  }
  const values = {
    user: at(prop('username')),
    added: at(prop('addedUsername')),
    removed: at(prop('removedUsername')),
  }
  const change = (kind: 'header' | 'purpose', before: string, after: string): SystemText => {
    if (after === '') return { id: `system.${kind}-removed`, values: { ...values, before } }
    if (before === '') return { id: `system.${kind}-set`, values: { ...values, after } }
    return { id: `system.${kind}-changed`, values: { ...values, before, after } }
  }

  // The client's type of post types names only some of those on the wire.
  const type: string = post.type
  switch (type) {
    case 'system_join_channel':
    case 'system_guest_join_channel':
      return { id: 'system.joined-channel', values }
    case 'system_leave_channel':
      return { id: 'system.left-channel', values }
    case 'system_add_to_channel':
    case 'system_add_guest_to_chan':
      return { id: 'system.added-to-channel', values }
    case 'system_remove_from_channel':
      return { id: 'system.removed-from-channel', values }
    case 'system_join_team':
      return { id: 'system.joined-team', values }
    case 'system_leave_team':
      return { id: 'system.left-team', values }
    case 'system_add_to_team':
      return { id: 'system.added-to-team', values }
    case 'system_remove_from_team':
      return { id: 'system.removed-from-team', values }
    case 'system_header_change':
      return change('header', prop('old_header'), prop('new_header'))
    case 'system_purpose_change':
      return change('purpose', prop('old_purpose'), prop('new_purpose'))
    case 'system_displayname_change':
      return {
        id: 'system.renamed',
        values: { ...values, before: prop('old_displayname'), after: prop('new_displayname') },
      }
    case 'system_channel_deleted':
      return { id: 'system.archived', values }
    case 'system_channel_restored':
      return { id: 'system.restored', values }
    case 'system_move_channel':
      return { id: 'system.moved', values }
    default:
      return undefined
  }
}

function at(username: string): string {
  return username && `@${username}`
}
