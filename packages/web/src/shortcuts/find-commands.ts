type Named = { title: string }

/** The commands in whose names each word of a term begins a word; all for an empty term. */
export function findCommands<One extends Named>(commands: readonly One[], term: string): One[] {
  const wanted = term.toLowerCase().replace(/^>/, '').split(/\s+/).filter(Boolean)
  return commands.filter(({ title }) => {
    const words = title.toLowerCase().split(/[\s:,–-]+/)
    return wanted.every((part) => words.some((word) => word.startsWith(part)))
  })
}
