import { chooseBandwidth, useBandwidthChoice } from '#web/bandwidth/bandwidth.ts'
import { savePreference } from '#web/settings/save.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Group, RadioLine, SwitchLine } from '#web/settings/ui/Controls.tsx'
import { usePreference } from '#web/settings/use-me.ts'
import { useSave } from '#web/settings/use-save.ts'

/** What few people change. */
export function AdvancedSection() {
  const text = useSettingsText()
  const save = useSave()
  const sendsOnCommand = usePreference('advanced_settings/send_on_ctrl_enter', 'false')
  const showsComings = usePreference('advanced_settings/join_leave', 'true')
  const bandwidth = useBandwidthChoice()
  const set = (name: string, isOn: boolean) =>
    save(() => savePreference('advanced_settings', name, isOn ? 'true' : 'false'))
  return (
    <>
      <Group title={text('advanced.writing')}>
        <SwitchLine
          label={text('advanced.send')}
          hint={text('advanced.send-hint')}
          checked={sendsOnCommand === 'true'}
          onChange={(isOn) => set('send_on_ctrl_enter', isOn)}
        />
      </Group>
      <Group title={text('advanced.reading')}>
        <SwitchLine
          label={text('advanced.comings')}
          hint={text('advanced.comings-hint')}
          checked={showsComings !== 'false'}
          onChange={(isOn) => set('join_leave', isOn)}
        />
        <RadioLine
          label={text('advanced.bandwidth')}
          hint={text('advanced.bandwidth-hint')}
          value={bandwidth}
          options={(['auto', 'on', 'off'] as const).map((value) => ({
            value,
            label: text(`advanced.bandwidth-${value}`),
          }))}
          onChange={chooseBandwidth}
        />
      </Group>
    </>
  )
}
