import type { Migration } from 'kysely/migration'
import type { Database } from '../database.ts'
import { createMessageTables } from './0001-messages.ts'
import { createTipTables } from './0002-tips.ts'
import { createOfficerTables } from './0003-officers.ts'
import { createReachTables } from './0004-reach.ts'
import { createQuestionTables } from './0005-questions.ts'
import { createZaloTokenTable } from './0006-zalo-token.ts'
import { createAttachmentTables } from './0007-attachments.ts'
import { createOfficerTopicTable } from './0008-officer-topics.ts'
import { createSendingTables } from './0009-sending.ts'
import { createTrailTables } from './0010-trail.ts'
import { createHeardTable } from './0011-heard.ts'
import { createSentTipTable } from './0012-sent-tips.ts'

/** Every migration in the order of their names. One that was released is never changed; a change is a new one. */
export function migrations(kind: Database['kind']): Record<string, Migration> {
  return {
    '0001-messages': { up: (db) => createMessageTables(db, kind) },
    '0002-tips': { up: (db) => createTipTables(db, kind) },
    '0003-officers': { up: (db) => createOfficerTables(db, kind) },
    '0004-reach': { up: (db) => createReachTables(db, kind) },
    '0005-questions': { up: (db) => createQuestionTables(db, kind) },
    '0006-zalo-token': { up: (db) => createZaloTokenTable(db, kind) },
    '0007-attachments': { up: (db) => createAttachmentTables(db, kind) },
    '0008-officer-topics': { up: (db) => createOfficerTopicTable(db) },
    '0009-sending': { up: createSendingTables },
    '0010-trail': { up: (db) => createTrailTables(db, kind) },
    '0011-heard': { up: (db) => createHeardTable(db, kind) },
    '0012-sent-tips': { up: createSentTipTable },
  }
}
