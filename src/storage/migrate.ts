import { Migrator } from 'kysely/migration'
import type { Database } from './database.ts'
import { migrations } from './migrations/index.ts'

/** Brings the tables up to date, forward only. Safe when several processes do it at once: one works, the others wait. */
export async function migrate(database: Database): Promise<void> {
  const provider = { getMigrations: async () => migrations(database.kind) }
  const { error } = await new Migrator({ db: database.db, provider }).migrateToLatest()
  if (error !== undefined) throw new Error('the database could not be brought up to date', { cause: error })
}
