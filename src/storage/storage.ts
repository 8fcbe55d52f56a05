import { sql } from 'kysely'
import type { Storage } from '../core/storage.ts'
import { createAttachmentStore } from './attachment-store.ts'
import { createCommit } from './commit.ts'
import { createContactStore } from './contact-store.ts'
import { createDatabase, type Database, type StorageOptions } from './database.ts'
import { createDeliveryStore } from './delivery-store.ts'
import { createInboxStore } from './inbox-store.ts'
import { createMasterKeyStore } from './master-key-store.ts'
import { migrate } from './migrate.ts'
import { createOfficerStore } from './officer-store.ts'
import { createQuestionStore } from './question-store.ts'
import { createReachStore } from './reach-store.ts'
import { createReceiptTryStore } from './receipt-try-store.ts'
import { createSentTipStore } from './sent-tip-store.ts'
import { createSessionStore } from './session-store.ts'
import { createShiftStore } from './shift-store.ts'
import { createSignInStore } from './sign-in-store.ts'
import { createTipStore } from './tip-store.ts'
import { createTrailStore } from './trail-store.ts'
import { createUnitStore } from './unit-store.ts'
import { createTopicStore } from './topic-store.ts'
import { createVerdictStore } from './verdict-store.ts'
import { createWebStore } from './web-store.ts'
import { createZaloTokenStore } from './zalo-token-store.ts'

/** Opens the database, brings its tables up to date and answers the storage on it. One per process and SQLite file. */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const database = createDatabase(options)
  try {
    await migrate(database)
  } catch (error) {
    await database.db.destroy()
    throw error
  }
  return createStorage(database)
}

/** The storage on a database whose tables are up to date. */
export function createStorage(database: Database): Storage {
  return {
    commit: createCommit(database),
    inbox: createInboxStore(database),
    sessions: createSessionStore(database),
    contacts: createContactStore(database),
    trail: createTrailStore(database),
    tips: createTipStore(database),
    attachments: createAttachmentStore(database),
    deliveries: createDeliveryStore(database),
    receiptTries: createReceiptTryStore(database),
    sentTips: createSentTipStore(database),
    officers: createOfficerStore(database),
    signIn: createSignInStore(database),
    shifts: createShiftStore(database),
    units: createUnitStore(database),
    reach: createReachStore(database),
    questions: createQuestionStore(database),
    verdicts: createVerdictStore(database),
    web: createWebStore(database),
    masterKey: createMasterKeyStore(database),
    zaloToken: createZaloTokenStore(database),
    officerTopics: createTopicStore(database),
    // With `secure_delete` deleting has put zeros into the WAL; this moves them into the file and empties the WAL, which holds
    // what was there before. Somebody who reads meanwhile keeps it: then the answer says so, and the next time does it.
    async tidy() {
      if (database.kind === 'sqlite') await sql`pragma wal_checkpoint(truncate)`.execute(database.db)
    },
    async ping() {
      await sql`select 1`.execute(database.db)
    },
    async close() {
      await database.db.destroy()
    },
  }
}
