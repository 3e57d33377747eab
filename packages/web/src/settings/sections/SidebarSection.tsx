import { savePreference } from '#web/settings/save.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Group, SelectLine, SwitchLine } from '#web/settings/ui/Controls.tsx'
import { usePreference } from '#web/settings/use-me.ts'
import { useSave } from '#web/settings/use-save.ts'
import { DirectMessageOrderLine } from './DirectMessageOrderLine.tsx'

const COUNTS = ['10', '15', '20', '40']

/** What the sidebar shows, and in which order. */
export function SidebarSection() {
  const text = useSettingsText()
  const save = useSave()
  const unreads = usePreference('sidebar_settings/show_unread_section', 'false')
  const count = usePreference('sidebar_settings/limit_visible_dms_gms', '40')
  const set = (name: string, value: string) =>
    save(() => savePreference('sidebar_settings', name, value))
  return (
    <>
      <Group title={text('sidebar.channels')}>
        <SwitchLine
          label={text('sidebar.unreads')}
          hint={text('sidebar.unreads-hint')}
          checked={unreads === 'true'}
          onChange={(isOn) => set('show_unread_section', isOn ? 'true' : 'false')}
        />
      </Group>
      <Group title={text('sidebar.direct')}>
        <SelectLine
          label={text('sidebar.count')}
          hint={text('sidebar.count-hint')}
          value={count}
          options={[...new Set([...COUNTS, count])]
            .sort((a, b) => Number(a) - Number(b))
            .map((value) => ({ value, label: value }))}
          onChange={(value) => set('limit_visible_dms_gms', value)}
        />
        <DirectMessageOrderLine />
      </Group>
    </>
  )
}
