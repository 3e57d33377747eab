/** The pages for coming in, and for running a team. */
export type RunningRoute =
  /** By a team's link, or by the token and the facts of an invitation in a mail. */
  | { page: 'signup'; inviteId: string; token?: string; facts?: string }
  | { page: 'entrance'; step: EntranceStep }
  /** The guide of the first administrator. */
  | { page: 'guide' }
  | { page: 'manage'; team: string; section: string }
  /** `path` is the kind, and what is done with it: `incoming_webhooks/add`. */
  | { page: 'integrations'; team: string; path: string }

/** The pages around logging in, by their addresses. */
const entranceSteps = {
  should_verify_email: 'shouldVerify',
  do_verify_email: 'doVerify',
  reset_password: 'forgot',
  reset_password_complete: 'reset',
  'mfa/setup': 'mfa',
  terms_of_service: 'terms',
  error: 'error',
} as const
export type EntranceStep = (typeof entranceSteps)[keyof typeof entranceSteps]

/** The route of an address that is one of these pages. */
export function parseRunning(parts: string[], query: URLSearchParams): RunningRoute | undefined {
  const [first = '', second = '', ...rest] = parts
  const whole = parts.join('/')
  if (whole === 'signup_user_complete') return parseSignup(query)
  if (whole === 'preparing-workspace') return { page: 'guide' }
  const step = Object.entries(entranceSteps).find(([path]) => path === whole)?.[1]
  if (step) return { page: 'entrance', step }
  if (second === 'integrations') return { page: 'integrations', team: first, path: rest.join('/') }
  if (second !== 'manage' || rest.length > 1) return undefined
  return { page: 'manage', team: first, section: rest[0] ?? 'general' }
}

function parseSignup(query: URLSearchParams): RunningRoute {
  const token = query.get('t')
  return {
    page: 'signup',
    inviteId: query.get('id') ?? '',
    ...(token && { token, facts: query.get('d') ?? '' }),
  }
}

export function isRunningRoute(route: { page: string }): route is RunningRoute {
  return ['signup', 'entrance', 'guide', 'manage', 'integrations'].includes(route.page)
}

/** The address of one of these pages. */
export function hrefOfRunning(route: RunningRoute): string {
  switch (route.page) {
    case 'signup':
      return `/signup_user_complete/${signupQuery(route)}`
    case 'entrance':
      return `/${Object.entries(entranceSteps).find(([, step]) => step === route.step)?.[0] ?? ''}`
    case 'guide':
      return '/preparing-workspace'
    case 'manage':
      return join(route.team, 'manage', route.section)
    case 'integrations':
      return join(route.team, 'integrations', ...route.path.split('/').filter(Boolean))
  }
}

function signupQuery(route: Extract<RunningRoute, { page: 'signup' }>): string {
  const { inviteId, token, facts = '' } = route
  if (token) return `?${new URLSearchParams({ d: facts, t: token })}`
  return inviteId && `?id=${encodeURIComponent(inviteId)}`
}

function join(...parts: string[]): string {
  return `/${parts.map(encodeURIComponent).join('/')}`
}
