import { useText } from '#web/i18n/i18n.tsx'
import styles from './EmojiPicker.module.css'
import { TONES } from './emoji.ts'

type ToneChoiceProps = { tone: string; onChange: (tone: string) => void }

/** The skin tone of hands and people. */
export function ToneChoice({ tone, onChange }: ToneChoiceProps) {
  const text = useText()
  const tones = ['', ...Object.keys(TONES)]
  const at = tones.indexOf(tone)
  const next = tones[(at + 1) % tones.length] ?? ''
  return (
    <button
      type="button"
      className={styles.tone}
      aria-label={text('emoji.tone', { tone: text(toneId(tone)) })}
      title={text('emoji.tone', { tone: text(toneId(tone)) })}
      onClick={() => onChange(next)}
    >
      {`✋${TONES[tone] ?? ''}`}
    </button>
  )
}

const IDS = {
  light: 'emoji.tone-light',
  medium_light: 'emoji.tone-medium-light',
  medium: 'emoji.tone-medium',
  medium_dark: 'emoji.tone-medium-dark',
  dark: 'emoji.tone-dark',
} as const

function toneId(tone: string) {
  return tone in IDS ? IDS[tone as keyof typeof IDS] : 'emoji.tone-none'
}
