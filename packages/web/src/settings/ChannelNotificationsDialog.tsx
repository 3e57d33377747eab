import type { ChannelNotifyProps } from '@mattermost/types/channels'
import { client } from '#web/api/client.ts'
import { useChannelTitle } from '#web/channels/use-channel-title.ts'
import { withMembers } from '#web/entities/channels.ts'
import { isCollapsed } from '#web/entities/collapsing.ts'
import { readEntities, update, useEntities } from '#web/entities/store.ts'
import { Dialog } from '#web/ui/Dialog.tsx'
import { SettingsLanguage, useSettingsText } from './texts/settings-text.tsx'
import { SelectLine, Sheet, SwitchLine } from './ui/Controls.tsx'
import { useSave } from './use-save.ts'

type DialogProps = { channelId: string; onClose: () => void }
type Props = Partial<ChannelNotifyProps>

/** What one is told of in one channel, where that differs from the account's settings. */
export function ChannelNotificationsDialog(props: DialogProps) {
  return (
    <SettingsLanguage>
      <Content {...props} />
    </SettingsLanguage>
  )
}

/** Changes them at once on this page, then at the server. Throws, with the old ones back. */
async function saveProps(channelId: string, changed: Props): Promise<void> {
  const { myId, members } = readEntities()
  const before = members.get(channelId)
  if (!before) return
  update(withMembers, [{ ...before, notify_props: { ...before.notify_props, ...changed } }])
  try {
    await client.updateChannelNotifyProps({ user_id: myId, channel_id: channelId, ...changed })
  } catch (error) {
    update(withMembers, [before])
    throw error
  }
}

function Content({ channelId, onClose }: DialogProps) {
  const text = useSettingsText()
  const save = useSave()
  const title = useChannelTitle(channelId)
  const props: Props = useEntities((now) => now.members.get(channelId)?.notify_props) ?? {}
  const user = useEntities((now) => now.users.get(now.myId)?.notify_props)
  const channelType = useEntities((now) => now.channels.get(channelId)?.type)
  const hasThreads = useEntities(isCollapsed)
  const hasPush = useEntities((now) => now.config.SendPushNotifications === 'true')
  const change = (changed: Props) => save(() => saveProps(channelId, changed))
  const isMuted = props.mark_unread === 'mention'
  const levels = (account: string | undefined, first: 'mention' | 'all') =>
    (['default', 'all', 'mention', 'none'] as const).map((value) => ({
      value,
      label:
        value === 'default'
          ? text('channel.default', { value: text(`channel.level-${levelOf(account) ?? first}`) })
          : text(`channel.level-${value}`),
    }))

  return (
    <Dialog title={text('channel.title', { channel: title })} onClose={onClose}>
      <Sheet>
        <SwitchLine
          label={text('channel.mute')}
          hint={text('channel.mute-hint')}
          checked={isMuted}
          onChange={(isOn) => change({ mark_unread: isOn ? 'mention' : 'all' })}
        />
        {channelType !== 'D' && (
          <SwitchLine
            label={text('channel.ignore')}
            hint={text('channel.ignore-hint')}
            checked={
              props.ignore_channel_mentions === 'on' ||
              (props.ignore_channel_mentions !== 'off' && user?.channel === 'false')
            }
            onChange={(isOn) => change({ ignore_channel_mentions: isOn ? 'on' : 'off' })}
          />
        )}
        {!isMuted && (
          <>
            <SelectLine
              label={text('notify.desktop')}
              value={props.desktop ?? 'default'}
              options={levels(user?.desktop, 'mention')}
              onChange={(desktop) => change({ desktop })}
            />
            {hasThreads && (
              <SelectLine
                label={text('channel.threads')}
                value={props.desktop_threads ?? 'default'}
                options={levels(user?.desktop_threads, 'all')}
                onChange={(desktop_threads) => change({ desktop_threads })}
              />
            )}
            <SelectLine
              label={text('notify.sound')}
              value={props.desktop_sound ?? 'default'}
              options={[
                {
                  value: 'default',
                  label: text('channel.default', {
                    value: text(user?.desktop_sound === 'false' ? 'off' : 'on'),
                  }),
                },
                { value: 'on', label: text('on') },
                { value: 'off', label: text('off') },
              ]}
              onChange={(desktop_sound) => change({ desktop_sound })}
            />
            {hasPush && (
              <SelectLine
                label={text('notify.push')}
                value={props.push ?? 'default'}
                options={levels(user?.push, 'mention')}
                onChange={(push) => change({ push })}
              />
            )}
          </>
        )}
        {hasThreads && (
          <SwitchLine
            label={text('channel.follow')}
            hint={text('channel.follow-hint')}
            checked={props.channel_auto_follow_threads === 'on'}
            onChange={(isOn) => change({ channel_auto_follow_threads: isOn ? 'on' : 'off' })}
          />
        )}
      </Sheet>
    </Dialog>
  )
}

function levelOf(value: string | undefined): 'all' | 'mention' | 'none' | undefined {
  return value === 'all' || value === 'mention' || value === 'none' ? value : undefined
}
