import type { Post } from '@mattermost/types/posts'
import {
  Bookmark,
  BookmarkX,
  Clock,
  Forward,
  Link2,
  MailOpen,
  Pin,
  PinOff,
  TextQuote,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { ForwardDialog } from '#web/forwarding/ForwardDialog.tsx'
import { useText } from '#web/i18n/i18n.tsx'
import { DeletePostDialog } from '#web/posts/DeletePostDialog.tsx'
import { TimeDialog } from '#web/scheduling/TimeDialog.tsx'
import { reminderTimes } from '#web/scheduling/times.ts'
import { useWhen } from '#web/scheduling/use-when.ts'
import { PopMenu, type PopMenuItem } from '#web/ui/PopMenu.tsx'
import { selectMayDelete } from './post-rights.ts'
import { selectIsSaved, usePostActions } from './use-post-actions.ts'

type PostMenuProps = { post: Post; anchor: HTMLElement | undefined; onClose: () => void }

type DialogName = 'delete' | 'forward' | 'remind'

/** What can be done with a message, and the dialogs that some of it needs. */
export function PostMenu({ post, anchor, onClose }: PostMenuProps) {
  const text = useText()
  const when = useWhen()
  const [dialog, setDialog] = useState<DialogName>()
  const actions = usePostActions(post)
  const items = useItems(post, setDialog)
  const close = () => setDialog(undefined)
  return (
    <>
      {anchor && (
        <PopMenu label={text('posts.more')} anchor={anchor} items={items} onClose={onClose} />
      )}
      {dialog === 'delete' && <DeletePostDialog postId={post.id} onClose={close} />}
      {dialog === 'forward' && <ForwardDialog post={post} onClose={close} />}
      {dialog === 'remind' && (
        <TimeDialog
          title={text('posts.remind')}
          action={text('posts.remind')}
          onPick={(time) => void actions.remindAt(time, when(time))}
          onClose={close}
        />
      )}
    </>
  )
}

function useItems(post: Post, open: (dialog: DialogName) => void): PopMenuItem[] {
  const text = useText()
  const when = useWhen()
  const mayDelete = useEntities(selectMayDelete(post))
  const actions = usePostActions(post)
  const isSaved = useEntities(selectIsSaved(post.id))
  const isBurning = post.type === 'burn_on_read'
  const items: PopMenuItem[] = []

  if (!isBurning) {
    items.push({
      label: text('posts.forward'),
      icon: <Forward size={16} />,
      onSelect: () => open('forward'),
    })
  }
  items.push(
    {
      label: text('posts.remind'),
      icon: <Clock size={16} />,
      items: [
        ...reminderTimes(new Date()).map(({ id, time }) => ({
          label: text(`scheduling.${id}`, { when: when(time) }),
          onSelect: () => void actions.remindAt(time, when(time)),
        })),
        { label: text('scheduling.custom'), onSelect: () => open('remind') },
      ],
    },
    {
      label: text('posts.mark-unread'),
      icon: <MailOpen size={16} />,
      onSelect: () => void actions.markUnread(),
    },
    isSaved
      ? {
          label: text('posts.unsave'),
          icon: <BookmarkX size={16} />,
          onSelect: () => void actions.unsave(),
        }
      : {
          label: text('posts.save'),
          icon: <Bookmark size={16} />,
          onSelect: () => void actions.save(),
        },
  )
  if (!isBurning) {
    items.push(
      post.is_pinned
        ? {
            label: text('posts.unpin'),
            icon: <PinOff size={16} />,
            onSelect: () => void actions.unpin(),
          }
        : { label: text('posts.pin'), icon: <Pin size={16} />, onSelect: () => void actions.pin() },
      {
        label: text('posts.copy-link'),
        icon: <Link2 size={16} />,
        isApart: true,
        onSelect: () => void actions.copyLink(),
      },
      {
        label: text('posts.copy-text'),
        icon: <TextQuote size={16} />,
        onSelect: () => void actions.copyText(),
      },
    )
  }
  if (mayDelete) {
    items.push({
      label: text('posts.delete'),
      icon: <Trash2 size={16} />,
      look: 'danger',
      isApart: true,
      onSelect: () => open('delete'),
    })
  }
  return items
}
