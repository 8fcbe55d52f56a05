import { describe, expect, it } from 'vitest'
import { checkSignature, signatureOf, type SignatureOptions } from '../../src/zalo-api-sdk/signature.ts'

const options: SignatureOptions = { firstTerm: '2718281828459045235', secret: 'oa-secret-example' }
const timestamp = '1790000000123'
const body =
  '{"app_id":"2718281828459045235","user_id_by_app":"5551230001112223334","event_name":"user_send_text","timestamp":"1790000000123","sender":{"id":"8123456789012345678"},"recipient":{"id":"4318675309000000001"},"message":{"text":"Em muốn hỏi ạ","msg_id":"a1b2c3d4e5f6071829","quote_msg_id":"90aa11bb22cc33dd44"}}'
const raw = Buffer.from(body)
/** Computed apart from this code, from the formula that Zalo's Java SDK follows. */
const header = 'mac=761261571e814a7c0ff72d444d8b8f74e2ac71166a0d26a68117c82b23c38b6e'

describe('the signature of a webhook', () => {
  it('is the SHA-256 of app id, body, timestamp and secret', () => {
    expect(signatureOf(raw, timestamp, options)).toBe(header)
    expect(checkSignature(header, raw, options)).toBe('ok')
  })

  it('may be an HMAC of the body, where an account is told so', () => {
    const hmac: SignatureOptions = { ...options, scheme: 'hmac' }
    const signed = signatureOf(raw, timestamp, hmac)
    expect(signed).not.toBe(header)
    expect(checkSignature(signed, raw, hmac)).toBe('ok')
    expect(checkSignature(signed, raw, options)).toBe('mismatch')
  })

  it.each([
    ['upper-case digits', header.toUpperCase().replace('MAC=', 'mac='), raw, options, 'ok'],
    ['no header', null, raw, options, 'no-signature'],
    ['an empty header', '', raw, options, 'no-signature'],
    ['no prefix', header.slice(4), raw, options, 'bad-signature'],
    ['a short one', header.slice(0, -2), raw, options, 'bad-signature'],
    ['letters that are no digits', `mac=${'z'.repeat(64)}`, raw, options, 'bad-signature'],
    ['one digit changed', header.replace('7612', '7613'), raw, options, 'mismatch'],
    ['one byte of the body changed', header, Buffer.from(body.replace('hỏi', 'hoi')), options, 'mismatch'],
    ['the same JSON in other bytes', header, Buffer.from(body.replaceAll(',"', ', "')), options, 'mismatch'],
    ['another secret', header, raw, { ...options, secret: 'app-secret' }, 'mismatch'],
    ['another first term', header, raw, { ...options, firstTerm: '4318675309000000001' }, 'mismatch'],
    ['no JSON', header, Buffer.from('<html>'), options, 'bad-body'],
    ['an empty body', header, Buffer.alloc(0), options, 'bad-body'],
    ['a list', header, Buffer.from('[]'), options, 'bad-body'],
    ['a timestamp that is no text', header, Buffer.from('{"timestamp":{"a":1}}'), options, 'bad-body'],
  ] as const)('is judged right with %s', (_what, given, bytes, with_, expected) => {
    expect(checkSignature(given, bytes, with_)).toBe(expected)
  })

  it('takes the timestamp as a number, too', () => {
    const numeric = Buffer.from(body.replace(`"timestamp":"${timestamp}"`, `"timestamp":${timestamp}`))
    expect(checkSignature(signatureOf(numeric, timestamp, options), numeric, options)).toBe('ok')
  })

  it('covers a body without a timestamp', () => {
    const bare = Buffer.from('{}')
    expect(checkSignature(signatureOf(bare, '', options), bare, options)).toBe('ok')
    expect(checkSignature(header, bare, options)).toBe('mismatch')
  })

  it('is good however old it is: a repeat may be the only copy', () => {
    const old = Buffer.from(body.replace(timestamp, '1000000000000'))
    expect(checkSignature(signatureOf(old, '1000000000000', options), old, options)).toBe('ok')
  })
})
