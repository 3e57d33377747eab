export type Finding = {
  /** What was looked at. */
  check: string
  state: 'ok' | 'warning' | 'failure'
  /** What was found. */
  detail: string
  /** How to mend it. */
  remedy?: string
}

export function ok(check: string, detail: string): Finding {
  return { check, state: 'ok', detail }
}

export function warning(check: string, detail: string, remedy: string): Finding {
  return { check, state: 'warning', detail, remedy }
}

export function failure(check: string, detail: string, remedy: string): Finding {
  return { check, state: 'failure', detail, remedy }
}
