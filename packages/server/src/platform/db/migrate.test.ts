import pg from 'pg'
import { expect, inject, test } from 'vitest'
import { newId } from '#platform/ids.ts'
import { BackendPool } from './backend-pool.ts'
import { migrate, schemaVersion } from './migrate.ts'

const connection: pg.ClientConfig = {
  host: new URL(inject('postgresUrl')).searchParams.get('host') ?? '',
  user: 'postgres',
  database: 'postgres',
}

test('nodes that start together run each migration once, later ones none', async () => {
  const name = `migrate_${newId()}`
  const admin = new pg.Client(connection)
  await admin.connect()
  await admin.query(`create database ${name}`)
  {
    await using pool = new BackendPool(4)
    const database = pool.forDatabase({ key: name, connection: { ...connection, database: name } })
    const runs = await Promise.all([1, 2, 3].map(() => migrate(database, 'workspace')))
    const done = runs.flat()
    expect(done).toHaveLength(await schemaVersion())
    expect(new Set(done).size).toBe(done.length)
    expect(await migrate(database, 'workspace')).toEqual([])
  }
  await admin.query(`drop database ${name}`)
  await admin.end()
})
