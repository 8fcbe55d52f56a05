import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Ids } from './core/ports.ts'
import { makeReceipt } from './core/receipt.ts'

/** Letters and digits that are not taken for one another when read aloud or written by hand. */
const clear = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'

/** Ids from the operating system's random source. */
export function createIds(): Ids {
  const letters = (count: number) => Array.from({ length: count }, () => clear[randomInt(clear.length)]).join('')
  const digits = (count: number) => Array.from({ length: count }, () => String(randomInt(10))).join('')
  return {
    id: () => randomUUID(),
    token: () => randomBytes(32).toString('base64url'),
    caseCode: () => `${letters(4)}-${letters(4)}`,
    receipt: () => makeReceipt(digits(15)),
    invite: () => `CB-${letters(5)}-${letters(5)}`,
  }
}
