import { sql, type Kysely } from 'kysely'

/** By which platform a message goes, what waits until somebody writes again, the fate of officers' answers, and who is muted. */
export async function createSendingTables(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('delivery')
    .addColumn('channel', 'text', (column) => column.notNull().defaultTo(''))
    .execute()
  await db.schema
    .alterTable('delivery')
    .addColumn('is_repeat', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('delivery').addColumn('parked_at', 'bigint').execute()
  await db.schema
    .createIndex('delivery_under_way_channel')
    .on('delivery')
    .columns(['channel', 'priority', 'seq'])
    .where(sql.ref('done_at'), 'is', null)
    .execute()
  await db.schema
    .createTable('relay')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('message', 'text', (column) => column.notNull().references('tip_message.id').onDelete('cascade'))
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('failure', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('relay_message').on('relay').columns(['message']).execute()
  await db.schema.createIndex('relay_at').on('relay').columns(['channel', 'at']).execute()
  await db.schema
    .createTable('contact_mute')
    .addColumn('contact', 'text', (column) => column.primaryKey().notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute()
}
