import type { ErrorId } from '#platform/app-error.ts'
import { AppError } from '#platform/app-error.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { newId, newLinkToken } from '#platform/ids.ts'
import type { Tasks } from '#platform/tasks/tasks.ts'
import {
  deleteExpiredTokens,
  deleteTokensOfKinds,
  deleteTokensOfUser,
  findToken,
  insertToken,
  type TokenRow,
  takeToken,
  takeTokensByIds,
} from './store.ts'

export type OneTimeTokens = ReturnType<typeof oneTimeTokens>
export type { TokenRow } from './store.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** How long a link of each kind is good for. */
const lifetimes = {
  password_recovery: 24 * hourMs,
  verify_email: 24 * hourMs,
  team_invitation: 48 * hourMs,
  guest_invitation: 48 * hourMs,
  guest_magic_link_invitation: 48 * hourMs,
  guest_magic_link: 5 * minuteMs,
  desktop_login: 3 * minuteMs,
  sso_code_exchange: 5 * minuteMs,
} as const

export type TokenKind = keyof typeof lifetimes

export const invitationKinds = [
  'team_invitation',
  'guest_invitation',
  'guest_magic_link_invitation',
] as const satisfies readonly TokenKind[]

type NewToken = {
  kind: TokenKind
  email: string
  userId?: string
  extra?: Record<string, unknown>
}

type Deps = {
  db: Db
  transact: Transact
  clock: Clock
  tasks: Tasks
  hashToken: (token: string) => Buffer
}

/** Links that work once. Only a keyed hash is stored, so a copy of the database opens nothing. */
export function oneTimeTokens({ db, transact, clock, tasks, hashToken }: Deps) {
  // Invitations are kept a while longer: those that nobody took are sent once more.
  tasks.every('one_time_tokens.purge', dayMs, () =>
    transact.single((tx) => deleteExpiredTokens(tx, Object.keys(lifetimes), clock() - 2 * dayMs)),
  )

  /** Makes a token; the text is known only now. */
  async function issue(tx: Tx, given: NewToken): Promise<{ id: string; token: string }> {
    const now = clock()
    const token = newLinkToken()
    const id = newId(now)
    await insertToken(tx, {
      id,
      token_hash: hashToken(token),
      kind: given.kind,
      user_id: given.userId ?? '',
      email: given.email,
      extra: given.extra ?? {},
      create_at: now,
      expires_at: now + lifetimes[given.kind],
    })
    return { id, token }
  }

  /** Makes the one token of its kind that the account has; earlier ones are void. */
  async function reissue(tx: Tx, given: NewToken & { userId: string }): Promise<string> {
    await deleteTokensOfUser(tx, given.userId, [given.kind])
    return (await issue(tx, given)).token
  }

  /**
   * Uses a token up, as part of what it is good for: a rollback gives it back. Throws 400, or the
   * status given, with one of the ids where it is unknown or of another kind, or too old.
   */
  async function redeem(
    tx: Tx,
    token: string,
    kinds: readonly TokenKind[],
    { invalid, expired, status = 400 }: { invalid: ErrorId; expired: ErrorId; status?: number },
  ): Promise<TokenRow> {
    const row = await takeToken(tx, hashToken(token), [...kinds])
    if (!row) throw new AppError(invalid, status)
    if (row.expires_at <= clock()) throw new AppError(expired, status)
    return row
  }

  /** A token that could be redeemed now. */
  async function peek(token: string, kinds: readonly TokenKind[]): Promise<TokenRow | undefined> {
    const row = await findToken(db, hashToken(token))
    const isGood = row && row.expires_at > clock() && kinds.some((kind) => kind === row.kind)
    return isGood ? row : undefined
  }

  /** Voids the tokens with these ids that nobody has used; resolves to them. */
  function withdraw(tx: Tx, ids: string[]): Promise<TokenRow[]> {
    return takeTokensByIds(tx, ids)
  }

  /** Voids the account's tokens of these kinds. */
  function voidOf(tx: Tx, userId: string, kinds: readonly TokenKind[]): Promise<void> {
    return deleteTokensOfUser(tx, userId, [...kinds])
  }

  /** Voids every token of these kinds. */
  function voidKinds(tx: Tx, kinds: readonly TokenKind[]): Promise<void> {
    return deleteTokensOfKinds(tx, [...kinds])
  }

  return { issue, reissue, redeem, peek, withdraw, voidOf, voidKinds }
}
