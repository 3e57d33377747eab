import { auditsService } from '#domains/audits/service.ts'
import { openConfig } from '#domains/config/service.ts'
import { makeLetters } from '#domains/mail/letters.ts'
import { mailService } from '#domains/mail/service.ts'
import { oneTimeTokens } from '#domains/one-time-tokens/service.ts'
import { openRoles } from '#domains/roles/service.ts'
import { schemesService } from '#domains/schemes/service.ts'
import { type PasswordCost, passwordHashing } from '#domains/users/password.ts'
import type { BlobStore } from '#platform/blobs/blob-store.ts'
import type { Clock } from '#platform/clock.ts'
import type { Db, Transact } from '#platform/db/database.ts'
import { type KeySource, makeTokenHash } from '#platform/keys/root-key.ts'
import { makeSealer } from '#platform/keys/sealer.ts'
import { openSigningKey } from '#platform/keys/signing-key.ts'
import { openOutgoing } from '#platform/net/outgoing.ts'
import { openTasks } from '#platform/tasks/tasks.ts'

export type Foundation = Awaited<ReturnType<typeof openFoundation>>

type Given = {
  db: Db
  transact: Transact
  clock: Clock
  keys: KeySource
  blobs: BlobStore
  environment: Record<string, string | undefined>
  passwordCost?: PasswordCost | undefined
} & Pick<Parameters<typeof openConfig>[0], 'onSave'> &
  Pick<Parameters<typeof mailService>[0], 'getUser'>

/** What every subject stands on: tables, clock, keys, settings, roles, tasks, the ways out. */
export async function openFoundation(given: Given) {
  const { db, transact, clock, keys, blobs, environment, onSave, getUser } = given
  const tasks = openTasks({ db, transact, clock })
  const config = await openConfig({ db, transact, clock, keys, environment, onSave })
  const outgoing = openOutgoing({
    allowed: () => config.string('ServiceSettings.AllowedUntrustedInternalConnections'),
  })
  const roles = await openRoles({ db, transact, clock })
  const schemes = schemesService({ db, transact, clock, roles })
  const audits = auditsService({ db, clock, roles })
  const mail = mailService({ config, tasks, roles, sealer: makeSealer(keys, 'mail'), getUser })
  const letters = makeLetters({ config, mail })
  const hashToken = makeTokenHash(keys)
  const oneTime = oneTimeTokens({ db, transact, clock, tasks, hashToken })
  return {
    db,
    transact,
    clock,
    keys,
    blobs,
    tasks,
    config,
    outgoing,
    roles,
    schemes,
    audits,
    mail,
    letters,
    hashToken,
    hashing: passwordHashing(given.passwordCost),
    oneTime,
    signingKey: openSigningKey(keys),
  }
}
