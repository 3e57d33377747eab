import type { Group, GroupMember } from '@redoubt/wire/groups.ts'
import { defineEvent } from '#platform/events/event.ts'

/** Made, changed, deleted or restored; heard by everybody who may mention it. */
export const groupReceived = defineEvent<Group>('received_group', {
  audience: () => ({}),
  data: (group) => ({ group: JSON.stringify(group) }),
})

export const groupMemberAdded = defineEvent<GroupMember>('group_member_add', {
  audience: ({ user_id }) => ({ user_id }),
  data: (member) => ({ group_member: JSON.stringify(member) }),
})

export const groupMemberDeleted = defineEvent<GroupMember>('group_member_deleted', {
  audience: ({ user_id }) => ({ user_id }),
  data: (member) => ({ group_member: JSON.stringify(member) }),
})
