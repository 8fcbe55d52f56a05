import { createHmac, hkdfSync } from 'node:crypto'
import type { Marks } from '../core/ports.ts'

/**
 * HMAC-SHA256 marks, base64url, under one key a purpose derived from the master key (32 bytes) by HKDF-SHA256. Without the
 * master key nobody can test whether a known platform id is in the database.
 */
export function createMarks(masterKey: Uint8Array): Marks {
  const mark = (purpose: string) => {
    const key = new Uint8Array(hkdfSync('sha256', masterKey, '', `la-chan/mark/${purpose}`, 32))
    return (value: string) => hmac(key, value)
  }
  const external = mark('external')
  const reply = mark('reply')
  return {
    contact: mark('contact'),
    external: (channel, externalId) => external(`${channel}:${externalId}`),
    receipt: mark('receipt'),
    invite: mark('invite'),
    token: mark('token'),
    masterKey: () => mark('master-key')('la-chan'),
    source: mark('source'),
    sender: mark('sender'),
    reply: (tip, address) => reply(`${tip} ${address}`).slice(0, 22),
    tipAddress: hmac,
    person: hmac,
  }
}

function hmac(key: Uint8Array, value: string): string {
  return createHmac('sha256', key).update(value, 'utf8').digest('base64url')
}
