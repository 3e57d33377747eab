import type { Group } from '@redoubt/wire/groups.ts'
import type { ListedGroup } from './store.ts'

type Shown = Partial<Pick<Group, 'member_count' | 'member_ids' | 'scheme_admin'>>

/** The wire's form of a group, with what was asked for. */
export function toGroup(row: ListedGroup, shown: Shown): Group {
  const { member_count: _count, ...group } = row
  return { ...group, member_ids: null, ...shown }
}
