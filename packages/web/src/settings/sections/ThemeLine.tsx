import { useId } from 'react'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { chooseLook, type Theme, useLook } from '#web/theme/theme.ts'
import styles from './ThemeLine.module.css'

const THEMES: readonly Theme[] = ['system', 'light', 'dark', 'own']

/** The looks, each as a small picture of itself. */
export function ThemeLine() {
  const text = useSettingsText()
  const id = useId()
  const { theme } = useLook()
  return (
    <fieldset className={styles.line}>
      <legend className={styles.legend}>{text('display.theme')}</legend>
      {THEMES.map((one) => (
        <label key={one} className={styles.choice}>
          <span className={styles.picture} data-look={one} aria-hidden>
            <span className={styles.side} />
            <span className={styles.lines}>
              <span />
              <span />
              <span />
            </span>
          </span>
          <span className={styles.name}>
            <input
              type="radio"
              name={id}
              checked={theme === one}
              onChange={() => chooseLook({ theme: one })}
            />
            {text(`display.theme-${one}`)}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
