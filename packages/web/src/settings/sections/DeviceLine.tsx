import { useState } from 'react'
import { askPermission, permission } from '#web/notify/permission.ts'
import { playSound } from '#web/notify/sound.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Line } from '#web/settings/ui/Controls.tsx'
import { Button } from '#web/ui/Button.tsx'
import styles from './DeviceLine.module.css'

/** Whether this browser may show notifications at all, and how they sound. */
export function DeviceLine() {
  const text = useSettingsText()
  const [state, setState] = useState(permission)
  return (
    <Line>
      <span className={styles.words} role="status">
        {text(`notify.device-${state}`)}
      </span>
      <span className={styles.actions}>
        {state === 'default' && (
          <Button look="primary" onClick={() => void askPermission().then(setState)}>
            {text('notify.device-allow')}
          </Button>
        )}
        <Button onClick={playSound}>{text('notify.sound-try')}</Button>
      </span>
    </Line>
  )
}
