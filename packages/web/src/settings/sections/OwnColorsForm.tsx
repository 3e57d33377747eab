import { Check, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { savePreference } from '#web/settings/save.ts'
import { useSettingsText } from '#web/settings/texts/settings-text.tsx'
import { Form } from '#web/settings/ui/Form.tsx'
import { useForm } from '#web/settings/use-form.ts'
import { usePreference } from '#web/settings/use-me.ts'
import {
  COLOR_NAMES,
  contrastOf,
  ENOUGH_CONTRAST,
  type OwnColors,
  parseColors,
  READ_PAIRS,
} from '#web/theme/own-colors.ts'
import { takeColors } from '#web/theme/theme.ts'
import styles from './OwnColorsForm.module.css'

/** Colours of one's own. They are shown as they are chosen, and say whether they can be read. */
export function OwnColorsForm() {
  const text = useSettingsText()
  const stored = usePreference('theme/', '')
  const [chosen, setChosen] = useState<OwnColors>()
  const colors = chosen ?? parseColors(stored)
  const form = useForm(
    () => savePreference('theme', '', themeOf(stored, colors)),
    () => setChosen(undefined),
  )

  function choose(name: keyof OwnColors, value: string) {
    const next = { ...colors, [name]: value }
    setChosen(next)
    takeColors(JSON.stringify(next))
  }

  return (
    <Form {...form} isReady={chosen !== undefined}>
      <div className={styles.colors}>
        {COLOR_NAMES.map((name) => (
          <label key={name} className={styles.color}>
            <input
              type="color"
              className={styles.well}
              value={colors[name]}
              onChange={(event) => choose(name, event.target.value)}
            />
            <span>{text(`colors.${name}`)}</span>
          </label>
        ))}
      </div>
      <ul className={styles.checks} aria-label={text('colors.contrast')}>
        {READ_PAIRS.map(([one, other]) => {
          const ratio = contrastOf(colors[one], colors[other])
          const isEnough = ratio >= ENOUGH_CONTRAST
          const Icon = isEnough ? Check : TriangleAlert
          return (
            <li key={one + other} className={styles.check} data-state={isEnough ? 'good' : 'bad'}>
              <Icon size={16} aria-hidden />
              <span>
                {text('colors.on', {
                  one: text(`colors.${one}`),
                  other: text(`colors.${other}`),
                })}
                {': '}
                {text(isEnough ? 'colors.enough' : 'colors.too-little', {
                  ratio: Math.floor(ratio * 10) / 10,
                })}
              </span>
            </li>
          )
        })}
      </ul>
    </Form>
  )
}

/** What other clients have put into the theme stays in it. */
function themeOf(stored: string, colors: OwnColors): string {
  let others: unknown
  try {
    others = JSON.parse(stored)
  } catch {
    others = {}
  }
  const kept = typeof others === 'object' && !Array.isArray(others) ? others : {}
  return JSON.stringify({ ...kept, type: 'custom', ...colors, linkColor: colors.buttonBg })
}
