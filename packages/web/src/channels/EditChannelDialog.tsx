import type { ServerChannel } from '@mattermost/types/channels'
import { useMutation } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { client } from '#web/api/client.ts'
import { withChannels } from '#web/entities/channels.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Dialog } from '#web/ui/Dialog.tsx'
import { DialogForm } from '#web/ui/DialogForm.tsx'
import { Field } from '#web/ui/Field.tsx'
import { isPersonal } from './direct.ts'

const ChannelSettings = lazy(async () => ({
  default: (await import('./ChannelSettings.tsx')).ChannelSettings,
}))

type EditChannelDialogProps = { channelId: string; onClose: () => void }

/** What can be set of a channel; conversations with people have a header only. */
export function EditChannelDialog({ channelId, onClose }: EditChannelDialogProps) {
  const channel = useEntities((now) => now.channels.get(channelId))
  if (!channel) return null
  if (isPersonal(channel)) return <HeaderDialog channel={channel} onClose={onClose} />
  return (
    <Suspense fallback={null}>
      <ChannelSettings channel={channel} onClose={onClose} />
    </Suspense>
  )
}

type HeaderDialogProps = { channel: ServerChannel; onClose: () => void }

function HeaderDialog({ channel, onClose }: HeaderDialogProps) {
  const text = useText()
  const [header, setHeader] = useState(channel.header)
  const save = useMutation({
    mutationFn: () => client.patchChannel(channel.id, { header: header.trim() }),
    onSuccess: (saved) => {
      update(withChannels, [saved])
      onClose()
    },
  })

  return (
    <Dialog title={text('channels.edit')} onClose={onClose}>
      <DialogForm
        submit={text('save')}
        request={save}
        onSubmit={() => save.mutate()}
        onClose={onClose}
      >
        <Field
          label={text('channels.header')}
          hint={text('channels.header-hint')}
          value={header}
          onChange={setHeader}
          maxLength={1024}
          autoComplete="off"
        />
      </DialogForm>
    </Dialog>
  )
}
