import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks'
import type { ServerChannel } from '@mattermost/types/channels'
import {
  ArrowLeft,
  ArrowRight,
  File as FileIcon,
  Link as LinkIcon,
  MoreHorizontal,
  Pencil,
  Plus,
  Trash2,
} from 'lucide-react'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { isPersonal } from '#web/channels/direct.ts'
import { withBookmarks, withoutBookmark } from '#web/entities/bookmarks.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { ManageLanguage, useManageText } from '#web/manage/texts/manage-text.tsx'
import { selectMayInChannel } from '#web/teams/my-teams.ts'
import { ConfirmDialog } from '#web/ui/ConfirmDialog.tsx'
import { Menu } from '#web/ui/Menu.tsx'
import type { MenuItem } from '#web/ui/MenuRow.tsx'
import { BookmarkDialog } from './BookmarkDialog.tsx'
import styles from './BookmarksBar.module.css'

/** The most that are shown before somebody asks for all. */
const FEW = 8

type BookmarksBarProps = {
  channel: ServerChannel
  bookmarks: readonly ChannelBookmark[]
  isWritable: boolean
}

/** The links and files that stand above a channel. */
export function BookmarksBar(props: BookmarksBarProps) {
  return (
    <ManageLanguage>
      <Bar {...props} />
    </ManageLanguage>
  )
}

function Bar({ channel, bookmarks, isWritable }: BookmarksBarProps) {
  const text = useManageText()
  const kind = channel.type === 'P' ? 'private' : 'public'
  const mayAdd = useEntities(selectMayInChannel(`add_bookmark_${kind}_channel`, channel))
  const [isAdding, setIsAdding] = useState(false)
  const [isWhole, setIsWhole] = useState(false)
  return (
    <nav className={styles.bar} aria-label={text('bookmarks.bar')}>
      <ul className={styles.list}>
        {bookmarks.slice(0, isWhole ? undefined : FEW).map((bookmark, index) => (
          <BookmarkItem
            key={bookmark.id}
            bookmark={bookmark}
            channel={channel}
            isWritable={isWritable}
            place={{ index, count: bookmarks.length }}
          />
        ))}
      </ul>
      {bookmarks.length > FEW && (
        <button type="button" className={styles.add} onClick={() => setIsWhole(!isWhole)}>
          {text(isWhole ? 'bookmarks.fewer' : 'bookmarks.all', { count: bookmarks.length })}
        </button>
      )}
      {isWritable && (mayAdd || isPersonal(channel)) && (
        <button type="button" className={styles.add} onClick={() => setIsAdding(true)}>
          <Plus size={16} aria-hidden />
          <span>{text('bookmarks.add')}</span>
        </button>
      )}
      {isAdding && <BookmarkDialog channelId={channel.id} onClose={() => setIsAdding(false)} />}
    </nav>
  )
}

type BookmarkItemProps = {
  bookmark: ChannelBookmark
  channel: ServerChannel
  isWritable: boolean
  place: { index: number; count: number }
}

function BookmarkItem({ bookmark, channel, isWritable, place }: BookmarkItemProps) {
  const text = useManageText()
  const [dialog, setDialog] = useState<'edit' | 'delete'>()
  const items = useMenuItems({ bookmark, channel, isWritable, place }, setDialog)
  const close = () => setDialog(undefined)
  const name = bookmark.display_name
  return (
    <li className={styles.item}>
      <a
        className={styles.link}
        href={bookmark.type === 'file' ? fileUrlOf(bookmark) : bookmark.link_url}
        target="_blank"
        rel="noopener noreferrer"
      >
        {bookmark.type === 'file' ? (
          <FileIcon size={16} aria-hidden />
        ) : (
          <LinkIcon size={16} aria-hidden />
        )}
        <span className={styles.name}>{name}</span>
      </a>
      {items.length > 0 && (
        <Menu
          label={text('bookmarks.menu', { name })}
          className={styles.menu}
          trigger={<MoreHorizontal size={16} aria-hidden />}
          items={items}
        />
      )}
      {dialog === 'edit' && (
        <BookmarkDialog channelId={channel.id} bookmark={bookmark} onClose={close} />
      )}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={text('bookmarks.delete-title', { name })}
          detail={text('bookmarks.deleting')}
          action={text('action.delete')}
          run={async () => {
            update(withoutBookmark, await client.deleteChannelBookmark(channel.id, bookmark.id, ''))
          }}
          onClose={close}
        />
      )}
    </li>
  )
}

function useMenuItems(
  { bookmark, channel, isWritable, place }: BookmarkItemProps,
  open: (dialog: 'edit' | 'delete') => void,
): MenuItem[] {
  const text = useManageText()
  const kind = channel.type === 'P' ? 'private' : 'public'
  const mayEdit = useEntities(selectMayInChannel(`edit_bookmark_${kind}_channel`, channel))
  const mayOrder = useEntities(selectMayInChannel(`order_bookmark_${kind}_channel`, channel))
  const mayDelete = useEntities(selectMayInChannel(`delete_bookmark_${kind}_channel`, channel))
  if (!isWritable) return []
  const isOurs = isPersonal(channel)

  async function moveTo(order: number) {
    update(
      withBookmarks,
      await client.updateChannelBookmarkSortOrder(channel.id, bookmark.id, order, ''),
    )
  }

  const items: (MenuItem | false)[] = [
    (mayEdit || isOurs) && {
      label: text('action.edit'),
      icon: <Pencil size={16} />,
      onSelect: () => open('edit'),
    },
    (mayOrder || isOurs) &&
      place.index > 0 && {
        label: text('bookmarks.earlier'),
        icon: <ArrowLeft size={16} />,
        onSelect: () => void moveTo(place.index - 1),
      },
    (mayOrder || isOurs) &&
      place.index < place.count - 1 && {
        label: text('bookmarks.later'),
        icon: <ArrowRight size={16} />,
        onSelect: () => void moveTo(place.index + 1),
      },
    (mayDelete || isOurs) && {
      label: text('action.delete'),
      icon: <Trash2 size={16} />,
      look: 'danger',
      onSelect: () => open('delete'),
    },
  ]
  return items.filter((item) => item !== false)
}

function fileUrlOf({ file_id = '' }: ChannelBookmark): string {
  return client.getFileUrl(file_id, 0)
}
