import type { IncomingMessage } from 'node:http'
import type { ConfigService } from '#domains/config/service.ts'
import { tokenCookie } from '#domains/sessions/cookies.ts'
import type { SessionsService } from '#domains/sessions/service.ts'
import type { StatusesService } from '#domains/statuses/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Presence } from '#platform/hub/connection.ts'
import type { Hub } from '#platform/hub/hub.ts'
import type { SocketAction, SocketHost } from '#platform/hub/socket-server.ts'
import { isId } from '#platform/ids.ts'
import { isAdmittedOrigin } from '#src/cors.ts'
import { lacksPreAuth, preAuthRefusal } from '#src/pre-auth.ts'

type Deps = {
  hub: Hub
  clock: Clock
  config: ConfigService
  sessions: SessionsService
  statuses: StatusesService
  announceTyping: (actor: Actor, channelId: string, parentId: string) => Promise<void>
}

/** What the socket server has to know of a workspace: who may connect, and what clients may ask. */
export function makeSocketHost(deps: Deps): SocketHost {
  const { hub, config, sessions } = deps
  return {
    hub,
    actions: socketActions(deps),
    refusal(request, path) {
      if (lacksPreAuth(config, path, request)) {
        const error = new AppError('api.context.permissions.app_error', 403)
        return { error, headers: preAuthRefusal }
      }
      const isSocket = path.replace(/\/$/, '') === `${config.mountPath}/api/v4/websocket`
      return isSocket ? undefined : { error: new AppError('api.context.404.app_error', 404) }
    },
    isAllowedOrigin(origin, host) {
      return isAdmittedOrigin(config, origin) || URL.parse(origin)?.host === host
    },
    async authenticate(token) {
      const session = await sessions.authenticate(token)
      if (!session || session.lacksMfa) return undefined
      return {
        actor: session.actor,
        // Of all that comes over a socket, only typing is activity that extends a session.
        holdsFor: async (action) =>
          action === 'user_typing'
            ? (await sessions.authenticate(token)) !== undefined
            : sessions.isLive(token),
      }
    },
    tokenOf(request) {
      const [scheme, token] = (request.headers.authorization ?? '').split(' ')
      const isBearer = ['bearer', 'token'].includes(scheme?.toLowerCase() ?? '')
      return readCookie(request, tokenCookie) ?? (isBearer ? (token ?? '') : '')
    },
  }
}

function socketActions(deps: Deps): Record<string, SocketAction> {
  const { clock, config, statuses, announceTyping } = deps
  return {
    ping: async ({ actor }) => {
      statuses.noteAlive(actor.userId)
      return { text: 'pong', version: config.versionId, server_time: clock(), node_id: '' }
    },
    user_update_active_status: async ({ actor }, { user_is_active: isActive, manual }) => {
      if (typeof isActive !== 'boolean') throw invalidParameter('user_is_active')
      await statuses.setActive(actor.userId, isActive, manual === true)
      return undefined
    },
    get_statuses: ({ actor }) => statuses.listVisible(actor),
    get_statuses_by_ids: async ({ actor }, { user_ids: userIds }) => {
      if (!isListOfIds(userIds)) throw invalidParameter('user_ids')
      const list = await statuses.byIds(actor, userIds)
      return Object.fromEntries(list.map(({ user_id, status }) => [user_id, status]))
    },
    user_typing: async ({ actor }, data) => {
      const channelId = toText(data.channel_id, 'channel_id')
      await announceTyping(actor, channelId, toText(data.parent_id ?? '', 'parent_id'))
      return undefined
    },
    // Clients say whether they notified of a post: worth nothing to anybody but a reader of traces.
    posted_notify_ack: async (_connection, { post_id: postId }) => {
      toText(postId, 'post_id')
      return undefined
    },
    presence: async (connection, data) => {
      const { channel_id: channelId, thread_channel_id: threadId, is_thread_view: isView } = data
      const looksAt: Partial<Presence> = {}
      if (typeof channelId === 'string') looksAt.channelId = channelId
      if (typeof threadId === 'string') {
        looksAt[isView === true ? 'threadsChannelId' : 'sideThreadChannelId'] = threadId
      }
      // Who says no more than a team may look at any of its channels.
      if (Object.keys(looksAt).length === 0) return undefined
      connection.presence = { ...nowhere, ...connection.presence, ...looksAt }
      return undefined
    },
  }
}

const nowhere: Presence = { channelId: '', threadsChannelId: '', sideThreadChannelId: '' }

function readCookie(request: IncomingMessage, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(/;\s*/)
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

function toText(value: unknown, name: string): string {
  if (typeof value === 'string') return value
  throw invalidParameter(name)
}

function isListOfIds(value: unknown): value is string[] {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((id) => typeof id === 'string' && isId(id))
  )
}

function invalidParameter(name: string): AppError {
  return new AppError('api.websocket_handler.invalid_param.app_error', 400, {
    params: { Name: name },
  })
}
