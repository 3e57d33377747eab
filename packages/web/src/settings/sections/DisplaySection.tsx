import { useIntl } from 'react-intl'
import { useEntities } from '#web/entities/store.ts'
import { saveMe, savePreference } from '#web/settings/save.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Group, Line, RadioLine, SelectLine, SwitchLine } from '#web/settings/ui/Controls.tsx'
import { useMe, usePreference } from '#web/settings/use-me.ts'
import { useSave } from '#web/settings/use-save.ts'
import { chooseLook, useLook } from '#web/theme/theme.ts'
import { displayName } from '#web/users/names.ts'
import { isTrue, zoneOf } from '#web/users/time-zone.ts'
import { OwnColorsForm } from './OwnColorsForm.tsx'
import { ThemeLine } from './ThemeLine.tsx'

/** How everything looks and is written. */
export function DisplaySection() {
  const text = useSettingsText()
  const { theme, density } = useLook()
  return (
    <>
      <Group title={text('display.theme')} detail={text('display.theme-hint')}>
        <ThemeLine />
        {theme === 'own' && <OwnColorsForm />}
      </Group>
      <Group title={text('display.messages')}>
        <RadioLine
          label={text('display.density')}
          hint={text('display.on-device')}
          value={density}
          options={[
            { value: 'roomy', label: text('display.density-roomy') },
            { value: 'dense', label: text('display.density-dense') },
          ]}
          onChange={(chosen) => chooseLook({ density: chosen })}
        />
        <MessageLines />
      </Group>
      <Group title={text('display.names-and-times')}>
        <NameLine />
        <ClockLine />
        <ZoneLines />
      </Group>
    </>
  )
}

function MessageLines() {
  const text = useSettingsText()
  const save = useSave()
  const display = usePreference('display_settings/message_display', 'clean')
  const width = usePreference('display_settings/channel_display_mode', 'full')
  const previews = usePreference('display_settings/collapse_previews', 'false')
  const threads = useEntities((now) => now.config.CollapsedThreads)
  const collapsed = usePreference(
    'display_settings/collapsed_reply_threads',
    threads === 'default_on' ? 'on' : 'off',
  )
  const set = (name: string) => (value: string) =>
    save(() => savePreference('display_settings', name, value))
  return (
    <>
      <RadioLine
        label={text('display.message')}
        value={display}
        options={[
          {
            value: 'clean',
            label: text('display.message-clean'),
            hint: text('display.message-clean-hint'),
          },
          {
            value: 'compact',
            label: text('display.message-compact'),
            hint: text('display.message-compact-hint'),
          },
        ]}
        onChange={set('message_display')}
      />
      <RadioLine
        label={text('display.width')}
        value={width}
        options={[
          { value: 'full', label: text('display.width-full') },
          { value: 'centered', label: text('display.width-centered') },
        ]}
        onChange={set('channel_display_mode')}
      />
      <SwitchLine
        label={text('display.previews')}
        hint={text('display.previews-hint')}
        checked={previews === 'false'}
        onChange={(isOn) => set('collapse_previews')(isOn ? 'false' : 'true')}
      />
      {(threads === 'default_on' || threads === 'default_off') && (
        <SwitchLine
          label={text('display.threads')}
          hint={text('display.threads-hint')}
          checked={collapsed === 'on'}
          onChange={(isOn) => set('collapsed_reply_threads')(isOn ? 'on' : 'off')}
        />
      )}
    </>
  )
}

function NameLine() {
  const text = useSettingsText()
  const save = useSave()
  const me = useMe()
  const config = useEntities((now) => now.config)
  const format = usePreference(
    'display_settings/name_format',
    config.TeammateNameDisplay ?? 'username',
  )
  if (config.LockTeammateNameDisplay === 'true') {
    return <Line>{text('display.names-locked')}</Line>
  }
  return (
    <SelectLine
      label={text('display.names')}
      hint={text('display.names-hint', { name: displayName(me, format) })}
      value={format}
      options={[
        { value: 'username', label: text('display.names-username') },
        { value: 'nickname_full_name', label: text('display.names-nickname') },
        { value: 'full_name', label: text('display.names-full') },
      ]}
      onChange={(chosen) => save(() => savePreference('display_settings', 'name_format', chosen))}
    />
  )
}

function ClockLine() {
  const text = useSettingsText()
  const intl = useIntl()
  const save = useSave()
  const stored = usePreference('display_settings/use_military_time', '')
  const local = new Intl.DateTimeFormat(intl.locale, { hour: 'numeric' }).resolvedOptions()
  const is24 = stored === '' ? local.hourCycle?.startsWith('h2') : stored === 'true'
  return (
    <RadioLine
      label={text('display.clock')}
      value={is24 ? 'true' : 'false'}
      options={[
        { value: 'false', label: text('display.clock-12') },
        { value: 'true', label: text('display.clock-24') },
      ]}
      onChange={(chosen) =>
        save(() => savePreference('display_settings', 'use_military_time', chosen))
      }
    />
  )
}

function ZoneLines() {
  const text = useSettingsText()
  const intl = useIntl()
  const save = useSave()
  const me = useMe()
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone
  const zone = me.timezone
  const isAutomatic = isTrue(zone?.useAutomaticTimezone ?? 'true')
  const chosen = zone?.manualTimezone || zoneOf(me) || here
  const zones = Intl.supportedValuesOf('timeZone')
  const change = (useAutomaticTimezone: boolean, manualTimezone: string) =>
    save(() =>
      saveMe({
        timezone: {
          useAutomaticTimezone: String(useAutomaticTimezone),
          automaticTimezone: here,
          manualTimezone,
        },
      }),
    )
  return (
    <>
      <SwitchLine
        label={text('display.zone-auto')}
        hint={text('display.zone-auto-hint', { zone: here })}
        checked={isAutomatic}
        onChange={(isOn) => change(isOn, isOn ? '' : chosen)}
      />
      {!isAutomatic && (
        <SelectLine
          label={text('display.zone')}
          hint={text('display.zone-now', {
            time: intl.formatTime(new Date(), { timeZone: chosen }),
          })}
          value={chosen}
          options={[...new Set([chosen, ...zones])].map((value) => ({
            value,
            label: value.replaceAll('_', ' '),
          }))}
          onChange={(value) => change(false, value)}
        />
      )}
    </>
  )
}
