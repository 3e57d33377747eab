import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { useEntities } from '#web/entities/store.ts'
import { redirect } from '#web/router/router.tsx'
import { areTermsDue } from './terms.ts'

/** Lets those pass who agreed to the terms of the house, where it has some. */
export function TermsGate({ children }: { children: ReactNode }) {
  const isOn = useEntities((now) => now.config.EnableCustomTermsOfService === 'true')
  return isOn ? <Gate>{children}</Gate> : children
}

function Gate({ children }: { children: ReactNode }) {
  const config = useEntities((now) => now.config)
  const me = useEntities((now) => now.users.get(now.myId))
  const terms = useQuery({
    queryKey: ['terms'],
    queryFn: () => client.getTermsOfService(),
    retry: false,
  })
  const termsId = terms.data?.id
  const isDue =
    termsId !== undefined &&
    me !== undefined &&
    areTermsDue(config, { termsId, user: me, now: Date.now() })
  useEffect(() => {
    if (isDue) redirect({ page: 'entrance', step: 'terms' })
  }, [isDue])
  return terms.isPending || isDue ? null : children
}
