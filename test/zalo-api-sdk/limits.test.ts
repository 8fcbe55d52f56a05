import { describe, expect, it } from 'vitest'
import { messageText } from '../../src/zalo-api-sdk/text.ts'
import { gifSize, uploadForm, uploadKindOf } from '../../src/zalo-api-sdk/upload.ts'
import { windowOf } from '../../src/zalo-api-sdk/window.ts'
import { samples } from './open-account.ts'

describe('a text', () => {
  it('is sent in NFC, which is shorter', () => {
    expect(messageText('trẻ em'.normalize('NFD'))).toBe('trẻ em')
  })
  it.each([
    ['exactly the limit', 'ă'.repeat(2_000), 2_000],
    ['the limit once it is composed', 'ă'.normalize('NFD').repeat(2_000), 2_000],
    ['half a character', 'a\ud83c', 2],
  ])('may be %s', (_what, text, length) => {
    expect(messageText(text)).toHaveLength(length)
    expect(messageText(text).isWellFormed()).toBe(true)
  })
  it.each([
    ['longer', 'ă'.repeat(2_001)],
    ['empty', ''],
    ['blank', ' \n '],
  ])('is refused before it is sent when it is %s', (_what, text) => {
    expect(() => messageText(text)).toThrow(expect.objectContaining({ failure: 'bad-request' }))
  })
})

describe('an upload', () => {
  it.each([
    ['image/jpeg', 'image'],
    ['image/png', 'image'],
    ['image/gif', 'gif'],
    ['application/pdf', 'file'],
    ['application/msword', 'file'],
    ['video/mp4', undefined],
    ['toString', undefined],
  ])('of %s is %s', (mediaType, kind) => {
    expect(uploadKindOf(mediaType)).toBe(kind)
  })
  it.each([
    ['too large a picture', 'image', new Uint8Array(1024 * 1024 + 1), 'image/png'],
    ['too large a gif', 'gif', new Uint8Array(5 * 1024 * 1024 + 1), 'image/gif'],
    ['too large a file', 'file', new Uint8Array(5 * 1024 * 1024 + 1), 'application/pdf'],
    ['nothing', 'image', new Uint8Array(), 'image/png'],
    ['another type', 'image', samples.pdf, 'application/pdf'],
  ] as const)('is refused before it is sent with %s', (_what, kind, bytes, mediaType) => {
    expect(() => uploadForm(kind, bytes, mediaType)).toThrow(expect.objectContaining({ failure: 'bad-request' }))
  })
  it('has a name that says nothing', () => {
    expect((uploadForm('image', samples.png, 'image/png').get('file') as File).name).toBe('file.png')
  })
  it('of a gif tells its size', () => {
    expect(gifSize(samples.gif)).toEqual({ width: 10, height: 7 })
    expect(() => gifSize(new Uint8Array(9))).toThrow(expect.objectContaining({ failure: 'bad-request' }))
  })
})

describe('the window', () => {
  it('is free for 48 hours and open for 7 days', () => {
    const lastInteractionAt = new Date('2026-11-22T00:00:00Z')
    expect(windowOf(lastInteractionAt)).toEqual({
      lastInteractionAt,
      freeUntil: new Date('2026-11-24T00:00:00Z'),
      closesAt: new Date('2026-11-29T00:00:00Z'),
    })
  })
  it('is not there for somebody who never wrote', () => {
    expect(windowOf(undefined).closesAt).toBeUndefined()
  })
})
