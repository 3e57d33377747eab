import { client } from '#web/api/client.ts'
import { withPostDeleted } from '#web/entities/posts.ts'
import { readEntities, update } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'

type DeletePostDialogProps = { postId: string; onClose: () => void }

export function DeletePostDialog({ postId, onClose }: DeletePostDialogProps) {
  const text = useText()

  async function remove() {
    await client.deletePost(postId)
    const post = readEntities().posts.get(postId)
    if (post) update(withPostDeleted, post)
  }

  return (
    <ConfirmDialog
      title={text('posts.delete-title')}
      detail={text('posts.delete-text')}
      action={text('delete')}
      run={remove}
      onClose={onClose}
    />
  )
}
