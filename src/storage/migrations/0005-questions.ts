import type { Kysely } from 'kysely'
import type { Database } from '../database.ts'
import { columnTypes } from './column-types.ts'

/** Questions without an answer, and whether answers helped. */
export async function createQuestionTables(db: Kysely<unknown>, kind: Database['kind']): Promise<void> {
  const { bytes } = columnTypes(kind)
  await db.schema
    .createTable('unanswered_question')
    .addColumn('id', 'text', (column) => column.primaryKey().notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('sealed', bytes, (column) => column.notNull())
    .addColumn('ranked', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('unanswered_question_day').on('unanswered_question').columns(['day', 'id']).execute()
  await db.schema
    .createTable('unanswered_day')
    .addColumn('day', 'text', (column) => column.primaryKey().notNull())
    .addColumn('kept', 'integer', (column) => column.notNull())
    .addColumn('dropped', 'integer', (column) => column.notNull())
    .execute()
  await db.schema
    .createTable('answer_verdict')
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('locale', 'text', (column) => column.notNull())
    .addColumn('version', 'text', (column) => column.notNull())
    .addColumn('verdict', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('total', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('answer_verdict_counted', ['entry', 'locale', 'version', 'verdict', 'day'])
    .execute()
}
