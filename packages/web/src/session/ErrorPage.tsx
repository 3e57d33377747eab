import { Link } from '#web/router/router.tsx'
import { AuthFrame } from './AuthFrame.tsx'
import { useEntranceText } from './texts/entrance-text.tsx'

/** Where an address or a log-in elsewhere led to nothing. */
export function ErrorPage() {
  const text = useEntranceText()
  const query = new URLSearchParams(window.location.search)
  const isInAlready = query.get('type') === 'magic_link_already_logged_in'
  return (
    <AuthFrame
      title={isInAlready ? text('error.in-already') : text('error.title')}
      lead={
        isInAlready ? text('error.in-already-detail') : query.get('message') || text('error.detail')
      }
    >
      <Link to={{ page: 'home' }}>{text('error.home')}</Link>
    </AuthFrame>
  )
}
