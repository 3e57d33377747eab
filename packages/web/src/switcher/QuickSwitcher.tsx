import { useQuery } from '@tanstack/react-query'
import { Hash, Lock, Users } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useState } from 'react'
import { client } from '#web/api/client.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { openOverlay } from '#web/shortcuts/overlay.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { channelPlaces, findPlaces, type Place, personPlaces } from './places.ts'
import styles from './QuickSwitcher.module.css'

const MAX = 12
const NONE: readonly string[] = []

/** Goes to a channel or a person by a few letters of the name. */
export function QuickSwitcher({ onClose }: { onClose: () => void }) {
  const text = useText()
  const id = useId()
  const [term, setTerm] = useState('')
  const [chosenAt, setChosenAt] = useState(0)
  const places = usePlaces(term)
  const at = Math.min(chosenAt, Math.max(0, places.length - 1))

  function go(place: Place | undefined) {
    if (!place) return
    onClose()
    navigate(place.to)
  }

  function handleKeyDown(event: KeyboardEvent) {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && places.length > 0) setChosenAt((at + step + places.length) % places.length)
    else if (event.key === 'Enter') go(places[at])
    else return
    event.preventDefault()
  }

  return (
    <Dialog title={text('switcher.title')} onClose={onClose}>
      <input
        autoFocus
        className={styles.input}
        type="text"
        role="combobox"
        aria-label={text('switcher.label')}
        placeholder={text('switcher.label')}
        aria-expanded={places.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={places[at] && `${id}-${at}`}
        autoComplete="off"
        value={term}
        onChange={(event) => {
          if (event.target.value.startsWith('>')) openOverlay({ kind: 'palette' })
          setTerm(event.target.value)
          setChosenAt(0)
        }}
        onKeyDown={handleKeyDown}
      />
      {places.length === 0 && <p className={styles.none}>{text('switcher.none')}</p>}
      <div id={id} role="listbox" aria-label={text('switcher.places')} className={styles.list}>
        {places.map((place, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the field.
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field.
          <div
            key={place.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            className={styles.place}
            onClick={() => go(place)}
          >
            <PlaceIcon place={place} />
            <span className={styles.title}>{place.title}</span>
            <span className={styles.note}>{place.note}</span>
          </div>
        ))}
      </div>
    </Dialog>
  )
}

function PlaceIcon({ place }: { place: Place }) {
  if (place.userId) return <Avatar userId={place.userId} size="small" hasPresence />
  const Icon = place.type === 'G' ? Users : place.type === 'P' ? Lock : Hash
  return <Icon className={styles.icon} size={18} aria-hidden />
}

function usePlaces(term: string): Place[] {
  const team = useCurrentTeam()
  const settled = useDeferredValue(term.trim().replace(/^@/, ''))
  const search = useQuery({
    queryKey: ['switcher', team.id, settled],
    queryFn: async () => {
      const { users } = await client.autocompleteUsers(settled, team.id, '', { limit: MAX })
      update(withUsers, users)
      return users.map((user) => user.id)
    },
    enabled: settled !== '',
    retry: false,
    placeholderData: (before) => before,
  })
  const now = useEntities()
  const ids = term.trim() === '' ? NONE : (search.data ?? NONE)
  return useMemo(() => {
    const all = [...channelPlaces(now, team), ...personPlaces(now, ids, team)]
    return findPlaces(all, term).slice(0, MAX)
  }, [now, team, ids, term])
}
