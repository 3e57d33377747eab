import type { ServerChannel } from '@mattermost/types/channels'
import { ChannelRow } from './ChannelRow.tsx'
import { type SectionDialog, SectionView } from './SectionView.tsx'
import type { Section } from './sections.ts'

export type ShownSection = Section & { visible: readonly ServerChannel[] }

export type SectionListProps = {
  sections: readonly ShownSection[]
  currentId: string | undefined
  onDialog: (dialog: SectionDialog) => void
}

/** The sections as they are, without a way to arrange them by dragging. */
export function SectionList({ sections, currentId, onDialog }: SectionListProps) {
  return sections.map(({ category, channels, visible }) => (
    <SectionView
      key={category.id}
      category={category}
      isEmpty={channels.length === 0}
      onDialog={onDialog}
    >
      {visible.map((channel) => (
        <ChannelRow
          key={channel.id}
          channel={channel}
          categoryId={category.id}
          isCurrent={channel.id === currentId}
        />
      ))}
    </SectionView>
  ))
}
