/** SQLSTATE of a PostgreSQL error, or the code of a socket error. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** The name of the violated constraint, or ''. */
export function violatedConstraint(error: unknown): string {
  const isViolation = errorCode(error).startsWith('23')
  return isViolation && error instanceof Error && 'constraint' in error
    ? String(error.constraint)
    : ''
}

const transientCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOENT', // the socket of a server that is starting
  '57P01', // admin shutdown
  '57P02', // crash shutdown
  '57P03', // starting up
  '25006', // read-only: a failover under way
  '53300', // too many connections
])

// What the client says of a connection that it has lost, without a code.
const lostConnection = /^Connection terminated|is not queryable$/

/** Whether the server is away for a moment, so that waiting helps. */
export function isTransient(error: unknown): boolean {
  const code = errorCode(error)
  if (transientCodes.has(code) || code.startsWith('08')) return true
  return error instanceof Error && lostConnection.test(error.message)
}

/** Whether another attempt may end better: two transactions met. */
export function isConflict(error: unknown): boolean {
  return ['40001', '40P01'].includes(errorCode(error))
}
