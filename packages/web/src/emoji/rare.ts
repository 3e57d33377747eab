import { useEffect } from 'react'
import { create } from 'zustand'

type Rare = { isLoading: boolean; charOf?: (name: string) => string | undefined }

const useRare = create<Rare>()(() => ({ isLoading: false }))

/** The emoji that the picker doesn't offer are fetched when somebody else has used one. */
async function load(): Promise<void> {
  if (useRare.getState().isLoading) return
  useRare.setState({ isLoading: true })
  try {
    const { rareCharOf } = await import('./rare-emoji.ts')
    useRare.setState({ charOf: rareCharOf })
  } catch {
    useRare.setState({ isLoading: false })
  }
}

/** An emoji that is not among the common ones; none for the empty name. */
export function useRareChar(name: string): string | undefined {
  const charOf = useRare((now) => now.charOf)
  useEffect(() => {
    if (name !== '') void load()
  }, [name])
  return name === '' ? undefined : charOf?.(name)
}
