import { common, createLowlight } from 'lowlight'
import type { Piece } from './piece.ts'

const lowlight = createLowlight(common)

/** Code as pieces that are words, comments and so on; `undefined` for a language nobody knows. */
export async function highlight(code: string, language: string): Promise<Piece | undefined> {
  if (!lowlight.registered(language)) {
    const { rare } = await import('./rare-languages.ts')
    lowlight.register(rare)
  }
  return lowlight.registered(language) ? lowlight.highlight(language, code) : undefined
}
