import { useEffect } from 'react'
import { client } from '#web/api/client.ts'
import { useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { useEntities } from '#web/entities/store.ts'
import { requestCustomEmoji } from './custom-emoji.ts'
import styles from './EmojiChar.module.css'
import { charOf, wordsOf } from './emoji.ts'
import { useRareChar } from './rare.ts'

type EmojiCharProps = {
  name: string
  /** Whether no message tells of it, so that the server has to be asked what it is. */
  isAlone?: boolean
}

/** An emoji by its short name; one that we don't know is shown as it was written. */
export function EmojiChar({ name, isAlone = false }: EmojiCharProps) {
  const common = charOf(name)
  const rare = useRareChar(common ? '' : name)
  const char = common ?? rare
  const custom = useEntities((now) => now.emojis.get(name))
  const isLow = useIsLowBandwidth()
  const isWanted = isAlone && !char && !custom
  useEffect(() => {
    if (isWanted) requestCustomEmoji(name)
  }, [isWanted, name])

  if (char) {
    return (
      <span className={styles.emoji} role="img" aria-label={wordsOf(name)} title={`:${name}:`}>
        {char}
      </span>
    )
  }
  if (!custom || isLow) return <span>:{name}:</span>
  return (
    <img
      className={styles.custom}
      src={client.getCustomEmojiImageUrl(custom.id)}
      alt={wordsOf(name)}
      title={`:${name}:`}
    />
  )
}
