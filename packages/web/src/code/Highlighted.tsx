import { type ReactNode, useEffect, useState } from 'react'
import type { Piece } from './piece.ts'

/** Longer code is shown as it is: nobody reads colours in it. */
const MAX_LENGTH = 30_000
/** What was read last, so that scrolling back needs no reading again. */
const MAX_READ = 200
const read = new Map<string, Piece | undefined>()

type HighlightedProps = { code: string; language: string }

/** Code in the colours of its language, once these are there. */
export function Highlighted({ code, language }: HighlightedProps) {
  const key = `${language}\n${code}`
  const [shownKey, setShownKey] = useState(read.has(key) ? key : '')

  useEffect(() => {
    if (language === '' || code.length > MAX_LENGTH || read.has(key)) return
    let isHere = true
    void import('./highlight.ts')
      .then(({ highlight }) => highlight(code, language))
      .then((tree) => remember(key, tree))
      .then(
        () => isHere && setShownKey(key),
        () => {},
      )
    return () => {
      isHere = false
    }
  }, [key, code, language])

  const tree = shownKey === key || read.has(key) ? read.get(key) : undefined
  return tree ? tree.children?.map(toElement) : code
}

function remember(key: string, tree: Piece | undefined): void {
  read.set(key, tree)
  const [oldest] = read.keys()
  if (read.size > MAX_READ && oldest !== undefined) read.delete(oldest)
}

function toElement(piece: Piece, at: number): ReactNode {
  if (piece.type === 'text') return piece.value
  const { className } = piece.properties ?? {}
  return (
    <span key={at} className={Array.isArray(className) ? className.join(' ') : undefined}>
      {piece.children?.map(toElement)}
    </span>
  )
}
