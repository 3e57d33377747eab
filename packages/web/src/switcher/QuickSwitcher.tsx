import { useQuery } from '@tanstack/react-query'
import { Hash, Lock, Users } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { client } from '#web/api/client.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { navigate } from '#web/router/router.tsx'
import { openOverlay } from '#web/shortcuts/overlay.ts'
import { useCurrentTeam } from '#web/teams/current-team.tsx'
import { Finder } from '#web/ui/Finder.tsx'
import { OptionText } from '#web/ui/OptionList.tsx'
import { Avatar } from '#web/users/Avatar.tsx'
import { channelPlaces, findPlaces, type Place, personPlaces } from './places.ts'

const MAX = 12
const NONE: readonly string[] = []

/** Goes to a channel or a person by a few letters of the name. */
export function QuickSwitcher({ onClose }: { onClose: () => void }) {
  const text = useText()
  const [term, setTerm] = useState('')
  const places = usePlaces(term)
  return (
    <Finder
      title={text('switcher.title')}
      label={text('switcher.label')}
      listLabel={text('switcher.places')}
      none={text('switcher.none')}
      term={term}
      onTerm={(next) => {
        if (next.startsWith('>')) openOverlay({ kind: 'palette' })
        setTerm(next)
      }}
      options={places}
      keyOf={(place) => place.key}
      show={(place) => (
        <OptionText sign={<PlaceIcon place={place} />} title={place.title} note={place.note} />
      )}
      onTake={(place) => navigate(place.to)}
      onClose={onClose}
    />
  )
}

function PlaceIcon({ place }: { place: Place }) {
  if (place.userId) return <Avatar userId={place.userId} size="small" hasPresence />
  const Icon = place.type === 'G' ? Users : place.type === 'P' ? Lock : Hash
  return <Icon size={18} aria-hidden />
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
