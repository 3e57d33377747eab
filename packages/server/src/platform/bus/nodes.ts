import type { Clock } from '#platform/clock.ts'
import type { KeySource } from '#platform/keys/root-key.ts'
import type { Bus } from './bus.ts'
import { makeEnvelope } from './envelope.ts'
import { tellRefusals } from './refusals.ts'

/** A process as the others know it. */
type Node = { id: string; hostname: string; version: string; address: string }

export type Nodes = ReturnType<typeof openNodes>

type Given = {
  bus: Bus
  keys: KeySource
  clock: Clock
  hostname: string
  version: string
  warn: (message: string) => void
}

/** What nodes tell each other of themselves. */
type Beat = { node: Node; isGreeting?: boolean; isLeaving?: boolean; news?: string }

const subject = 'nodes'
const beatMs = 2_000
/** Whoever was silent for so long is gone. */
const silenceMs = 7_000

/** The processes on the bus: each tells now and then that it is there. */
export function openNodes({ bus, keys, clock, hostname, version, warn }: Given) {
  const envelope = makeEnvelope({ keys, clock, subject })
  const refused = tellRefusals(warn)
  const others = new Map<string, { node: Node; heardAt: number }>()
  const goneListeners = new Set<(nodeId: string) => void>()
  const revivedListeners = new Set<() => void>()
  /** Taken for gone; should they be heard again, both sides have to say who is there. */
  const lost = new Set<string>()
  let beatAt = performance.now()
  const newsListeners = new Set<(news: string) => void>()

  function self(): Node {
    return { id: bus.nodeId, hostname, version, address: bus.address }
  }

  function tell(beat: Omit<Beat, 'node'>): void {
    const told: Beat = { ...beat, node: self() }
    if (bus.isConnected) bus.publish(subject, envelope.seal(JSON.stringify(told)))
  }

  function hear(frame: Uint8Array): void {
    const opened = envelope.open(frame)
    if ('refused' in opened) refused(subject, opened.refused)
    // Only a node of ours can have sealed it.
    else take(JSON.parse(opened.text) as Beat)
  }

  function take({ node, isGreeting, isLeaving, news }: Beat): void {
    if (isLeaving) {
      lose(node.id)
      return
    }
    if (lost.delete(node.id)) for (const listener of revivedListeners) listener()
    const isNew = !others.has(node.id)
    others.set(node.id, { node, heardAt: performance.now() })
    if (isNew || isGreeting) tell({})
    if (news !== undefined) for (const listener of newsListeners) listener(news)
  }

  function lose(nodeId: string): void {
    if (!others.delete(nodeId)) return
    for (const listener of goneListeners) listener(nodeId)
  }

  function beat(): void {
    tell({})
    // Where this process itself was held up, what it was told may still wait to be heard.
    const wasHeldUp = performance.now() - beatAt > 2 * beatMs
    beatAt = performance.now()
    if (wasHeldUp) return
    for (const [nodeId, { heardAt }] of others) {
      if (performance.now() - heardAt <= silenceMs) continue
      lost.add(nodeId)
      lose(nodeId)
    }
  }

  const greet = () => tell({ isGreeting: true })
  const endings = bus.isShared ? [bus.subscribe(subject, hear), bus.onReturn(greet)] : []
  const beating = bus.isShared ? setInterval(beat, beatMs) : undefined
  beating?.unref()
  if (bus.isShared) greet()

  return {
    self,
    /** The other nodes that were heard of late. */
    others: (): Node[] => [...others.values()].map(({ node }) => node),
    /** Tells all nodes something that every process has to know. */
    spread: (news: string): void => tell({ news }),
    onNews: (listener: (news: string) => void): void => void newsListeners.add(listener),
    /** Called when a node has left, or was silent for too long. The returned function ends it. */
    onGone(listener: (nodeId: string) => void): () => void {
      goneListeners.add(listener)
      return () => goneListeners.delete(listener)
    },
    /** Called when a node is heard again that was taken for gone. The returned function ends it. */
    onRevived(listener: () => void): () => void {
      revivedListeners.add(listener)
      return () => revivedListeners.delete(listener)
    },
    /** Says goodbye. */
    close(): void {
      clearInterval(beating)
      tell({ isLeaving: true })
      for (const end of endings) end()
    },
  }
}
