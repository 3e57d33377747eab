import styles from './BannerStrip.module.css'
import { inkOn } from './ink.ts'

/** The line that stands above all that is written in a channel. */
export function BannerStrip({ text, colour }: { text: string; colour: string }) {
  return (
    <p className={styles.banner} style={{ backgroundColor: colour, color: inkOn(colour) }}>
      {text}
    </p>
  )
}
