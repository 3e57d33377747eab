/** What stands beside a channel or a list. */
export type Pane =
  | { kind: 'search'; query: string; what: 'messages' | 'files' }
  | { kind: 'mentions' | 'saved' | 'pinned' | 'files' | 'info' | 'members' }
  | { kind: 'history'; postId: string }

const PLAIN = ['mentions', 'saved', 'pinned', 'files', 'info', 'members'] as const

/** The pane that an address names; `undefined` where it names none that we know. */
export function parsePane(query: URLSearchParams): Pane | undefined {
  const kind = query.get('pane')
  if (kind === 'search') {
    const what = query.get('what') === 'files' ? 'files' : 'messages'
    return { kind, query: query.get('q') ?? '', what }
  }
  const postId = query.get('post')
  if (kind === 'history') return postId ? { kind, postId } : undefined
  const plain = PLAIN.find((one) => one === kind)
  return plain && { kind: plain }
}

/** The pane as it stands in an address. */
export function paramsOfPane(pane: Pane): Record<string, string> {
  switch (pane.kind) {
    case 'search':
      return {
        pane: pane.kind,
        ...(pane.query && { q: pane.query }),
        ...(pane.what === 'files' && { what: pane.what }),
      }
    case 'history':
      return { pane: pane.kind, post: pane.postId }
    default:
      return { pane: pane.kind }
  }
}

/** Whether a pane is about the channel beside it. */
export function isOfChannel(pane: Pane): boolean {
  return pane.kind !== 'search' && pane.kind !== 'mentions' && pane.kind !== 'saved'
}
