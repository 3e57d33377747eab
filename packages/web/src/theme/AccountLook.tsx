import { useEffect } from 'react'
import { useEntities } from '#web/entities/store.ts'
import { takeColors } from './theme.ts'

/** Takes over what the account's preferences say of the look. */
export function AccountLook() {
  const colors = useEntities((now) => now.preferences.get('theme/'))
  const messages = useEntities((now) => now.preferences.get('display_settings/message_display'))
  const width = useEntities((now) => now.preferences.get('display_settings/channel_display_mode'))

  useEffect(() => takeColors(colors), [colors])
  useEffect(() => {
    const { dataset } = document.documentElement
    dataset.messages = messages === 'compact' ? 'compact' : 'clean'
    dataset.width = width === 'centered' ? 'centered' : 'full'
  }, [messages, width])
  return null
}
