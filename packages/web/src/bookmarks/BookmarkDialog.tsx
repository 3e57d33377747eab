import type { ChannelBookmark } from '@mattermost/types/channel_bookmarks'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { client } from '#web/api/client.ts'
import { withBookmarkChanges, withBookmarks } from '#web/entities/bookmarks.ts'
import { update } from '#web/entities/store.ts'
import { FileField } from '#web/integrations/FileField.tsx'
import { Choice } from '#web/manage/parts.tsx'
import { ManageLanguage, useManageText } from '#web/manage/texts/manage-text.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { Field } from '#web/ui/Field.tsx'

type BookmarkDialogProps = {
  channelId: string
  /** The one to change; a new one without it. */
  bookmark?: ChannelBookmark
  onClose: () => void
}

/** The form of a bookmark: a link, or a file. */
export function BookmarkDialog(props: BookmarkDialogProps) {
  return (
    <ManageLanguage>
      <BookmarkForm {...props} />
    </ManageLanguage>
  )
}

function BookmarkForm({ channelId, bookmark, onClose }: BookmarkDialogProps) {
  const text = useManageText()
  const [type, setType] = useState(bookmark?.type === 'file' ? 'file' : 'link')
  const [name, setName] = useState(bookmark?.display_name ?? '')
  const [address, setAddress] = useState(bookmark?.link_url ?? '')
  const [file, setFile] = useState<File>()
  const title = name.trim() || (type === 'file' ? (file?.name ?? '') : hostOf(address))
  const save = useMutation({
    mutationFn: async () => {
      if (bookmark) await change(bookmark, { title, address })
      else await create({ channelId, title, address, file: type === 'file' ? file : undefined })
    },
    onSuccess: onClose,
  })

  return (
    <Dialog title={text(bookmark ? 'bookmarks.edit' : 'bookmarks.add')} onClose={onClose}>
      <DialogForm
        submit={text('save')}
        isReady={title !== ''}
        request={save}
        onSubmit={() => save.mutate()}
        onClose={onClose}
      >
        {!bookmark && (
          <Choice
            label={text('bookmarks.type')}
            value={type}
            onChange={setType}
            options={[
              { value: 'link', label: text('bookmarks.link') },
              { value: 'file', label: text('bookmarks.file') },
            ]}
          />
        )}
        {type === 'link' && (
          <Field
            label={text('bookmarks.address')}
            value={address}
            onChange={setAddress}
            inputMode="url"
            placeholder="https://"
            maxLength={1024}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            autoFocus
            required
          />
        )}
        {type === 'file' && !bookmark && (
          <FileField label={text('bookmarks.file')} file={file} onChange={setFile} />
        )}
        <Field
          label={text('optional', { label: text('field.title') })}
          value={name}
          onChange={setName}
          maxLength={64}
          autoComplete="off"
        />
      </DialogForm>
    </Dialog>
  )
}

type Given = { channelId: string; title: string; address: string; file: File | undefined }

async function create({ channelId, title, address, file }: Given): Promise<void> {
  const display_name = title.slice(0, 64)
  const made = file
    ? await client.createChannelBookmark(
        channelId,
        { type: 'file', display_name, file_id: await upload(channelId, file) },
        '',
      )
    : await client.createChannelBookmark(
        channelId,
        { type: 'link', display_name, link_url: completed(address) },
        '',
      )
  update(withBookmarks, [made])
}

async function upload(channelId: string, file: File): Promise<string> {
  const form = new FormData()
  form.append('channel_id', channelId)
  form.append('files', file, file.name)
  const { file_infos } = await client.uploadFile(form, true)
  return file_infos[0]?.id ?? ''
}

async function change(
  bookmark: ChannelBookmark,
  { title, address }: { title: string; address: string },
): Promise<void> {
  const patch = {
    display_name: title.slice(0, 64),
    ...(bookmark.type === 'link' && { link_url: completed(address) }),
  }
  const changes = await client.updateChannelBookmark(bookmark.channel_id, bookmark.id, patch, '')
  update(withBookmarkChanges, changes)
}

/** People leave out the beginning of addresses. */
function completed(address: string): string {
  const trimmed = address.trim()
  return /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`
}

function hostOf(address: string): string {
  const whole = completed(address)
  return address.trim() !== '' && URL.canParse(whole) ? new URL(whole).host : ''
}
