import type { UserNotifyProps } from '@mattermost/types/users'
import { useState } from 'react'
import { isCollapsed } from '#web/entities/collapsing.ts'
import { useEntities } from '#web/entities/store.ts'
import { saveNotify, savePreference } from '#web/settings/save.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Group, Line, RadioLine, SelectLine, SwitchLine } from '#web/settings/ui/Controls.tsx'
import { Form } from '#web/settings/ui/Form.tsx'
import { useForm } from '#web/settings/use-form.ts'
import { useMe, usePreference } from '#web/settings/use-me.ts'
import { useSave } from '#web/settings/use-save.ts'
import { Field } from '#web/ui/Field.tsx'
import { AutoResponderForm } from './AutoResponderForm.tsx'
import { DeviceLine } from './DeviceLine.tsx'

type Level = 'all' | 'mention' | 'none'

/** What one is told of, and how. */
export function NotificationsSection() {
  const text = useSettingsText()
  const config = useEntities((now) => now.config)
  return (
    <>
      <Group title={text('notify.desktop')} detail={text('notify.desktop-hint')}>
        <DeviceLine />
        <DesktopLines />
      </Group>
      {config.SendPushNotifications === 'true' && (
        <Group title={text('notify.push')} detail={text('notify.push-hint')}>
          <PushLines />
        </Group>
      )}
      <Group title={text('notify.email')} detail={text('notify.email-hint')}>
        <EmailLine />
      </Group>
      <Group title={text('notify.words')} detail={text('notify.words-hint')}>
        <WordLines />
      </Group>
      {config.ExperimentalEnableAutomaticReplies === 'true' && (
        <Group title={text('notify.auto')} detail={text('notify.auto-hint')}>
          <AutoResponderForm />
        </Group>
      )}
    </>
  )
}

function useLevels(): { value: Level; label: string }[] {
  const text = useSettingsText()
  return (['all', 'mention', 'none'] as const).map((value) => ({
    value,
    label: text(`notify.level-${value}`),
  }))
}

/** The notification settings of the account, and a function that changes some of them. */
function useNotify() {
  const me = useMe()
  const save = useSave()
  const props: Partial<UserNotifyProps> = me.notify_props ?? {}
  return {
    props,
    change: (changed: Partial<UserNotifyProps>) => save(() => saveNotify(changed)),
  }
}

function levelOf(value: string | undefined, fallback: Level): Level {
  return value === 'all' || value === 'mention' || value === 'none' ? value : fallback
}

function DesktopLines() {
  const text = useSettingsText()
  const levels = useLevels()
  const { props, change } = useNotify()
  const hasThreads = useEntities(isCollapsed)
  const level = levelOf(props.desktop, 'mention')
  return (
    <>
      <RadioLine
        label={text('notify.about')}
        value={level}
        options={levels}
        onChange={(desktop) => change({ desktop })}
      />
      {hasThreads && level !== 'none' && (
        <SwitchLine
          label={text('notify.threads')}
          hint={text('notify.threads-hint')}
          checked={levelOf(props.desktop_threads, 'all') === 'all'}
          onChange={(isOn) => change({ desktop_threads: isOn ? 'all' : 'mention' })}
        />
      )}
      {level !== 'none' && (
        <SwitchLine
          label={text('notify.sound')}
          hint={text('notify.sound-hint')}
          checked={props.desktop_sound !== 'false'}
          onChange={(isOn) => change({ desktop_sound: isOn ? 'true' : 'false' })}
        />
      )}
    </>
  )
}

function PushLines() {
  const text = useSettingsText()
  const levels = useLevels()
  const { props, change } = useNotify()
  const hasThreads = useEntities(isCollapsed)
  const level = levelOf(props.push, 'mention')
  const when = (['online', 'away', 'offline'] as const).map((value) => ({
    value,
    label: text(`notify.push-${value}`),
  }))
  const status = when.find(({ value }) => value === props.push_status)?.value ?? 'online'
  return (
    <>
      <RadioLine
        label={text('notify.about')}
        value={level}
        options={levels}
        onChange={(push) => change({ push })}
      />
      {level !== 'none' && (
        <SelectLine
          label={text('notify.push-when')}
          value={status}
          options={when}
          onChange={(push_status) => change({ push_status })}
        />
      )}
      {hasThreads && level !== 'none' && (
        <SwitchLine
          label={text('notify.threads')}
          checked={levelOf(props.push_threads, 'all') === 'all'}
          onChange={(isOn) => change({ push_threads: isOn ? 'all' : 'mention' })}
        />
      )}
    </>
  )
}

const AT_ONCE = '30'
const QUARTER_HOUR = '900'

/** Mails: none, or how soon. The interval matters only where the server gathers them. */
function EmailLine() {
  const text = useSettingsText()
  const config = useEntities((now) => now.config)
  const { props, change } = useNotify()
  const save = useSave()
  const stored = usePreference('notifications/email_interval', '')
  const hasThreads = useEntities(isCollapsed)
  if (config.SendEmailNotifications !== 'true') {
    return <Line>{text('notify.email-off')}</Line>
  }
  const isBatched = config.EnableEmailBatching === 'true'
  const values = isBatched ? [AT_ONCE, QUARTER_HOUR, '3600', '0'] : [AT_ONCE, '0']
  const interval = isBatched ? stored || QUARTER_HOUR : AT_ONCE
  const value = props.email === 'false' ? '0' : interval
  const names: Record<string, string> = {
    [AT_ONCE]: text('notify.email-now'),
    [QUARTER_HOUR]: text('notify.email-quarter'),
    '3600': text('notify.email-hour'),
    '0': text('notify.email-never'),
  }
  return (
    <>
      <RadioLine
        label={text('notify.email-when')}
        value={value}
        options={values.map((one) => ({ value: one, label: names[one] ?? one }))}
        onChange={(chosen) => {
          change({ email: chosen === '0' ? 'false' : 'true' })
          save(() => savePreference('notifications', 'email_interval', chosen))
        }}
      />
      {hasThreads && value !== '0' && (
        <SwitchLine
          label={text('notify.threads')}
          checked={levelOf(props.email_threads, 'all') === 'all'}
          onChange={(isOn) => change({ email_threads: isOn ? 'all' : 'mention' })}
        />
      )}
    </>
  )
}

function WordLines() {
  const text = useSettingsText()
  const me = useMe()
  const { props, change } = useNotify()
  const [typed, setTyped] = useState<string>()
  const stored = props.mention_keys ?? ''
  const form = useForm(
    () => saveNotify({ mention_keys: wordsIn(typed ?? stored) }),
    () => setTyped(undefined),
  )
  return (
    <>
      {me.first_name && (
        <SwitchLine
          label={text('notify.first-name', { name: me.first_name })}
          checked={props.first_name === 'true'}
          onChange={(isOn) => change({ first_name: isOn ? 'true' : 'false' })}
        />
      )}
      <SwitchLine
        label={text('notify.channel')}
        hint={text('notify.channel-hint')}
        checked={props.channel !== 'false'}
        onChange={(isOn) => change({ channel: isOn ? 'true' : 'false' })}
      />
      <Form {...form} isReady={typed !== undefined && wordsIn(typed) !== stored}>
        <Field
          label={text('notify.keys')}
          hint={text('notify.keys-hint')}
          value={typed ?? stored.split(',').join(', ')}
          onChange={setTyped}
        />
      </Form>
    </>
  )
}

/** The words of a list as the wire has them: small, each once, between commas. */
function wordsIn(list: string): string {
  const words = list.split(',').map((word) => word.trim().toLowerCase())
  return [...new Set(words.filter((word) => word !== ''))].join(',')
}
