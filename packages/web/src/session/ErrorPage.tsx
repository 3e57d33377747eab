import { useQuery } from '@tanstack/react-query'
import { useEntities } from '#web/entities/store.ts'
import { Link } from '#web/router/router.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import { isSigned } from './signed.ts'
import { useEntranceText } from './texts/entrance-text.tsx'

/** Where an address or a log-in elsewhere led to nothing. */
export function ErrorPage() {
  const text = useEntranceText()
  const query = new URLSearchParams(window.location.search)
  const isInAlready = query.get('type') === 'magic_link_already_logged_in'
  if (query.has('message')) return <Failure message={query.get('message') ?? ''} />
  return (
    <AuthFrame
      title={isInAlready ? text('error.in-already') : text('error.title')}
      lead={isInAlready ? text('error.in-already-detail') : text('error.detail')}
    >
      <Link to={{ page: 'home' }}>{text('error.home')}</Link>
    </AuthFrame>
  )
}

/** What the server refused. Anybody can make such a link: only what the server signed is shown. */
function Failure({ message }: { message: string }) {
  const text = useEntranceText()
  const key = useEntities((now) => now.config.AsymmetricSigningPublicKey ?? '')
  const { pathname, search } = window.location
  const check = useQuery({
    queryKey: ['signed', pathname + search, key],
    queryFn: () => isSigned({ pathname, search }, key),
  })
  if (check.isPending) return null
  return (
    <AuthFrame
      title={text('error.failed')}
      lead={check.data ? message : text('error.failed-detail')}
    >
      <Link to={{ page: 'home' }}>{text('error.home')}</Link>
    </AuthFrame>
  )
}
