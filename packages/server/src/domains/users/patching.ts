import type { User, UserPatch } from '@redoubt/wire/users.ts'
import type { ConfigService } from '#domains/config/service.ts'
import type { Letters } from '#domains/mail/service.ts'
import type { Actor } from '#platform/actor.ts'
import { AppError } from '#platform/app-error.ts'
import type { Db, Transact, Tx } from '#platform/db/database.ts'
import { isOfDomains } from '#platform/email-domains.ts'
import { toUser } from './profile.ts'
import { isGuest, requireValidUser } from './rules.ts'
import { findUserByEmail, type UserRow } from './store.ts'
import type { userVisibility } from './visibility.ts'

type Deps = {
  db: Db
  transact: Transact
  config: ConfigService
  letters: Pick<Letters, 'addressChanged' | 'usernameChanged'>
  /** Asks whether an address is the account's, which has it only afterwards. */
  askToVerify: (tx: Tx, user: UserRow, email: string) => Promise<void>
  /** Told of what people have changed of an account. */
  afterPatch: (before: UserRow, after: UserRow) => Promise<void>
  viewOf: ReturnType<typeof userVisibility>['viewOf']
  accessForEdit: (actor: Actor, idOrMe: string) => Promise<UserRow>
  change: (tx: Tx, id: string, changes: Partial<UserRow>) => Promise<UserRow>
  requireNotGroup: (tx: Tx, name: string) => Promise<void>
  /** Throws unless the password is that of the account. */
  requireOwner: (user: UserRow, password: string) => Promise<void>
}

/** What people change of an account: its names, address, settings and props. */
export function userPatching(deps: Deps) {
  const { db, transact, config, letters, viewOf, accessForEdit, change } = deps

  /**
   * Changes the given fields. A new address needs the current password, and where addresses have
   * to be verified the account keeps the old one until then.
   */
  async function patch(actor: Actor, idOrMe: string, input: UserPatch): Promise<User> {
    const before = await accessForEdit(actor, idOrMe)
    const { email, ...changes } = toChanges(input)
    requireValidUser({ ...changes, ...(email !== undefined && { email }) })
    const newEmail = email !== undefined && email !== before.email ? email : undefined
    if (newEmail !== undefined) await requireNewAddress(actor, before, newEmail, input.password)
    const mustVerify = config.bool('EmailSettings.RequireEmailVerification')
    const row = await transact(async (tx) => {
      const isAtOnce = newEmail !== undefined && !mustVerify
      const address = isAtOnce ? { email: newEmail, email_verified: false } : {}
      const { username = before.username } = changes
      if (username !== before.username) await deps.requireNotGroup(tx, username)
      const after = await change(tx, before.id, { ...changes, ...address })
      if (isAtOnce) await letters.addressChanged(tx, before, { email: newEmail })
      else if (newEmail !== undefined) await deps.askToVerify(tx, after, newEmail)
      if (after.username !== before.username) {
        await letters.usernameChanged(tx, after, { username: after.username })
      }
      return after
    })
    await deps.afterPatch(before, row)
    return toUser(row, viewOf(actor, row.id))
  }

  async function requireNewAddress(
    actor: Actor,
    before: UserRow,
    email: string,
    password = '',
  ): Promise<void> {
    if (before.id === actor.userId) await deps.requireOwner(before, password)
    const [section, id] = isGuest(before)
      ? (['GuestAccountsSettings', 'api.user.update_user.accepted_guest_domain.app_error'] as const)
      : (['TeamSettings', 'api.user.update_user.accepted_domain.app_error'] as const)
    const isAdmitted = isOfDomains(email, config.string(`${section}.RestrictCreationToDomains`))
    if (!isAdmitted && !before.is_bot) throw new AppError(id, 400)
    const taken = await findUserByEmail(db, email)
    if (taken) throw new AppError('app.user.save.email_exists.app_error', 400)
  }

  /** Sets one of the account's props, or with undefined removes it. */
  async function setProp(
    actor: Actor,
    idOrMe: string,
    name: string,
    value: string | undefined,
  ): Promise<void> {
    const before = await accessForEdit(actor, idOrMe)
    const { [name]: _old, ...others } = before.props
    await save(actor, before.id, {
      props: value === undefined ? others : { ...others, [name]: value },
    })
  }

  /** Notes when the account's picture was set; 0 for the default one. */
  async function setPictureTime(actor: Actor, idOrMe: string, time: number): Promise<void> {
    const { id } = await accessForEdit(actor, idOrMe)
    await save(actor, id, { last_picture_update: time })
  }

  async function save(actor: Actor, id: string, changes: Partial<UserRow>): Promise<User> {
    const row = await transact((tx) => change(tx, id, changes))
    return toUser(row, viewOf(actor, row.id))
  }

  return { patch, setProp, setPictureTime }
}

/** The columns that a patch names. Throws 400 for what isn't valid. */
export function toValidChanges(input: UserPatch): Partial<UserRow> {
  const changes = toChanges(input)
  requireValidUser(changes)
  return changes
}

/** The columns that a patch names; other fields of the body are ignored. */
function toChanges(input: UserPatch): Partial<UserRow> {
  const { password: _password, username, email, ...rest } = input
  const names = [
    'nickname',
    'first_name',
    'last_name',
    'position',
    'props',
    'locale',
    'timezone',
  ] as const
  const changes: Partial<UserRow> = {}
  for (const name of names) {
    if (rest[name] !== undefined) Object.assign(changes, { [name]: rest[name] })
  }
  if (rest.notify_props) {
    const keys = rest.notify_props.mention_keys?.toLowerCase()
    changes.notify_props = {
      ...rest.notify_props,
      ...(keys !== undefined && { mention_keys: keys }),
    }
  }
  if (username !== undefined) changes.username = username.toLowerCase()
  if (email !== undefined) changes.email = email.toLowerCase()
  return changes
}
