import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  DragOverlay,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import {
  SortableContext,
  sortableKeyboardCoordinates,
  useSortable,
  type verticalListSortingStrategy,
} from '@dnd-kit/sortable'
import type { ServerChannel } from '@mattermost/types/channels'
import { memo, type ReactNode, useId, useMemo, useState } from 'react'
import { categoriesOf } from '#web/entities/categories.ts'
import { readEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { ChannelRow, ChannelSign } from './ChannelRow.tsx'
import { nameOfCategory } from './category-name.ts'
import type { SectionListProps, ShownSection } from './SectionList.tsx'
import { type SectionDialog, SectionView } from './SectionView.tsx'
import styles from './SortableSections.module.css'
import { dropIndex, titleOf } from './sections.ts'
import { useCategoryActions } from './use-category-actions.ts'

/** What is dragged, or dropped on. */
type Item =
  | { kind: 'channel'; channel: ServerChannel; categoryId: string }
  | { kind: 'category'; section: ShownSection }

const KEYS = { start: ['Space'], cancel: ['Escape'], end: ['Space', 'Enter', 'Tab'] }

/** The sections, arranged by dragging: with a pointer, or with the space bar and the arrow keys. */
export function SortableSections({ sections, currentId, onDialog }: SectionListProps) {
  const text = useText()
  const id = useId()
  const [dragged, setDragged] = useState<Item>()
  const { announcements, nameOf } = useWords()
  const drop = useDrop()
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 260, tolerance: 8 } }),
    useSensor(KeyboardSensor, {
      coordinateGetter: sortableKeyboardCoordinates,
      keyboardCodes: KEYS,
    }),
  )
  const items = useItems(sections)

  function handleEnd(event: DragEndEvent) {
    setDragged(undefined)
    dropClick()
    const [from, to] = [itemOf(event.active), itemOf(event.over)]
    if (from && to) drop(from, to)
  }

  return (
    <DndContext
      id={id}
      sensors={sensors}
      collisionDetection={nearest}
      accessibility={{
        announcements,
        screenReaderInstructions: { draggable: text('sidebar.drag-help') },
      }}
      onDragStart={({ active }) => setDragged(itemOf(active))}
      onDragEnd={handleEnd}
      onDragCancel={() => setDragged(undefined)}
    >
      <SortableContext items={items} strategy={stay}>
        {sections.map((section) => (
          <SortableSection key={section.category.id} section={section} onDialog={onDialog}>
            {section.visible.map((channel) => (
              <SortableRow
                key={channel.id}
                channel={channel}
                categoryId={section.category.id}
                isCurrent={channel.id === currentId}
              />
            ))}
          </SortableSection>
        ))}
      </SortableContext>
      <DragOverlay dropAnimation={null}>
        {dragged && (
          <div className={styles.dragged}>
            {dragged.kind === 'channel' && <ChannelSign channel={dragged.channel} />}
            <span className={styles.name}>{nameOf(dragged)}</span>
          </div>
        )}
      </DragOverlay>
    </DndContext>
  )
}

/** The same list as long as it holds the same, so that rows are not drawn in vain. */
function useItems(sections: readonly ShownSection[]): string[] {
  const all = sections
    .flatMap(({ category, visible }) => [
      categoryKey(category.id),
      ...visible.map(({ id }) => channelKey(category.id, id)),
    ])
    .join('\n')
  return useMemo(() => all.split('\n'), [all])
}

/** Nothing makes room while one is dragged: a line shows where it would go. */
const stay: typeof verticalListSortingStrategy = () => null

/** Categories go between categories only. */
const nearest: CollisionDetection = (given) => {
  const isCategory = itemOf(given.active)?.kind === 'category'
  const isFitting = (entry: Parameters<typeof itemOf>[0]) =>
    !isCategory || itemOf(entry)?.kind === 'category'
  return closestCenter({
    ...given,
    droppableContainers: given.droppableContainers.filter(isFitting),
  })
}

const categoryKey = (id: string) => `category ${id}`
const channelKey = (categoryId: string, id: string) => `channel ${categoryId} ${id}`

function itemOf(entry: { data: { current?: object | undefined } } | null): Item | undefined {
  return entry?.data.current as Item | undefined
}

/** A drag that ends on a link is no press of it. */
function dropClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  window.addEventListener('click', swallow, { capture: true })
  setTimeout(() => window.removeEventListener('click', swallow, { capture: true }))
}

type SortableSectionProps = {
  section: ShownSection
  onDialog: (dialog: SectionDialog) => void
  children: ReactNode
}

