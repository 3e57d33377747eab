import { basePath, withoutBase } from './base.ts'
import { type Pane, paramsOfPane, parsePane } from './panes.ts'
import { hrefOfRunning, isRunningRoute, parseRunning, type RunningRoute } from './running-routes.ts'

/** Every page that has an address. */
export type Route =
  | { page: 'home' }
  | { page: 'login' }
  | RunningRoute
  | { page: 'selectTeam' }
  | { page: 'createTeam' }
  /** `setting` is the key that the page shows first. */
  | { page: 'console'; path: string; setting?: string }
  | { page: 'team'; team: string }
  | { page: 'settings'; team: string; section: string }
  | PlaceRoute
  | { page: 'notFound' }

/** Where one is in a team: in a channel, or at a list of what lies in many. */
export type PlaceRoute = ChannelRoute | ListRoute

/** What stands beside it: a thread, by its root post, before the pane where it is both. */
type Beside = { thread?: string; pane?: Pane }

export type ListRoute = { page: 'threads' | 'drafts' | 'scheduled'; team: string } & Beside

/** The routes that show a channel. */
export type ChannelRoute = (
  | { page: 'channel'; team: string; channel: string }
  | { page: 'messages'; team: string; with: string }
  | { page: 'permalink'; team: string; postId: string }
) &
  Beside

type Address = { pathname: string; search: string }

/** The route of an address. `with` of direct messages is `@username`, of groups the channel name. */
export function parseRoute({ pathname, search }: Address): Route {
  const parts = withoutBase(pathname).split('/').filter(Boolean).map(decode)
  const [first = ''] = parts
  if (parts.length === 0) return { page: 'home' }
  if (first === 'admin_console') return parseConsole(parts.slice(1), new URLSearchParams(search))
  const running = parseRunning(parts, new URLSearchParams(search))
  if (running) return running
  if (parts[1] === 'settings' && parts.length <= 3) {
    return { page: 'settings', team: first, section: parts[2] ?? 'profile' }
  }
  if (parts.length === 1) return parseSingle(first)
  return parsePlace(parts, besideOf(new URLSearchParams(search))) ?? { page: 'notFound' }
}

function parsePlace(parts: string[], beside: Beside): PlaceRoute | undefined {
  const [team = '', second = '', third = ''] = parts
  if (parts.length === 2) {
    const list = LISTS.find(({ path }) => path === second)
    return list && { page: list.page, team, ...beside }
  }
  if (parts.length !== 3) return undefined
  if (second === 'channels') return { page: 'channel', team, channel: third, ...beside }
  if (second === 'messages') return { page: 'messages', team, with: third, ...beside }
  if (second === 'pl') return { page: 'permalink', team, postId: third, ...beside }
  return second === 'threads' ? { page: 'threads', team, ...beside, thread: third } : undefined
}

const LISTS = [
  { page: 'threads', path: 'threads' },
  { page: 'drafts', path: 'drafts' },
  { page: 'scheduled', path: 'scheduled_posts' },
] as const

function besideOf(query: URLSearchParams): Beside {
  const thread = query.get('thread')
  const pane = parsePane(query)
  return { ...(thread && { thread }), ...(pane && { pane }) }
}

/** Whether a route is a place in a team. */
export function isPlaceRoute(route: Route): route is PlaceRoute {
  return isChannelRoute(route) || LISTS.some(({ page }) => page === route.page)
}

export function isChannelRoute(route: Route): route is ChannelRoute {
  return route.page === 'channel' || route.page === 'messages' || route.page === 'permalink'
}

function parseConsole(parts: string[], query: URLSearchParams): Route {
  const setting = query.get('setting')
  return { page: 'console', path: parts.join('/'), ...(setting && { setting }) }
}

function parseSingle(name: string): Route {
  switch (name) {
    case 'login':
      return { page: 'login' }
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

/** The address of a route, as the browser has it. */
export function hrefOf(route: Route): string {
  return basePath + pathOf(route)
}

/** The path of a route within the app. */
export function pathOf(route: Route): string {
  if (isRunningRoute(route)) return hrefOfRunning(route)
  switch (route.page) {
    case 'home':
    case 'notFound':
      return '/'
    case 'login':
      return '/login'
    case 'selectTeam':
      return '/select_team'
    case 'createTeam':
      return '/create_team'
    case 'console':
      return consolePath(route.path, route.setting)
    case 'team':
      return path(route.team)
    case 'settings':
      return path(route.team, 'settings', route.section)
    default:
      return placeOf(route) + queryOf(route)
  }
}

function consolePath(at: string, setting = ''): string {
  const place = path('admin_console', ...at.split('/').filter(Boolean))
  return setting ? `${place}?setting=${encodeURIComponent(setting)}` : place
}

function queryOf({ thread, pane }: Beside): string {
  const query = new URLSearchParams({ ...(pane && paramsOfPane(pane)), ...(thread && { thread }) })
  return query.size > 0 ? `?${query}` : ''
}

/** The address of a place without what stands beside it. */
export function placeOf(route: PlaceRoute): string {
  switch (route.page) {
    case 'threads':
    case 'drafts':
      return path(route.team, route.page)
    case 'scheduled':
      return path(route.team, 'scheduled_posts')
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
