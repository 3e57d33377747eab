import type { Post } from '@mattermost/types/posts'
import { MoreHorizontal } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useText } from '#web/i18n/i18n.tsx'
import { IconButton } from '#web/ui/Button.tsx'

const PostMenu = lazy(async () => ({ default: (await import('./PostMenu.tsx')).PostMenu }))

/** Opens what else can be done with a message. */
export function PostMenuButton({ post }: { post: Post }) {
  const text = useText()
  const [anchor, setAnchor] = useState<HTMLElement>()
  const [isWanted, setIsWanted] = useState(false)
  return (
    <>
      <IconButton
        size="small"
        label={text('posts.more')}
        aria-haspopup="menu"
        aria-expanded={anchor !== undefined}
        onClick={(event) => {
          setIsWanted(true)
          setAnchor(anchor ? undefined : event.currentTarget)
        }}
      >
        <MoreHorizontal size={16} aria-hidden />
      </IconButton>
      {isWanted && (
        <Suspense fallback={null}>
          <PostMenu post={post} anchor={anchor} onClose={() => setAnchor(undefined)} />
        </Suspense>
      )}
    </>
  )
}
