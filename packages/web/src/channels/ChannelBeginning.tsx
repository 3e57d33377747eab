import { useIntl } from 'react-intl'
import { useEntities } from '#web/entities/store.ts'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './ChannelBeginning.module.css'
import { isPersonal } from './direct.ts'
import { useChannelTitle } from './use-channel-title.ts'

/** What stands above the first message. */
export function ChannelBeginning({ channelId }: { channelId: string }) {
  const text = useText()
  const intl = useIntl()
  const title = useChannelTitle(channelId)
  const channel = useEntities((now) => now.channels.get(channelId))
  if (!channel) return null
  const since = intl.formatDate(channel.create_at, { dateStyle: 'long' })
  return (
    <div className={styles.beginning}>
      <h2 className={styles.title}>{title}</h2>
      <p>
        {isPersonal(channel)
          ? text('channels.beginning-personal', { channel: title })
          : text('channels.beginning', { channel: title, since })}
      </p>
      {channel.purpose && <p>{channel.purpose}</p>}
    </div>
  )
}
