import type { Role } from '@redoubt/wire/roles.ts'
import type { Db, Tx } from '#platform/db/database.ts'

/** All roles; a workspace has some dozens. */
export function findRoles(db: Db): Promise<Role[]> {
  return db.selectFrom('roles').selectAll().orderBy('name').execute()
}

/** Adds roles that aren't there yet; those that are keep their permissions. */
export async function insertMissingRoles(tx: Tx, roles: Role[]): Promise<void> {
  await tx.db
    .insertInto('roles')
    .values(roles)
    .onConflict((oc) => oc.column('name').doNothing())
    .execute()
}
