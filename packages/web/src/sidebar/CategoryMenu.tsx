import {
  ArrowDown,
  ArrowDownAZ,
  ArrowUp,
  Bell,
  BellOff,
  Clock,
  FolderPlus,
  Hand,
  ListOrdered,
  Pencil,
  Trash2,
} from 'lucide-react'
import { useRef, useState } from 'react'
import type { SidebarCategory } from '#web/entities/categories.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { PopMenu, type PopMenuItem } from '#web/ui/PopMenu.tsx'
import { CategoryDialog } from './CategoryDialog.tsx'
import { nameOfCategory } from './category-name.ts'
import { useCategoryActions } from './use-category-actions.ts'
import { useCategoryMoves } from './use-category-moves.ts'

type DialogName = 'rename' | 'create' | 'delete'

type CategoryMenuProps = {
  label: string
  anchor: HTMLElement
  category: SidebarCategory
  onClose: () => void
}

/** What can be done with a part of the sidebar. */
export function CategoryMenu({ label, anchor, category, onClose }: CategoryMenuProps) {
  const text = useText()
  const actions = useCategoryActions()
  const [dialog, setDialog] = useState<DialogName>()
  const isAsked = useRef(false)
  const items = useItems(category, (asked) => {
    isAsked.current = true
    setDialog(asked)
  })

  /** A menu closes before it does what was chosen, which may be to ask something. */
  function handleClose() {
    queueMicrotask(() => {
      if (!isAsked.current) onClose()
    })
  }

  if (dialog === 'create') return <CategoryDialog onClose={onClose} />
  if (dialog === 'rename') return <CategoryDialog category={category} onClose={onClose} />
  if (dialog === 'delete') {
    return (
      <ConfirmDialog
        title={text('sidebar.delete-title', { name: nameOfCategory(category, text) })}
        detail={text('sidebar.delete-text')}
        action={text('sidebar.delete-category')}
        run={() => actions.remove(category.id)}
        onClose={onClose}
      />
    )
  }
  return <PopMenu label={label} anchor={anchor} items={items} onClose={handleClose} />
}

function useItems(category: SidebarCategory, ask: (dialog: DialogName) => void): PopMenuItem[] {
  const text = useText()
  const actions = useCategoryActions()
  const isOwn = category.type === 'custom'
  const toggle: PopMenuItem = {
    label: text(category.muted ? 'sidebar.unmute-category' : 'sidebar.mute-category'),
    icon: category.muted ? <Bell size={16} /> : <BellOff size={16} />,
    onSelect: () => actions.change(category.id, { muted: !category.muted }),
  }
  const rename: PopMenuItem = {
    label: text('sidebar.rename-category'),
    icon: <Pencil size={16} />,
    onSelect: () => ask('rename'),
  }
  const remove: PopMenuItem = {
    label: text('sidebar.delete-category'),
    icon: <Trash2 size={16} />,
    look: 'danger',
    isApart: true,
    onSelect: () => ask('delete'),
  }
  return [
    ...(isOwn ? [rename] : []),
    ...(category.type === 'direct_messages' ? [] : [toggle]),
    useSorting(category),
    ...useMoves(category),
    {
      label: text('sidebar.new-category'),
      icon: <FolderPlus size={16} />,
      onSelect: () => ask('create'),
    },
    ...(isOwn ? [remove] : []),
  ]
}

function useSorting(category: SidebarCategory): PopMenuItem {
  const text = useText()
  const { change } = useCategoryActions()
  const isPersonal = category.type === 'direct_messages'
  const chosen = category.sorting === '' ? (isPersonal ? 'recent' : 'manual') : category.sorting
  const ways = [
    { sorting: 'alpha', icon: <ArrowDownAZ size={16} /> },
    { sorting: 'recent', icon: <Clock size={16} /> },
    { sorting: 'manual', icon: <Hand size={16} /> },
  ] as const
  return {
    label: text('sidebar.sort'),
    icon: <ListOrdered size={16} />,
    items: ways.map(({ sorting, icon }) => ({
      label: text(`sidebar.sort-${sorting}`),
      icon,
      isChecked: chosen === sorting,
      onSelect: () => change(category.id, { sorting }),
    })),
  }
}

function useMoves(category: SidebarCategory): PopMenuItem[] {
  const text = useText()
  const { up, down } = useCategoryMoves(category)
  return [
    ...(up
      ? [{ label: text('sidebar.move-up'), icon: <ArrowUp size={16} />, onSelect: up.run }]
      : []),
    ...(down
      ? [{ label: text('sidebar.move-down'), icon: <ArrowDown size={16} />, onSelect: down.run }]
      : []),
  ]
}
