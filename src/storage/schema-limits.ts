/** The tables that count who tries or sends how often, by marks alone. Written as in schema.ts. */
import type { Generated } from 'kysely'

/** A try of a receipt that failed, to stop guessing; until `receiptTries.purge`. */
export interface ReceiptTryTable {
  seq: Generated<number> // Order of tries; nothing about people.
  source: string // Mark of where the try came from.
  is_guess: number // 1: a well-formed receipt that does not exist; 0: a slip of the pen.
  at: number // When.
}

/** Somebody sent a tip, to keep one sender from flooding the desk; one hour, until `sentTips.purge`. Names no tip. */
export interface SentTipTable {
  id: string // Random.
  sender: string // Mark of the contact under a key of its own: it stands in no other table.
  at: number // When, rounded up to the minute.
}

/** What is counted for an hour, so that nobody can guess receipts or flood the desk. */
export interface LimitTables {
  receipt_try: ReceiptTryTable
  sent_tip: SentTipTable
}
