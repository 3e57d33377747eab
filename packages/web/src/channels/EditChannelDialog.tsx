import type { ServerChannel } from '@mattermost/types/channels'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, lazy, Suspense, useState } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { withChannels } from '#web/entities/channels.ts'
import { update, useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { Button } from '#web/ui/Button.tsx'
import { Dialog, DialogActions } from '#web/ui/Dialog.tsx'
import { Field } from '#web/ui/Field.tsx'
import { ProblemLine } from '#web/ui/Problem.tsx'
import styles from './Dialogs.module.css'
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

  function handleSubmit(event: FormEvent) {
    event.preventDefault()
    save.mutate()
  }

  return (
    <Dialog title={text('channels.edit')} onClose={onClose}>
      <form className={styles.form} onSubmit={handleSubmit}>
        <Field
          label={text('channels.header')}
          hint={text('channels.header-hint')}
          value={header}
          onChange={setHeader}
          maxLength={1024}
          autoComplete="off"
        />
        <ProblemLine>
          {save.isError ? reasonOf(save.error) || text('problem.unreachable') : ''}
        </ProblemLine>
        <DialogActions>
          <Button onClick={onClose}>{text('cancel')}</Button>
          <Button type="submit" look="primary" isBusy={save.isPending}>
            {text('save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  )
}
