import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Group, Line, SwitchLine } from '#web/settings/ui/Controls.tsx'
import { openOverlay } from '#web/shortcuts/overlay.ts'
import { chooseLook, useLook } from '#web/theme/theme.ts'
import { Button } from '#web/ui/Button.tsx'

/** What makes the app easier on eyes and hands. */
export function AccessibilitySection() {
  const text = useSettingsText()
  const look = useLook()
  return (
    <>
      <Group title={text('access.seeing')} detail={text('display.on-device')}>
        <SwitchLine
          label={text('access.contrast')}
          hint={text('access.contrast-hint')}
          checked={look.hasContrast}
          onChange={(hasContrast) => chooseLook({ hasContrast })}
        />
        <SwitchLine
          label={text('access.motion')}
          hint={text('access.motion-hint')}
          checked={look.isCalm}
          onChange={(isCalm) => chooseLook({ isCalm })}
        />
      </Group>
      <Group title={text('access.keys')}>
        <Line>
          <span>{text('access.keys-hint')}</span>
          <Button onClick={() => openOverlay({ kind: 'overview' })}>
            {text('access.keys-show')}
          </Button>
        </Line>
      </Group>
    </>
  )
}
