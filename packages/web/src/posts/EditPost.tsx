import type { Post } from '@mattermost/types/posts'
import { useMutation } from '@tanstack/react-query'
import { type RefObject, useEffect, useRef, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withPosts } from '#web/entities/posts.ts'
import { update } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './Composer.module.css'
import { MessageInput } from './MessageInput.tsx'
import { useRoom } from './use-room.ts'

type EditPostProps = { post: Post; onDone: () => void }

/** The text of an own post, to be changed in its place. Enter saves, Escape leaves it as it was. */
export function EditPost({ post, onDone }: EditPostProps) {
  const text = useText()
  const [message, setMessage] = useState(post.message)
  const room = useRoom(message)
  const box = useRef<HTMLDivElement>(null)
  useFocusBack(box)
  const save = useMutation({
    mutationFn: () => client.patchPost({ id: post.id, message }),
    onSuccess: (saved) => {
      update(withPosts, [saved])
      onDone()
    },
  })

  function handleSave() {
    if (message.trim() === '' || room < 0) return
    if (message === post.message) onDone()
    else save.mutate()
  }

  return (
    <div ref={box} className={styles.edit}>
      <MessageInput
        label={text('posts.edit')}
        channelId={post.channel_id}
        value={message}
        onChange={setMessage}
        onSubmit={handleSave}
        onEscape={onDone}
        focusFirst="always"
      />
      <ProblemLine>
        {save.isError ? reasonOf(save.error) || text('problem.unreachable') : ''}
      </ProblemLine>
      <div className={styles.editActions}>
        <Button onClick={onDone}>{text('cancel')}</Button>
        <Button
          look="primary"
          onClick={handleSave}
          isBusy={save.isPending}
          disabled={message.trim() === '' || room < 0}
        >
          {text('save')}
        </Button>
      </div>
    </div>
  )
}

/** The focus goes back to the field that the arrow led from, else to the message. */
function useFocusBack(box: RefObject<HTMLElement | null>): void {
  // Before the field takes the focus.
  const [opener] = useState(() => document.activeElement)
  useEffect(() => {
    const message = box.current?.closest('article')
    return () => {
      if (document.activeElement !== document.body) return
      if (opener instanceof HTMLTextAreaElement && opener.isConnected) opener.focus()
      else message?.focus({ preventScroll: true })
    }
  }, [box, opener])
}
