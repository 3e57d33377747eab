import { newId } from '#platform/ids.ts'

/** Takes what arrives; `answer` goes back to whoever asked. */
export type Hear = (frame: Uint8Array, answer: (frame: Uint8Array) => void) => void

/** What carries bytes between the nodes. It neither reads nor keeps them. */
export type Bus = AsyncDisposable & {
  /** This process among the nodes. */
  readonly nodeId: string
  /** Whether there may be other nodes at all. */
  readonly isShared: boolean
  /** Whether the others can be heard now. */
  readonly isConnected: boolean
  /** Longer frames can't be carried. */
  readonly maxFrameBytes: number
  /** The address by which the others know this node; '' where it isn't known. */
  readonly address: string
  /** To everybody else who listens, in order; dropped while nobody can be heard. */
  publish(subject: string, frame: Uint8Array): void
  /** Hears what others publish. The returned function ends it. */
  subscribe(subject: string, hear: Hear): () => void
  /** The answer of whoever listens; undefined where nobody does or answers in time. */
  request(subject: string, frame: Uint8Array, timeoutMs: number): Promise<Uint8Array | undefined>
  /** Resolves once everything that was published has left this node. */
  flush(): Promise<void>
  /** Called when the others can be heard again. The returned function ends it. */
  onReturn(listener: () => void): () => void
}

/** The bus of a process that is alone: there is nobody to hear. */
export function soleBus(): Bus {
  const nothing = () => undefined
  return {
    nodeId: newId(),
    isShared: false,
    isConnected: true,
    maxFrameBytes: 0,
    address: '',
    publish: nothing,
    subscribe: () => nothing,
    request: async () => undefined,
    flush: async () => undefined,
    onReturn: () => nothing,
    [Symbol.asyncDispose]: async () => undefined,
  }
}
