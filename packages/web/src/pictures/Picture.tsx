import { ImageDown } from 'lucide-react'
import { createContext, type ReactNode, useContext, useState } from 'react'
import { useIsLowBandwidth } from '#web/bandwidth/bandwidth.ts'
import { thumbnailSize } from '#web/files/thumbnail.ts'
import { useText } from '#web/i18n/i18n.tsx'
import { allowForeignPictures, usePictureSource } from './foreign.ts'
import styles from './Picture.module.css'

type Size = { width: number; height: number }

const NO_SIZES: Readonly<Record<string, Size>> = {}
const Sizes = createContext(NO_SIZES)

/** Tells how large the pictures of a message are before they are there, so that nothing jumps. */
export function PictureSizes(props: {
  sizes: Readonly<Record<string, Size>> | undefined
  children: ReactNode
}) {
  return <Sizes value={props.sizes ?? NO_SIZES}>{props.children}</Sizes>
}

type PictureProps = {
  address: string
  name: string
  look?: 'inline' | 'cover' | 'icon'
  onOpen?: (src: string) => void
}

/** Of a picture whose size nobody knows. */
const UNKNOWN: Size = { width: 320, height: 180 }

/** A picture by its address; from elsewhere only when that is wanted. */
export function Picture({ address, name, look = 'inline', onOpen }: PictureProps) {
  const text = useText()
  const isLow = useIsLowBandwidth()
  const size = useContext(Sizes)[address]
  const { src, host, isFree } = usePictureSource(address)
  const [isAskedFor, setIsAskedFor] = useState(false)
  const [isBroken, setIsBroken] = useState(false)
  const isShown = isAskedFor || (isFree && !isLow)
  const { width, height } = size && size.width > 0 ? thumbnailSize(size) : UNKNOWN

  if (look === 'icon') {
    return isShown && src && !isBroken ? (
      <img className={styles.icon} src={src} alt={name} onError={() => setIsBroken(true)} />
    ) : null
  }
  if (src === '' || isBroken) {
    return (
      <a href={address} target="_blank" rel="noopener noreferrer nofollow">
        {name || address}
      </a>
    )
  }
  if (!isShown) {
    return (
      <span
        className={styles.promise}
        style={{ inlineSize: width, aspectRatio: `${width}/${height}` }}
      >
        <button type="button" className={styles.show} onClick={() => setIsAskedFor(true)}>
          <ImageDown size={18} aria-hidden />
          {text('pictures.show', { host })}
        </button>
        {!isFree && (
          <button type="button" className={styles.always} onClick={allowForeignPictures}>
            {text('pictures.always')}
          </button>
        )}
      </span>
    )
  }
  const image = (
    <img
      className={styles.image}
      src={src}
      alt={name}
      {...(size && { width, height })}
      loading="lazy"
      referrerPolicy="no-referrer"
      onError={() => setIsBroken(true)}
    />
  )
  if (!onOpen) return image
  return (
    <button
      type="button"
      className={styles.opener}
      data-look={look}
      aria-label={text('pictures.open', { name: name || host })}
      onClick={() => onOpen(src)}
    >
      {image}
    </button>
  )
}
