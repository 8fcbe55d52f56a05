import { afterEach, beforeEach, describe } from 'vitest'
import type { Storage } from '../../src/core/storage.ts'
import type { StorageOptions } from '../../src/storage/database.ts'
import { dumpState } from '../support/dump-state.ts'
import { describeAttachments } from './contract/attachments.ts'
import { describeDeliveries } from './contract/deliveries.ts'
import { describeHeld } from './contract/held.ts'
import { describeInbox } from './contract/inbox.ts'
import { describeLeaving } from './contract/leaving.ts'
import { describeMasterKey } from './contract/master-key.ts'
import { describeOfficerTopics } from './contract/officer-topics.ts'
import { describeOfficers } from './contract/officers.ts'
import { describeProcesses } from './contract/processes.ts'
import { describeQuestions } from './contract/questions.ts'
import { describeReach } from './contract/reach.ts'
import { describeReceiptTries } from './contract/receipt-tries.ts'
import type { Subject } from './contract/samples.ts'
import { describeSending } from './contract/sending.ts'
import { describeSentTips } from './contract/sent-tips.ts'
import { describeSessions } from './contract/sessions.ts'
import { describeTips } from './contract/tips.ts'
import { describeTrail } from './contract/trail.ts'
import { describeWeb } from './contract/web.ts'
import { describeZaloToken } from './contract/zalo-token.ts'

/** An empty storage for one case. */
export interface OpenedStorage {
  readonly storage: Storage
  readonly options: StorageOptions
  /** Closes the storage and removes what was made for it. */
  close(): Promise<void>
}

/** What every storage must do, case by case, each on an empty one. */
export function describeStorage(name: string, open: () => Promise<OpenedStorage>): void {
  describe(`storage on ${name}`, () => {
    let opened: OpenedStorage

    beforeEach(async () => {
      opened = await open()
    })

    afterEach(async () => {
      await opened.close()
    })

    const subject: Subject = {
      storage: () => opened.storage,
      commit: (writes) => opened.storage.commit(writes),
      options: () => opened.options,
      dump: () => dumpState(opened.options),
    }
    describeInbox(subject)
    describeSessions(subject)
    describeTips(subject)
    describeAttachments(subject)
    describeDeliveries(subject)
    describeSending(subject)
    describeHeld(subject)
    describeLeaving(subject)
    describeTrail(subject)
    describeOfficers(subject)
    describeReceiptTries(subject)
    describeSentTips(subject)
    describeReach(subject)
    describeQuestions(subject)
    describeWeb(subject)
    describeMasterKey(subject)
    describeZaloToken(subject)
    describeOfficerTopics(subject)
    describeProcesses(subject)
  })
}
