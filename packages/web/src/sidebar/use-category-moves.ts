import { categoriesOf, type SidebarCategory } from '#web/entities/categories.ts'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { nameOfCategory } from './category-name.ts'
import { useCategoryActions } from './use-category-actions.ts'

/** A step of a category past its neighbour, of which the name is told. */
type CategoryMove = { over: string; run: () => void }

/** The steps that a category can go up and down in the sidebar, where there is room for one. */
export function useCategoryMoves({
  id,
}: SidebarCategory): Record<'up' | 'down', CategoryMove | undefined> {
  const text = useText()
  const team = useCurrentTeam()
  const { moveCategory } = useCategoryActions()
  const categories = useEntities((now) => categoriesOf(now, team.id))
  // Empty favourites are not shown: nobody would see a step past them.
  const shown = categories.filter((one) => one.type !== 'favorites' || one.channel_ids.length > 0)
  const at = shown.findIndex((one) => one.id === id)
  const toward = (other: SidebarCategory | undefined) =>
    other && at >= 0
      ? { over: nameOfCategory(other, text), run: () => moveCategory(id, other.id) }
      : undefined
  return { up: toward(shown[at - 1]), down: toward(shown[at + 1]) }
}
