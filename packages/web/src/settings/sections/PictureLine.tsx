import { useMutation } from '@tanstack/react-query'
import { useRef } from 'react'
import { client } from '#web/api/client.ts'
import { reasonOf } from '#web/api/errors.ts'
import { update } from '#web/entities/store.ts'
import { withUsers } from '#web/entities/users.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { useMe } from '#web/settings/use-me.ts'
import { Button } from '#web/ui/Button.tsx'
import { say } from '#web/ui/toasts.ts'
import { Avatar } from '#web/users/Avatar.tsx'
import styles from './PictureLine.module.css'

/** The own picture: another one, or none. */
export function PictureLine() {
  const text = useSettingsText()
  const common = useText()
  const me = useMe()
  const input = useRef<HTMLInputElement>(null)
  const change = useMutation({
    mutationFn: async (file: File | undefined) => {
      if (file) await client.uploadProfileImage(me.id, file)
      else await client.setDefaultProfileImage(me.id)
      update(withUsers, [await client.getMe()])
    },
    onSuccess: () => say(text('saved')),
    onError: (error) => say(reasonOf(error) || common('problem.unreachable'), 'problem'),
  })
  const hasPicture = (me.last_picture_update ?? 0) > 0

  return (
    <div className={styles.line}>
      <Avatar userId={me.id} size="large" />
      <div className={styles.words}>
        <strong className={styles.title}>{text('profile.picture')}</strong>
        <span className={styles.hint}>{text('profile.picture-hint')}</span>
      </div>
      <div className={styles.actions}>
        <Button isBusy={change.isPending} onClick={() => input.current?.click()}>
          {text('profile.picture-upload')}
        </Button>
        {hasPicture && (
          <Button look="quiet" disabled={change.isPending} onClick={() => change.mutate(undefined)}>
            {text('profile.picture-remove')}
          </Button>
        )}
      </div>
      <input
        ref={input}
        hidden
        type="file"
        accept="image/png,image/jpeg,image/gif,image/bmp,image/webp"
        aria-label={text('profile.picture-upload')}
        onChange={({ target }) => {
          const file = target.files?.[0]
          if (file) change.mutate(file)
          target.value = ''
        }}
      />
    </div>
  )
}
