import type { Clock } from '#platform/clock.ts'
import type { CommittedWork, DomainEvent } from '#platform/events/event.ts'
import type { ConnectionState } from '#platform/hub/connection.ts'
import type { HandedOver } from '#platform/hub/hub.ts'
import type { KeySource } from '#platform/keys/root-key.ts'
import type { Bus } from './bus.ts'
import { type Envelope, makeEnvelope, type Opened, type Origin } from './envelope.ts'
import type { Nodes } from './nodes.ts'
import { tellRefusals } from './refusals.ts'
import { makeRoster } from './roster.ts'
import { type Heard, makeWorkLog } from './work-log.ts'

export type Peers = ReturnType<typeof openPeers>

type Given = {
  bus: Bus
  nodes: Nodes
  workspaceId: string
  keys: KeySource
  clock: Clock
  warn: (message: string) => void
}

/** What the workspace does with what it hears from its other nodes. */
export type PeerHandlers = {
  /** Applies the work of another node. Events wait until it resolves, where it has to wait. */
  apply: (work: CommittedWork) => Promise<void> | undefined
  /** A fact that isn't in the database, under the name it was shared by. */
  adopt: (name: string, value: unknown) => void
  /** What a node that has just come has to know of this one, by the names of facts. */
  facts: (userIds: string[]) => [name: string, value: unknown][]
  /** Everything in memory may be stale, and clients may have missed something. */
  resync: () => void
  /** Everything in memory may be stale; nobody can be heard who would say so. */
  forget: () => void
  /** Somebody's last socket has gone, wherever it was. */
  onUserGone: (userId: string) => void
  /** Gives a connection that has no socket away, to a node where its client is back. */
  release: (connectionId: string, userId: string) => ConnectionState | undefined
  /** What the console shows of this node. */
  describe: () => Record<string, string>
}

/** One frame; whoever doesn't know a field of a later release passes over it. */
type Message = {
  node: string
  work?: CommittedWork
  facts?: [name: string, value: unknown][]
  came?: string[]
  gone?: string[]
  isGreeting?: boolean
  isLeaving?: boolean
}

/** A subject, and what opens and seals its frames. */
type Stream = { subject: string; envelope: Envelope }

type Question = { release?: { connectionId: string; userId: string }; describe?: true }
type Answer = {
  /** The run of the question that it answers. */
  to: string
  released?: { state: ConnectionState; heard: Heard }
  description?: Record<string, string>
}

const askMs = 2_000
const reachMs = 1_000
const resyncSeconds = 30
const usersPerMessage = 1_000

/**
 * The other nodes that serve a workspace. What a transaction has to tell is numbered without a gap:
 * who misses some of it drops what it holds and has its clients come again. What isn't written
 * anywhere (typing, presence) may be lost.
 */
