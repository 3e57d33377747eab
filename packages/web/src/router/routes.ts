/** Every page that has an address. */
export type Route =
  | { page: 'home' }
  | { page: 'login' }
  | { page: 'signup'; inviteId: string }
  | { page: 'selectTeam' }
  | { page: 'createTeam' }
  | { page: 'team'; team: string }
  | ChannelRoute
  | { page: 'notFound' }

/** The routes that show a channel, and beside it the thread of a root post. */
export type ChannelRoute = (
  | { page: 'channel'; team: string; channel: string }
  | { page: 'messages'; team: string; with: string }
  | { page: 'permalink'; team: string; postId: string }
) & { thread?: string }

type Address = { pathname: string; search: string }

/** The route of an address. `with` of direct messages is `@username`, of groups the channel name. */
export function parseRoute({ pathname, search }: Address): Route {
  const parts = pathname.split('/').filter(Boolean).map(decode)
  const [first = '', second = '', third = ''] = parts
  if (parts.length === 0) return { page: 'home' }
  if (parts.length === 1) return parseSingle(first, new URLSearchParams(search))
  if (parts.length !== 3) return { page: 'notFound' }
  const threadId = new URLSearchParams(search).get('thread')
  const thread = threadId ? { thread: threadId } : {}
  if (second === 'channels') return { page: 'channel', team: first, channel: third, ...thread }
  if (second === 'messages') return { page: 'messages', team: first, with: third, ...thread }
  if (second === 'pl') return { page: 'permalink', team: first, postId: third, ...thread }
  return { page: 'notFound' }
}

function parseSingle(name: string, query: URLSearchParams): Route {
  switch (name) {
    case 'login':
      return { page: 'login' }
    case 'signup_user_complete':
      return { page: 'signup', inviteId: query.get('id') ?? '' }
    case 'select_team':
      return { page: 'selectTeam' }
    case 'create_team':
      return { page: 'createTeam' }
    default:
      return { page: 'team', team: name }
  }
}

/** A broken escape is taken as it stands: it names nothing, and the page says so. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The address of a route. */
export function hrefOf(route: Route): string {
  switch (route.page) {
    case 'home':
    case 'notFound':
      return '/'
    case 'login':
      return '/login'
    case 'signup':
      return `/signup_user_complete/${route.inviteId && `?id=${encodeURIComponent(route.inviteId)}`}`
    case 'selectTeam':
      return '/select_team'
    case 'createTeam':
      return '/create_team'
    case 'team':
      return path(route.team)
    default:
      return placeOf(route) + (route.thread ? `?thread=${encodeURIComponent(route.thread)}` : '')
  }
}

/** The address of a channel without the thread beside it. */
export function placeOf(route: ChannelRoute): string {
  switch (route.page) {
    case 'channel':
      return path(route.team, 'channels', route.channel)
    case 'messages':
      return path(route.team, 'messages', route.with)
    case 'permalink':
      return path(route.team, 'pl', route.postId)
  }
}

/** `@` is legal in a path, and readers know it from the official client. */
function path(...parts: string[]): string {
  return `/${parts.map((part) => encodeURIComponent(part).replace('%40', '@')).join('/')}`
}

/** Where a login leads back to: a path of this site, never another one. */
export function safeReturnPath(search: string): string {
  const wanted = new URLSearchParams(search).get('redirect_to') ?? ''
  return /^\/(?![/\\])/.test(wanted) ? wanted : '/'
}
