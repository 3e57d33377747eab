import { ChevronDown, Compass, MoreHorizontal, Plus } from 'lucide-react'
import {
  type ComponentProps,
  type KeyboardEvent,
  lazy,
  type ReactNode,
  type Ref,
  Suspense,
  useState,
} from 'react'
import type { SidebarCategory } from '#web/entities/categories.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { selectMay, selectMayAny } from '#web/teams/my-teams.ts'
import { IconButton } from '#web/ui/Button.tsx'
import { nameOfCategory } from './category-name.ts'
import { CREATING } from './rights.ts'
import styles from './SectionView.module.css'
import { UNREADS } from './sections.ts'
import { useCategoryActions } from './use-category-actions.ts'
import { useCategoryMoves } from './use-category-moves.ts'

const CategoryMenu = lazy(async () => ({
  default: (await import('./CategoryMenu.tsx')).CategoryMenu,
}))

/** The dialogs that sections lead to. */
export type SectionDialog = 'browse' | 'create' | 'message'

/** What makes a section one that can be dragged, and dropped on. */
type SectionDrag = {
  ref: Ref<HTMLElement>
  /** Where something is dropped that goes into it. */
  headRef: Ref<HTMLDivElement>
  handleProps: ComponentProps<'button'>
  drop: 'before' | 'after' | 'into' | undefined
  isDragged: boolean
}

type SectionViewProps = {
  category: SidebarCategory
  /** Whether there is nothing in it at all. */
  isEmpty: boolean
  onDialog: (dialog: SectionDialog) => void
  drag?: SectionDrag
  children: ReactNode
}

/** A part of the sidebar with its name, which opens and closes it. */
export function SectionView({ category, isEmpty, onDialog, drag, children }: SectionViewProps) {
  const text = useText()
  const actions = useCategoryActions()
  const [anchor, setAnchor] = useState<HTMLElement>()
  const name = nameOfCategory(category, text)
  const menuLabel = text('sidebar.category-menu', { name })
  // The server knows nothing of a section of ours, and of none before it told its own.
  const isKept = category.user_id !== ''
  const moves = useCategoryMoves(category)
  const [moved, setMoved] = useState('')

  function handleKeyDown(event: KeyboardEvent) {
    const side = sideOf(event)
    if (!side) return
    event.preventDefault()
    const move = moves[side]
    move?.run()
    if (move) setMoved(text('sidebar.drag-end', { name, over: move.over }))
  }

  return (
    <section
      ref={drag?.ref}
      className={styles.section}
      data-drop={drag?.drop}
      data-dragged={drag?.isDragged || undefined}
    >
      <div ref={drag?.headRef} className={styles.head}>
        <h2 className={styles.title}>
          {isKept ? (
            <button
              {...drag?.handleProps}
              type="button"
              className={styles.toggle}
              aria-expanded={!category.collapsed}
              aria-keyshortcuts="Control+Shift+ArrowUp Control+Shift+ArrowDown"
              onKeyDown={handleKeyDown}
              onClick={() => actions.change(category.id, { collapsed: !category.collapsed })}
            >
              <ChevronDown className={styles.chevron} size={14} aria-hidden />
              <span className={styles.name}>{name}</span>
            </button>
          ) : (
            <span className={styles.name}>{name}</span>
          )}
        </h2>
        <SectionActions category={category} onDialog={onDialog} />
        {isKept && (
          <span className={styles.more}>
            <IconButton
              size="small"
              label={menuLabel}
              aria-haspopup="menu"
              aria-expanded={anchor !== undefined}
              onClick={(event) => setAnchor(anchor ? undefined : event.currentTarget)}
            >
              <MoreHorizontal size={16} aria-hidden />
            </IconButton>
          </span>
        )}
        <Suspense fallback={null}>
          {anchor && (
            <CategoryMenu
              label={menuLabel}
              anchor={anchor}
              category={category}
              onClose={() => setAnchor(undefined)}
            />
          )}
        </Suspense>
      </div>
      <span className={styles.moved} role="status">
        {moved}
      </span>
      <ul className={styles.list} aria-label={name}>
        {children}
      </ul>
      {isEmpty && <p className={styles.empty}>{text(emptyTextOf(category))}</p>}
    </section>
  )
}

/** Where the keys ask a section to go. */
function sideOf({ key, ctrlKey, metaKey, shiftKey }: KeyboardEvent): 'up' | 'down' | undefined {
  if (!shiftKey || !(ctrlKey || metaKey)) return undefined
  return ({ ArrowUp: 'up', ArrowDown: 'down' } as const)[key]
}

function emptyTextOf({ id, type }: SidebarCategory) {
  if (id === UNREADS) return 'sidebar.all-read'
  return type === 'custom' ? 'sidebar.empty-category' : 'sidebar.empty'
}

type SectionActionsProps = Pick<SectionViewProps, 'category' | 'onDialog'>

function SectionActions({ category, onDialog }: SectionActionsProps) {
  const text = useText()
  const team = useCurrentTeam()
  const mayCreate = useEntities(selectMayAny(CREATING, team.id))
  const mayBrowse = useEntities(selectMay('list_team_channels', team.id))
  if (category.type === 'channels') {
    return (
      <>
        {mayBrowse && (
          <IconButton
            size="small"
            label={text('channels.browse')}
            onClick={() => onDialog('browse')}
          >
            <Compass size={16} aria-hidden />
          </IconButton>
        )}
        {mayCreate && (
          <IconButton
            size="small"
            label={text('channels.create')}
            onClick={() => onDialog('create')}
          >
            <Plus size={16} aria-hidden />
          </IconButton>
        )}
      </>
    )
  }
  if (category.type !== 'direct_messages') return null
  return (
    <IconButton
      size="small"
      label={text('channels.new-message')}
      onClick={() => onDialog('message')}
    >
      <Plus size={16} aria-hidden />
    </IconButton>
  )
}
