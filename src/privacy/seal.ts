import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Seal, SealPurpose } from '../core/ports.ts'

const nonceLength = 12
const tagLength = 16
const keyLength = 32
const version = 1

/**
 * Seals under keys derived from the master key (32 bytes) by HKDF-SHA256, one key a purpose. Sealed bytes are
 * version (1) ‖ nonce (12) ‖ ciphertext ‖ tag (16); AES-256-GCM with random nonces (NIST SP 800-38D).
 * Opening anything else throws.
 */
export function createSeal(masterKey: Uint8Array): Seal {
  if (masterKey.length !== keyLength) throw new Error('the master key has 32 bytes')
  const derived = new Map<SealPurpose, Uint8Array>()
  const keyFor = (purpose: SealPurpose): Uint8Array => {
    const known = derived.get(purpose)
    if (known !== undefined) return known
    const key = new Uint8Array(hkdfSync('sha256', masterKey, '', `la-chan/seal/${purpose}`, keyLength))
    derived.set(purpose, key)
    return key
  }
  const wrap = (context: string, key: Uint8Array) => encrypt(keyFor('data-key'), context, key)
  return {
    seal: (purpose, context, text) => encrypt(keyFor(purpose), context, Buffer.from(text, 'utf8')),
    open: (purpose, context, sealed) => decrypt(keyFor(purpose), context, sealed).toString('utf8'),
    newKey(context) {
      const key = new Uint8Array(randomBytes(keyLength))
      return { key, wrapped: wrap(context, key) }
    },
    unwrap: (context, wrapped) => new Uint8Array(decrypt(keyFor('data-key'), context, wrapped)),
    sealWith: (key, context, text) => encrypt(key, context, Buffer.from(text, 'utf8')),
    openWith: (key, context, sealed) => decrypt(key, context, sealed).toString('utf8'),
    sealBytes: encrypt,
    openBytes: decrypt,
  }
}

function encrypt(key: Uint8Array, context: string, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(nonceLength)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(context, 'utf8'))
  return Buffer.concat([Buffer.of(version), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Uint8Array, context: string, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed)
  if (bytes.length < 1 + nonceLength + tagLength || bytes[0] !== version) throw new Error('not a sealed value')
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + nonceLength))
  decipher.setAAD(Buffer.from(context, 'utf8'))
  decipher.setAuthTag(bytes.subarray(bytes.length - tagLength))
  return Buffer.concat([decipher.update(bytes.subarray(1 + nonceLength, bytes.length - tagLength)), decipher.final()])
}
