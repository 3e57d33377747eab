import type { WebSocket } from 'ws'
import type { Actor } from '#platform/actor.ts'
import { type Frame, numberFrame } from './frame.ts'

const queueLimit = 256
const slowLimit = 128
const writtenLimit = 128

/** Events that a slow client can do without: the next one says all. */
const droppable = new Set(['typing', 'status_change', 'multiple_channels_viewed'])

/** What the client has said it is looking at; empty for what it isn't. */
export type Presence = {
  channelId: string
  /** Of the thread that the list of threads shows. */
  threadsChannelId: string
  /** Of the thread beside the channel. */
  sideThreadChannelId: string
}

/** A connection without its socket, as it goes to the node that its client has come back to. */
export type ConnectionState = {
  id: string
  nextSeq: number
  /** What was written of late. */
  written: { frame: Frame; seq: number }[]
  /** What came while there was no socket. */
  queue: Frame[]
  presence?: Presence
}

/**
 * One connection id: its numbering, the events of late, and the socket while there is one.
 * It outlives its socket so that a client that comes back misses nothing.
 */
export class Connection {
  /** With the roles of now: they may change while the socket is open. */
  actor: Actor
  id: string
  /** Undefined until the client says. */
  presence: Presence | undefined
  /** Whether the client says what became of the posts that it is asked about. */
  wantsAck = false
  /** When the socket went away; undefined while there is one. */
  inactiveSince: number | undefined
  #socket: WebSocket | undefined
  #nextSeq = 0
  #unwritten = 0
  readonly #queue: Frame[] = []
  #written: { frame: Frame; seq: number }[] = []

  constructor(id: string, actor: Actor, socket: WebSocket) {
    this.id = id
    this.actor = actor
    this.#socket = socket
  }

  /** Goes on with what another node gave away; its socket comes with `resume`. */
  static restore(state: ConnectionState, actor: Actor, socket: WebSocket): Connection {
    const connection = new Connection(state.id, actor, socket)
    connection.presence = state.presence
    connection.#nextSeq = state.nextSeq
    connection.#written = state.written
    connection.#queue.push(...state.queue)
    return connection
  }

  get state(): ConnectionState {
    return {
      id: this.id,
      nextSeq: this.#nextSeq,
      written: this.#written,
      queue: this.#queue,
      ...(this.presence && { presence: this.presence }),
    }
  }

  get isActive(): boolean {
    return this.#socket !== undefined
  }

  /** Returns false when the client can't keep up and the connection is to be given up. */
  send(name: string, frame: Frame): boolean {
    const waiting = this.#socket ? this.#unwritten : this.#queue.length
    if (waiting >= slowLimit && droppable.has(name)) return true
    if (waiting >= queueLimit) return false
    if (this.#socket) this.#write(frame)
    else this.#queue.push(frame)
    return true
  }

  detach(now: number): void {
    this.#socket = undefined
    this.#unwritten = 0
    this.inactiveSince = now
  }

  /**
   * Takes up the stream at `seq`, the number that the client expects next.
   * Returns false when events were lost: then the connection needs a new id and a hello.
   */
  resume(socket: WebSocket, seq: number): boolean {
    this.#socket = socket
    this.inactiveSince = undefined
    const from = this.#written.findIndex((written) => written.seq === seq)
    if (from >= 0) {
      for (const { frame, seq: number } of this.#written.slice(from)) {
        socket.send(numberFrame(frame, number))
      }
      return true
    }
    return seq === this.#nextSeq
  }

  /** Starts the numbering again under a new id. */
  restart(id: string): void {
    this.id = id
    this.#nextSeq = 0
    this.#written = []
  }

  /** Writes what came while there was no socket. */
  flush(): void {
    for (const frame of this.#queue.splice(0)) this.#write(frame)
  }

  close(): void {
    this.#socket?.close()
    this.#socket = undefined
  }

  #write(frame: Frame): void {
    const seq = this.#nextSeq++
    this.#written.push({ frame, seq })
    if (this.#written.length > writtenLimit) this.#written.shift()
    const socket = this.#socket
    this.#unwritten++
    socket?.send(numberFrame(frame, seq), () => {
      if (this.#socket === socket) this.#unwritten--
    })
  }
}
