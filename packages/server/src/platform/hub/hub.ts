import type { WebSocket } from 'ws'
import type { Actor } from '#platform/actor.ts'
import type { Clock } from '#platform/clock.ts'
import type { CommittedWork, DomainEvent, StateChange } from '#platform/events/event.ts'
import { newId } from '#platform/ids.ts'
import { Connection, type ConnectionState } from './connection.ts'
import { encodeFrame, type Frame } from './frame.ts'
import { MembershipIndex, type Memberships } from './membership-index.ts'

/** A connection that another node gave away, and what happened since; undefined: nobody knows. */
export type HandedOver = { state: ConnectionState; missed: () => CommittedWork[] | undefined }

/** One connected user. */
type Listener = {
  connections: Set<Connection>
  seesSensitive: boolean
  /** Hears of people only whom it knows. */
  isRestricted: boolean
  /** Work that came while the memberships were being read. */
  backlog: CommittedWork[] | undefined
  /** Resolves once they have been read. */
  loaded: Promise<void>
}

type Deps = {
  clock: Clock
  /** Takes a connection over from the node that has it; absent where there is no other node. */
  takeOver?: ((connectionId: string, userId: string) => Promise<HandedOver | undefined>) | undefined
  loadMemberships: (userId: string) => Promise<Memberships>
  hello: () => Record<string, unknown>
  seesSensitive: (actor: Actor) => Promise<boolean>
  /** The system roles of a user, read anew. */
  rolesOf: (userId: string) => Promise<readonly string[]>
  /** Whether there are people whom the actor may not know of. */
  isRestricted: (actor: Actor) => boolean
  /** Which of these restricted users may know of the person. */
  acquaintedWith: (userId: string, viewerIds: string[]) => Promise<ReadonlySet<string>>
  /** A socket of the user's has come: the first one or a further one. */
  onSocket: (userId: string) => void
  /** The user is still there, active or not: a pong, or one of several sockets has gone. */
  onAlive: (userId: string) => void
  /** The last live socket has gone. */
  onUserGone: (userId: string) => void
}

const inactiveLimitMs = 300_000
/** The number of no event. */
const lost = -1

/** Events that those who look elsewhere are spared, once they have said where they look. */
const scopedToPresence = new Set(['typing', 'reaction_added', 'reaction_removed'])

/**
 * The connections of one workspace on this node. Turns an audience into connections by looking up
 * connected people only, never a whole membership; knows no event by its meaning.
 */
export class Hub {
  readonly #deps: Deps
  readonly #connections = new Map<string, Connection>()
  readonly #listeners = new Map<string, Listener>()
  readonly #memberships = new MembershipIndex()

  constructor(deps: Deps) {
    this.#deps = deps
  }