function SortableSection({ section, onDialog, children }: SortableSectionProps) {
  const { category, channels } = section
  const data: Item = { kind: 'category', section }
  const sortable = useSortable({
    id: categoryKey(category.id),
    data,
    disabled: category.user_id === '',
  })
  const { onMouseDown, onTouchStart } = sortable.listeners ?? {}
  return (
    <SectionView
      category={category}
      isEmpty={channels.length === 0}
      onDialog={onDialog}
      drag={{
        ref: sortable.setDraggableNodeRef,
        headRef: sortable.setDroppableNodeRef,
        // Its keys open and close it; they move it by its menu.
        handleProps: { onMouseDown, onTouchStart } as SectionDragHandle,
        drop: dropOf(sortable, data),
        isDragged: sortable.isDragging,
      }}
    >
      {children}
    </SectionView>
  )
}

type SectionDragHandle = NonNullable<Parameters<typeof SectionView>[0]['drag']>['handleProps']

type SortableRowProps = { channel: ServerChannel; categoryId: string; isCurrent: boolean }

const SortableRow = memo(function SortableRow(props: SortableRowProps) {
  const { channel, categoryId, isCurrent } = props
  const data: Item = { kind: 'channel', channel, categoryId }
  const sortable = useSortable({ id: channelKey(categoryId, channel.id), data })
  return (
    <ChannelRow
      channel={channel}
      categoryId={categoryId}
      isCurrent={isCurrent}
      drag={{
        ref: sortable.setNodeRef,
        handleRef: sortable.setActivatorNodeRef,
        handleProps: {
          ...sortable.listeners,
          'aria-describedby': sortable.attributes['aria-describedby'],
        },
        drop: dropOf(sortable, data),
        isDragged: sortable.isDragging,
      }}
    />
  )
})

type Sortable = Pick<
  ReturnType<typeof useSortable>,
  'isOver' | 'active' | 'activeIndex' | 'overIndex'
>

function dropOf(sortable: Sortable, here: Item): 'before' | 'after' | 'into' | undefined {
  const from = itemOf(sortable.active)
  if (!sortable.isOver || !from || isSame(from, here)) return undefined
  if (from.kind === 'category') {
    return here.kind === 'category' ? sideOf(sortable) : undefined
  }
  if (here.kind === 'category') return 'into'
  return from.categoryId === here.categoryId ? sideOf(sortable) : 'before'
}

/** Going down one comes to stand behind the other, going up before it. */
function sideOf({ activeIndex, overIndex }: Sortable): 'before' | 'after' {
  return activeIndex < overIndex ? 'after' : 'before'
}

function isSame(one: Item, other: Item): boolean {
  if (one.kind === 'channel') return other.kind === 'channel' && one.channel.id === other.channel.id
  return other.kind === 'category' && one.section.category.id === other.section.category.id
}

/** What comes of a drop. */
function useDrop(): (from: Item, to: Item) => void {
  const team = useCurrentTeam()
  const { moveChannel, moveCategory } = useCategoryActions()
  return (from, to) => {
    if (isSame(from, to)) return
    if (from.kind === 'category') {
      const over = to.kind === 'category' ? to.section.category.id : to.categoryId
      if (over !== from.section.category.id) moveCategory(from.section.category.id, over)
      return
    }
    const categoryId = to.kind === 'category' ? to.section.category.id : to.categoryId
    const category = categoriesOf(readEntities(), team.id).find(({ id }) => id === categoryId)
    if (!category) return
    const overId = to.kind === 'channel' ? to.channel.id : (category.channel_ids[0] ?? '')
    moveChannel(from.channel.id, {
      id: categoryId,
      index: dropIndex(category, from.channel.id, overId),
    })
  }
}

/** What a screen reader hears of it. */
function useWords() {
  const text = useText()
  const nameOf = (item: Item) =>
    item.kind === 'channel'
      ? titleOf(readEntities(), item.channel)
      : nameOfCategory(item.section.category, text)
  const nameIn = (entry: Parameters<typeof itemOf>[0]) => {
    const item = itemOf(entry)
    return item ? nameOf(item) : ''
  }
  const announcements: Announcements = {
    onDragStart: ({ active }) => text('sidebar.drag-start', { name: nameIn(active) }),
    // Over itself it has only been picked up.
    onDragOver: ({ active, over }) =>
      over && over.id !== active.id
        ? text('sidebar.drag-over', { name: nameIn(active), over: nameIn(over) })
        : undefined,
    onDragEnd: ({ active, over }) =>
      over
        ? text('sidebar.drag-end', { name: nameIn(active), over: nameIn(over) })
        : text('sidebar.drag-cancel', { name: nameIn(active) }),
    onDragCancel: ({ active }) => text('sidebar.drag-cancel', { name: nameIn(active) }),
  }
  return { announcements, nameOf }
}
