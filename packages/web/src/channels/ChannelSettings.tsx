import type { ServerChannel } from '@mattermost/types/channels'
import { type KeyboardEvent, useRef, useState } from 'react'
import { useEntities } from '#web/entities/store.ts'
import styles from '#web/manage/Manage.module.css'
import { ManageLanguage, useManageText } from '#web/manage/texts/manage-text.tsx'
import { selectMay, selectMayInChannel } from '#web/teams/my-teams.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { ArchiveTab } from './settings/ArchiveTab.tsx'
import { BannerTab } from './settings/BannerTab.tsx'
import { InfoTab } from './settings/InfoTab.tsx'
import { ModerationTab } from './settings/ModerationTab.tsx'

type TabId = 'info' | 'moderation' | 'banner' | 'archive'

type ChannelSettingsProps = { channel: ServerChannel; onClose: () => void }

/** All that can be set of a channel. */
export function ChannelSettings(props: ChannelSettingsProps) {
  return (
    <ManageLanguage>
      <Settings {...props} />
    </ManageLanguage>
  )
}

function Settings({ channel, onClose }: ChannelSettingsProps) {
  const text = useManageText()
  const mayModerate = useEntities(selectMay('manage_team', channel.team_id))
  const kind = channel.type === 'P' ? 'private' : 'public'
  const mayBanner = useEntities(selectMayInChannel(`manage_${kind}_channel_banner`, channel))
  const mayArchive = useEntities(selectMayInChannel(`delete_${kind}_channel`, channel))
  const tabs: TabId[] = [
    'info',
    ...(mayModerate ? (['moderation'] as const) : []),
    ...(mayBanner ? (['banner'] as const) : []),
    ...(mayArchive && channel.name !== 'town-square' ? (['archive'] as const) : []),
  ]
  const [tab, setTab] = useState<TabId>('info')
  const list = useRef<HTMLDivElement>(null)

  function handleKey(event: KeyboardEvent) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? 'info'
    setTab(next)
    list.current?.querySelector<HTMLElement>(`#channel-tab-${next}`)?.focus()
  }

  return (
    <Dialog title={text('channel.settings', { channel: channel.display_name })} onClose={onClose}>
      <div
        ref={list}
        className={styles.tabs}
        role="tablist"
        aria-label={text('channel.sections')}
        onKeyDown={handleKey}
      >
        {tabs.map((id) => (
          <button
            key={id}
            id={`channel-tab-${id}`}
            type="button"
            role="tab"
            className={styles.tab}
            aria-selected={tab === id}
            aria-controls="channel-panel"
            tabIndex={tab === id ? 0 : -1}
            onClick={() => setTab(id)}
          >
            {text(`channel.${id}`)}
          </button>
        ))}
      </div>
      <div id="channel-panel" role="tabpanel" aria-labelledby={`channel-tab-${tab}`}>
        {tab === 'info' && <InfoTab channel={channel} onClose={onClose} />}
        {tab === 'moderation' && <ModerationTab channelId={channel.id} />}
        {tab === 'banner' && <BannerTab channel={channel} />}
        {tab === 'archive' && <ArchiveTab channel={channel} onClose={onClose} />}
      </div>
    </Dialog>
  )
}
