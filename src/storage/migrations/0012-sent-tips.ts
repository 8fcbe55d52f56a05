import type { Kysely } from 'kysely'

/** Who sent a tip within the last hour, under a mark that no other table has. */
export async function createSentTipTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('sent_tip')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('sender', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('sent_tip_sender').on('sent_tip').columns(['sender', 'at']).execute()
  await db.schema.createIndex('sent_tip_at').on('sent_tip').column('at').execute()
}
