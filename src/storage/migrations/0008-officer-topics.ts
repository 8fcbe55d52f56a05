import type { Kysely } from 'kysely'

/** The topics of tips in the officers' group. No reference to the tip: a topic outlives it until the platform has removed it. */
export async function createOfficerTopicTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('officer_topic')
    .addColumn('tip', 'text', (column) => column.primaryKey().notNull())
    .addColumn('chat', 'text', (column) => column.notNull().defaultTo(''))
    .addColumn('topic', 'bigint')
    .addColumn('card', 'bigint')
    .addColumn('shown', 'text')
    .addColumn('announced', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('is_closed', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('mode', 'text')
    .addColumn('mode_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('note', 'text')
    .addColumn('note_to', 'bigint', (column) => column.notNull().defaultTo(0))
    .addColumn('note_count', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('claimed_until', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.createIndex('officer_topic_place').on('officer_topic').columns(['chat', 'topic']).execute()
}
