import type { PostPriorityMetadata } from '@mattermost/types/posts'
import { BellRing, CircleAlert, Siren } from 'lucide-react'
import { useText } from '#web/i18n/i18n.tsx'
import styles from './Priority.module.css'

/** How pressing a message is. */
export function PriorityLabel({ priority }: { priority: PostPriorityMetadata | undefined }) {
  const text = useText()
  if (!priority?.priority) return null
  const isUrgent: boolean = priority.priority === 'urgent'
  const Icon = isUrgent ? Siren : CircleAlert
  return (
    <span className={styles.label} data-look={isUrgent ? 'urgent' : 'important'}>
      <Icon size={13} aria-hidden />
      {text(isUrgent ? 'priority.urgent' : 'priority.important')}
      {priority.persistent_notifications && (
        <BellRing size={13} role="img" aria-label={text('priority.persistent')} />
      )}
    </span>
  )
}