  get connectionCount(): number {
    return [...this.#connections.values()].filter((connection) => connection.isActive).length
  }

  /** Ids of the users with a live socket. */
  isConnected(userId: string): boolean {
    const listener = this.#listeners.get(userId)
    return listener !== undefined && [...listener.connections].some(({ isActive }) => isActive)
  }

  /** Registers a socket: resumes `wanted` where that is possible, else opens a new connection. */
  async connect(
    actor: Actor,
    socket: WebSocket,
    wanted: { connectionId: string; seq: number; wantsAck?: boolean },
  ): Promise<Connection> {
    const known = this.#connections.get(wanted.connectionId)
    if (known && !known.isActive && known.actor.userId === actor.userId) {
      known.wantsAck = wanted.wantsAck ?? false
      return this.#resume(known, socket, wanted.seq)
    }
    if (wanted.connectionId && !known && this.#deps.takeOver) {
      const found = await this.#deps.takeOver(wanted.connectionId, actor.userId)
      if (found) return this.#adopt(found, actor, socket, wanted)
    }
    const connection = new Connection(newId(this.#deps.clock()), actor, socket)
    connection.wantsAck = wanted.wantsAck ?? false
    this.#connections.set(connection.id, connection)
    // Before any event: the first frame of a connection id is its hello.
    this.#sendHello(connection)
    const listening = this.#listen(connection)
    this.#deps.onSocket(actor.userId)
    await listening
    return connection
  }

  /** Goes on with a connection of another node; nothing that happened between the two is lost. */
  async #adopt(
    { state, missed }: HandedOver,
    actor: Actor,
    socket: WebSocket,
    wanted: { seq: number; wantsAck?: boolean },
  ): Promise<Connection> {
    while (this.#listeners.get(actor.userId)?.backlog) {
      await this.#listeners.get(actor.userId)?.loaded
    }
    const works = missed()
    const connection = Connection.restore(state, actor, socket)
    connection.wantsAck = wanted.wantsAck ?? false
    this.#connections.set(connection.id, connection)
    this.#resume(connection, socket, works ? wanted.seq : lost)
    await this.#listen(connection, works)
    return connection
  }

  /** Gives a connection whose socket has gone to another node, together with what it missed. */
  release(connectionId: string, userId: string): ConnectionState | undefined {
    const connection = this.#connections.get(connectionId)
    if (!connection || connection.isActive || connection.actor.userId !== userId) return undefined
    const { state } = connection
    this.#forget(connection)
    return state
  }

  disconnect(connection: Connection): void {
    if (this.#connections.get(connection.id) !== connection) return
    connection.detach(this.#deps.clock())
    this.#noteLoss(connection.actor.userId)
  }

  /** The client answered a ping. */
  pong(connection: Connection): void {
    if (connection.isActive) this.#deps.onAlive(connection.actor.userId)
  }

  #noteLoss(userId: string): void {
    if (this.isConnected(userId)) this.#deps.onAlive(userId)
    else this.#deps.onUserGone(userId)
  }

  /** Forgets connections whose client hasn't come back. */
  reap(): void {
    const now = this.#deps.clock()
    for (const connection of [...this.#connections.values()]) {
      const { inactiveSince } = connection
      if (inactiveSince !== undefined && now - inactiveSince >= inactiveLimitMs) {
        this.#remove(connection)
      }
    }
  }

  /** Has every client come again and read everything anew: nobody knows what they missed. */
  resync(): void {
    for (const connection of [...this.#connections.values()]) this.#remove(connection)
  }

  /** Closes every socket, for a shutdown. */
  closeAll(): void {
    for (const connection of this.#connections.values()) connection.close()
    this.#connections.clear()
    this.#listeners.clear()
  }

  deliver(work: CommittedWork): void {
    for (const listener of this.#listeners.values()) listener.backlog?.push(work)
    for (const change of work.changes) this.#apply(change)
    for (const event of work.events) this.#deliverEvent(event)
  }

  #deliverEvent(event: DomainEvent): void {
    const common = encodeFrame(event)
    const restricted: string[] = []
    for (const userId of this.#receivers(event)) {
      const listener = this.#listeners.get(userId)
      if (!listener || listener.backlog) continue
      if (event.audience.about_user && listener.isRestricted) restricted.push(userId)
      else this.#deliverTo(userId, listener, event, common)
    }
    if (restricted.length > 0) void this.#deliverToAcquainted(restricted, event, common)
  }

  async #deliverToAcquainted(userIds: string[], event: DomainEvent, common: Frame): Promise<void> {
    const { about_user: aboutId = '' } = event.audience
    // Where that can't be found out now, nobody hears of it: clients ask again anyway.
    const known = await this.#deps.acquaintedWith(aboutId, userIds).catch(() => new Set<string>())
    for (const userId of userIds) {
      const listener = this.#listeners.get(userId)
      if (!listener || !(known.has(userId) || userId === aboutId)) continue
      this.#deliverTo(userId, listener, event, common)
    }
  }

  #deliverTo(userId: string, listener: Listener, event: DomainEvent, common: Frame): void {
    const { audience } = event
    if (audience.omit_users?.includes(userId)) return
    if (audience.detail === 'sensitive' && !listener.seesSensitive) return
    if (audience.detail === 'sanitized' && listener.seesSensitive) return
    const extra = event.extras?.[userId]
    const frame = extra ? encodeFrame(event, extra) : common
    for (const connection of [...listener.connections]) {
      if (!isAddressed(connection, event)) continue
      const isAsked = connection.wantsAck && event.asks?.includes(userId)
      const sent = isAsked ? encodeFrame(event, { ...extra, should_ack: true }) : frame
      if (!connection.send(event.name, sent)) this.#remove(connection)
    }
  }

  /** Candidates; the narrowest part of the audience decides. */
  #receivers({ audience }: DomainEvent): Iterable<string> {
    if (audience.connection_id) {
      const connection = this.#connections.get(audience.connection_id)
      return connection ? [connection.actor.userId] : []
    }
    if (audience.user_id) return [audience.user_id]
    if (audience.channel_id) return this.#memberships.inChannel(audience.channel_id)
    if (audience.team_id) return this.#memberships.inTeam(audience.team_id)
    return [...this.#listeners.keys()]
  }

  #apply(change: StateChange): void {
    if (change.kind === 'channel_member' || change.kind === 'team_member') {
      const listener = this.#listeners.get(change.user_id)
      if (listener && !listener.backlog) this.#memberships.apply(change)
    }
    if (change.kind === 'session') this.#closeSession(change.user_id, change.session_id)
    if (change.kind === 'user') void this.#refreshRights(change.user_id).catch(() => undefined)
  }

  #closeSession(userId: string, sessionId: string): void {
    for (const connection of [...(this.#listeners.get(userId)?.connections ?? [])]) {
      if (connection.actor.sessionId === sessionId) this.#remove(connection)
    }
  }

  async #refreshRights(userId: string): Promise<void> {
    const listener = this.#listeners.get(userId)
    const [connection] = listener?.connections ?? []
    if (listener && connection) {
      const roles = await this.#deps.rolesOf(userId)
      for (const open of listener.connections) open.actor = { ...open.actor, roles }
      listener.seesSensitive = await this.#deps.seesSensitive(connection.actor)
      listener.isRestricted = this.#deps.isRestricted(connection.actor)
    }
  }

  #resume(connection: Connection, socket: WebSocket, seq: number): Connection {
    if (!connection.resume(socket, seq)) {
      this.#connections.delete(connection.id)
      connection.restart(newId(this.#deps.clock()))
      this.#connections.set(connection.id, connection)
      this.#sendHello(connection)
    }
    connection.flush()
    this.#deps.onSocket(connection.actor.userId)
    return connection
  }

  #sendHello(connection: Connection): void {
    const data = { ...this.#deps.hello(), connection_id: connection.id }
    const audience = { user_id: connection.actor.userId }
    connection.send('hello', encodeFrame({ name: 'hello', audience, data }))
  }

  /** Adds the connection to its user's, with what it missed; the first one reads memberships. */
  #listen(connection: Connection, missed: CommittedWork[] = []): Promise<void> {
    const { userId } = connection.actor
    const present = this.#listeners.get(userId)
    if (!present) return this.#beginListening(connection, missed)
    present.connections.add(connection)
    const alone = { ...present, connections: new Set([connection]) }
    for (const { events } of missed) this.#replay(userId, alone, { events, changes: [] })
    return Promise.resolve()
  }

  #beginListening(connection: Connection, missed: CommittedWork[]): Promise<void> {
    const { userId } = connection.actor
    const listener: Listener = {
      connections: new Set([connection]),
      seesSensitive: false,
      isRestricted: this.#deps.isRestricted(connection.actor),
      backlog: [...missed],
      loaded: Promise.resolve(),
    }
    this.#listeners.set(userId, listener)
    listener.loaded = this.#load(connection, listener)
    return listener.loaded
  }

  async #load(connection: Connection, listener: Listener): Promise<void> {
    const { userId } = connection.actor
    const [memberships, seesSensitive] = await Promise.all([
      this.#deps.loadMemberships(userId),
      this.#deps.seesSensitive(connection.actor),
    ])
    listener.seesSensitive = seesSensitive
    // Their last connection may have gone meanwhile.
    if (this.#listeners.get(userId) !== listener) return
    this.#memberships.add(userId, memberships)
    const backlog = listener.backlog ?? []
    listener.backlog = undefined
    for (const work of backlog) this.#replay(userId, listener, work)
  }

  /** Applies work that came during the reading, for this user alone. */
  #replay(userId: string, listener: Listener, work: CommittedWork): void {
    for (const change of work.changes) {
      if ('user_id' in change && change.user_id === userId) this.#memberships.apply(change)
    }
    for (const event of work.events) {
      const receivers = new Set(this.#receivers(event))
      if (!receivers.has(userId)) continue
      if (event.audience.about_user && listener.isRestricted) {
        void this.#deliverToAcquainted([userId], event, encodeFrame(event))
      } else this.#deliverTo(userId, listener, event, encodeFrame(event))
    }
  }

  #remove(connection: Connection): void {
    connection.close()
    this.#forget(connection)
    this.#noteLoss(connection.actor.userId)
  }

  #forget(connection: Connection): void {
    const { userId } = connection.actor
    this.#connections.delete(connection.id)
    const listener = this.#listeners.get(userId)
    listener?.connections.delete(connection)
    if (!listener || listener.connections.size > 0) return
    this.#listeners.delete(userId)
    this.#memberships.drop(userId)
  }
}

function isAddressed(connection: Connection, { name, audience }: DomainEvent): boolean {
  if (audience.connection_id && audience.connection_id !== connection.id) return false
  if (audience.omit_connection_id === connection.id) return false
  const { presence } = connection
  if (!presence || !scopedToPresence.has(name) || !audience.channel_id) return true
  return Object.values(presence).includes(audience.channel_id)
}
