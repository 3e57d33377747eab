import { lazy, Suspense } from 'react'

const InvitePeople = lazy(async () => ({
  default: (await import('#web/manage/InvitePeople.tsx')).InvitePeople,
}))

/** The ways by which others come into the team. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  return (
    <Suspense fallback={null}>
      <InvitePeople onClose={onClose} />
    </Suspense>
  )
}
