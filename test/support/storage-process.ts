/**
 * A process of its own that works on a storage: `node storage-process.ts <job> <options as JSON>`. Prints what it got as JSON.
 * accept: takes in the messages 0..49 and prints those that were new. claim: sends what is queued, one message at a time, until
 * nothing is left to claim, and prints it.
 */
import process from 'node:process'
import type { StorageOptions } from '../../src/storage/database.ts'
import { openStorage } from '../../src/storage/storage.ts'

const [job, options] = process.argv.slice(2)
const storage = await openStorage(JSON.parse(options ?? '') as StorageOptions)
const got: string[] = []
const now = new Date()

if (job === 'accept') {
  for (let i = 0; i < 50; i++) {
    const accepted = await storage.inbox.accept({
      id: `${process.pid}-${i}`,
      channel: 'zalo',
      mark: `mark-${i}`,
      contact: 'someone',
      sealed: new Uint8Array([i]),
      receivedAt: now,
    })
    if (accepted === 'accepted') got.push(`mark-${i}`)
  }
} else {
  for (;;) {
    const [delivery] = await storage.deliveries.claim({ now, limit: 1, leaseMs: 60_000 })
    if (delivery === undefined) break
    got.push(delivery.id)
    await storage.deliveries.sent(delivery.id, now)
  }
}

await storage.close()
process.stdout.write(JSON.stringify(got))
