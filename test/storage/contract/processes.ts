import { describe, expect, it } from 'vitest'
import { openStorage } from '../../../src/storage/storage.ts'
import { runStorageProcess } from '../../support/run-storage-process.ts'
import { at, inboxRow, queue, tipOf, type Subject } from './samples.ts'

/** Several processes on one database, and what outlives a process. */
export function describeProcesses({ storage, commit, options }: Subject): void {
  const run = (job: 'accept' | 'claim') => runStorageProcess(job, options())

  describe('several processes', () => {
    it('take in each message once', { timeout: 30_000 }, async () => {
      const accepted = (await Promise.all([run('accept'), run('accept'), run('accept')])).flat()
      expect(accepted.toSorted()).toEqual(Array.from({ length: 50 }, (_, i) => `mark-${i}`).toSorted())
    })

    it('send each message once', { timeout: 30_000 }, async () => {
      const ids = Array.from({ length: 60 }, (_, i) => `d-${i}`)
      await commit(ids.map((id, i) => queue(id, `contact-${i % 20}`, { nextAt: new Date(0) })))
      const sent = (await Promise.all([run('claim'), run('claim')])).flat()
      expect(sent.toSorted()).toEqual(ids.toSorted())
    })
  })

  describe('what was written', () => {
    it('is there when the database is opened again', async () => {
      await storage().inbox.accept(inboxRow(1))
      await storage().inbox.accept(inboxRow(2))
      await commit([
        { write: 'settle-inbox', id: 'in-2', at: at(1) },
        {
          write: 'insert-tip',
          tip: tipOf('A'),
          receiptMark: 'r',
          wrappedKey: new Uint8Array(1),
          wrappedAddressKey: new Uint8Array(1),
        },
      ])
      await storage().close()
      const again = await openStorage(options())
      try {
        expect((await again.inbox.unsettled(10, 20)).map(({ id }) => id)).toEqual(['in-1'])
        expect((await again.tips.find('A'))?.tip).toEqual(tipOf('A'))
      } finally {
        await again.close()
      }
    })

    it('cannot be asked for after closing', async () => {
      await storage().ping()
      await storage().close()
      await expect(storage().ping()).rejects.toThrow()
    })
  })
}