export function openPeers({ bus, nodes, workspaceId, keys, clock, warn }: Given) {
  const refused = tellRefusals(warn)
  const log = makeWorkLog()
  const roster = makeRoster()
  const here = new Set<string>()
  const works = streamOf('work')
  const hints = streamOf('hint')
  const own = streamOf(`node.${bus.nodeId}`)
  const waiting: { from: Origin; message: Message }[] = []
  let handlers: PeerHandlers | undefined
  let isWorking = false
  let secondsAlone = 0

  function streamOf(name: string): Stream {
    const subject = `w.${workspaceId}.${name}`
    return { subject, envelope: makeEnvelope({ keys, clock, subject }) }
  }

  /** In halves what is too long for one frame, as far as it can be halved. */
  function send(stream: Stream, message: Omit<Message, 'node'>): void {
    if (!bus.isShared) return
    const { work } = message
    const text = JSON.stringify({ node: bus.nodeId, ...message })
    if (work && work.events.length > 1 && text.length > bus.maxFrameBytes) {
      const half = Math.ceil(work.events.length / 2)
      send(stream, { work: { changes: work.changes, events: work.events.slice(0, half) } })
      send(stream, { work: { changes: [], events: work.events.slice(half) } })
      return
    }
    log.note(bus.nodeId, stream.envelope.next(), work ?? nothing)
    const frame = stream.envelope.seal(text)
    if (frame.length <= bus.maxFrameBytes) bus.publish(stream.subject, frame)
    // Too long to be carried: the gap in the numbers tells the others that they missed it.
    else if (work) send(stream, {})
  }

  /** Tells of a commit. Where caches have to forget something, resolves once that is on its way. */
  function tell({ changes, events }: CommittedWork): Promise<void> | undefined {
    // What is due at once is done here; the others look after what was left behind.
    const telling = changes.filter((each) => each.kind !== 'task' || each.run_at > clock())
    if (!bus.isShared || telling.length + events.length === 0) return undefined
    send(works, { work: { changes: telling, events } })
    return telling.some(({ kind }) => kind !== 'task') ? bus.flush() : undefined
  }

  /** Tells of what isn't written anywhere. */
  function hint(event: DomainEvent): void {
    send(hints, { work: { changes: [], events: [event] } })
  }

  function open({ subject, envelope }: Stream, frame: Uint8Array): Opened | undefined {
    const opened = envelope.open(frame)
    if (!('refused' in opened)) return opened
    refused(subject, opened.refused)
    return undefined
  }

  function hear(stream: Stream, frame: Uint8Array): void {
    const opened = open(stream, frame)
    if (!opened) return
    // Only a node of ours can have sealed it.
    waiting.push({ from: opened.from, message: JSON.parse(opened.text) as Message })
    if (stream === works && opened.isAfterGap) handlers?.resync()
    if (handlers && !isWorking) void work(handlers).catch(() => undefined)
  }

  /** One after the other; without a pause wherever nothing has to be waited for. */
  async function work(to: PeerHandlers): Promise<void> {
    isWorking = true
    try {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        const pause = take(to, next.message)
        if (pause) await pause.catch(() => undefined)
        const { node, isLeaving, work: done = nothing } = next.message
        if (!isLeaving) log.note(node, next.from, done)
      }
    } finally {
      isWorking = false
    }
  }

  function take(to: PeerHandlers, message: Message): Promise<void> | undefined {
    const { node, work: done, facts = [], came = [], gone = [] } = message
    if (message.isLeaving) lose(node)
    if (came.length > 0) roster.come(node, came)
    for (const [name, value] of facts) to.adopt(name, value)
    roster.go(node, gone)
    for (const userId of gone) if (!isAnywhere(userId)) to.onUserGone(userId)
    if (message.isGreeting) introduce(to)
    return done && to.apply(done)
  }

  /** Tells everybody who is here, and from which number on this node can be followed. */
  function introduce(to: PeerHandlers): void {
    const users = [...here]
    send(works, {})
    for (let start = 0; start === 0 || start < users.length; start += usersPerMessage) {
      const came = users.slice(start, start + usersPerMessage)
      send(hints, { came, facts: to.facts(came) })
    }
  }

  function greet(): void {
    send(hints, { isGreeting: true })
    if (handlers) introduce(handlers)
  }

  function isAnywhere(userId: string): boolean {
    return here.has(userId) || roster.isAnywhere(userId)
  }

  function lose(nodeId: string): void {
    log.forget(nodeId)
    for (const userId of roster.lose(nodeId)) {
      if (!here.has(userId)) handlers?.onUserGone(userId)
    }
  }

  async function ask(nodeId: string, question: Question): Promise<Answer | undefined> {
    const stream = streamOf(`node.${nodeId}`)
    const { epoch } = stream.envelope.next()
    const asked = stream.envelope.seal(JSON.stringify(question))
    const frame = await bus.request(stream.subject, asked, askMs)
    const opened = frame && open(stream, frame)
    if (!opened) return undefined
    const answer = JSON.parse(opened.text) as Answer
    return answer.to === epoch ? answer : undefined
  }

  function answer(frame: Uint8Array, reply: (frame: Uint8Array) => void): void {
    const opened = open(own, frame)
    if (!opened) return
    const { release, describe } = JSON.parse(opened.text) as Question
    const state = release && handlers?.release(release.connectionId, release.userId)
    const description = describe && handlers?.describe()
    const said: Answer = {
      to: opened.from.epoch,
      ...(state && { released: { state, heard: log.heard() } }),
      ...(description && { description }),
    }
    const sealed = own.envelope.seal(JSON.stringify(said))
    if (sealed.length <= bus.maxFrameBytes) reply(sealed)
  }

  /** Takes a connection over from the node that has it; undefined where none has. */
  async function takeOver(connectionId: string, userId: string): Promise<HandedOver | undefined> {
    const asked = nodes.others().map(async ({ id }) => {
      const said = await ask(id, { release: { connectionId, userId } })
      if (!said?.released) throw new Error('not there')
      return said.released
    })
    const found = await Promise.any(asked).catch(() => undefined)
    if (!found || !(await log.reach(found.heard, reachMs))) return undefined
    return { state: found.state, missed: () => log.since(found.heard) }
  }

  const endings = bus.isShared
    ? [
        bus.subscribe(works.subject, (frame) => hear(works, frame)),
        bus.subscribe(hints.subject, (frame) => hear(hints, frame)),
        bus.subscribe(own.subject, answer),
        nodes.onGone(lose),
        nodes.onRevived(greet),
        bus.onReturn(() => {
          handlers?.resync()
          greet()
        }),
      ]
    : []

  return {
    isShared: bus.isShared,
    tell,
    hint,
    takeOver,
    isConnectedElsewhere: roster.isAnywhere,
    /** Whether the others can be heard, or there are none. */
    isHeard: (): boolean => bus.isConnected,
    /** Tells all nodes a fact that isn't in the database. */
    share(name: string, value: unknown): void {
      send(hints, { facts: [[name, value]] })
    },
    noteSocket(userId: string): void {
      if (here.has(userId)) return
      here.add(userId)
      send(hints, { came: [userId] })
    },
    noteGone(userId: string): void {
      if (here.delete(userId)) send(hints, { gone: [userId] })
    },
    /** The nodes of the installation, this one first, with what each says of the workspace. */
    async describeNodes(): Promise<Record<string, string>[]> {
      const others = nodes.others().map(async (node) => {
        const said = await ask(node.id, { describe: true })
        return { ...node, ...said?.description }
      })
      return [{ ...nodes.self(), ...handlers?.describe() }, ...(await Promise.all(others))]
    },
    /** Begins, once the workspace can take what it hears; what came meanwhile is taken now. */
    async start(to: PeerHandlers): Promise<void> {
      handlers = to
      if (!bus.isShared) return
      await work(to)
      greet()
    },
    /**
     * Called every second. While nobody can be heard, what is held in memory is worth little, and
     * neither is what sockets were opened with.
     */
    tick(): void {
      secondsAlone = bus.isConnected ? 0 : secondsAlone + 1
      if (secondsAlone > 0) handlers?.forget()
      if (secondsAlone > 0 && secondsAlone % resyncSeconds === 0) handlers?.resync()
    },
    close(): void {
      if (bus.isShared) send(works, { isLeaving: true })
      for (const end of endings) end()
    },
  }
}

const nothing: CommittedWork = { events: [], changes: [] }
