import type { SidebarCategory } from '#web/entities/categories.ts'
import type { TextId } from '#web/i18n/i18n.tsx'
import { UNREADS } from './sections.ts'

/** What a category is called: those of everybody's in the reader's language, own ones by their names. */
export function nameOfCategory(
  { id, type, display_name }: Pick<SidebarCategory, 'id' | 'type' | 'display_name'>,
  text: (id: TextId) => string,
): string {
  if (id === UNREADS) return text('sidebar.unreads')
  switch (type) {
    case 'favorites':
      return text('sidebar.favorites')
    case 'channels':
      return text('channels.section')
    case 'direct_messages':
      return text('channels.personal')
    default:
      return display_name
  }
}
