import { describe, expect, it } from 'vitest'
import { mostBytes, stripMetadata } from '../../src/media/strip-metadata.ts'
import { findCanaries } from './canaries.ts'
import { corpus } from './corpus.ts'

/** The cleaned file, which has to be one. */
function strip(bytes: Uint8Array): { readonly kind: string; readonly mediaType: string; readonly bytes: Uint8Array } {
  const result = stripMetadata(bytes)
  if ('refused' in result) throw new Error(`refused: ${result.refused}`)
  return result
}

describe('a file without its metadata', () => {
  it('is tried on at least 60 files of every format', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(60)
    expect(new Set(corpus.map((sample) => sample.mediaType)).size).toBeGreaterThanOrEqual(18)
  })

  it.each(corpus)('says nothing of what was planted in $name', ({ bytes, planted }) => {
    expect(planted.length).toBeGreaterThan(0)
    // The search finds each canary before: it would find it afterwards.
    expect([...findCanaries(bytes)].sort()).toEqual([...new Set(planted)].sort())
    expect([...findCanaries(strip(bytes).bytes)]).toEqual([])
  })

  it.each(corpus)('keeps the pictures, sounds and words of $name byte for byte', ({ bytes, kept, mediaType }) => {
    // Channels hand in Buffers, whose `slice` does not copy.
    const given = Buffer.from(bytes)
    const result = strip(given)
    expect(result.mediaType).toBe(mediaType)
    for (const part of kept) {
      expect(part.length).toBeGreaterThan(7)
      expect(Buffer.from(result.bytes).includes(Buffer.from(part))).toBe(true)
    }
    // The caller seals the original: it must not change.
    expect(given.equals(bytes)).toBe(true)
    result.bytes.fill(0)
    expect(given.equals(bytes)).toBe(true)
  })

  it.each(corpus)('is $name again, with nothing left to take away', ({ bytes }) => {
    const once = strip(bytes)
    expect(strip(once.bytes)).toEqual(once)
  })
})

describe('the type of a file', () => {
  const text = (words: string): Uint8Array => new TextEncoder().encode(words)
  const jpeg = corpus.find(({ mediaType }) => mediaType === 'image/jpeg')?.bytes ?? new Uint8Array()

  it('is read from its bytes, whatever it is called', () => {
    expect(stripMetadata(jpeg, 'text/plain')).toMatchObject({ kind: 'image', mediaType: 'image/jpeg' })
  })

  it.each([
    ['image', 'image/heic'],
    ['video', 'video/quicktime'],
    ['video', 'video/webm'],
    ['audio', 'audio/mp4'],
    ['audio', 'audio/ogg'],
    ['file', 'application/pdf'],
  ])('tells that a message shows an %s: %s', (kind, mediaType) => {
    expect(strip(corpus.find((sample) => sample.mediaType === mediaType)?.bytes ?? jpeg).kind).toBe(kind)
  })

  it.each([undefined, 'text/plain', 'text/plain; charset=utf-8', 'text/csv', 'application/octet-stream'])(
    'is plain text where it is called %s, and the text passes as it is',
    (declared) => {
      for (const words of ['Tin nhắn của một bạn nhỏ\r\n\tdòng hai', '\ufeffwords', 'a: b\nc', 'Its free for all'])
        expect(stripMetadata(text(words), declared)).toEqual({
          kind: 'file',
          mediaType: 'text/plain',
          bytes: text(words),
        })
      const wide = new Uint8Array(Buffer.from('\ufeffchữ', 'utf16le'))
      expect(stripMetadata(wide, declared)).toMatchObject({ bytes: wide })
    },
  )

  it.each([
    ['text that is called HTML', text('words'), 'text/html'],
    ['markup', text('  <svg><metadata/></svg>'), undefined],
    ['RTF', text('{\\rtf1{\\info{\\author x}}}'), undefined],
    ['PostScript', text('%!PS\n%%Creator: x'), undefined],
    ['a mail', text('Subject: x\nReceived: from x'), undefined],
    ['a contact', text('BEGIN:VCARD\nN:x'), undefined],
    ['text with control characters', text('a\0b'), undefined],
    ['text in an unknown coding', Uint8Array.of(0x61, 0xe1, 0x62), undefined],
    ['nothing', new Uint8Array(), undefined],
    ['an executable', text('MZ\x90\0\x03'), undefined],
    ['a TIFF', text('II*\0\x08\0\0\0'), undefined],
    ['an old office document', Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1), undefined],
    ['a raw picture', text('\0\0\0\x10ftypcrx \0\0\0\0'), undefined],
    ['tags without sound', text('ID3\x03\0\0\0\0\0\x05abcde'), undefined],
  ])('is unknown for %s', (_what, bytes, declared) => {
    expect(stripMetadata(bytes, declared)).toEqual({ refused: 'unknown-type' })
  })

  it.each([
    'image/jpeg',
    'image/png',
    'image/gif',
    'image/webp',
    'image/heic',
    'video/mp4',
    'video/webm',
    'audio/ogg',
    'application/pdf',
  ])('is damaged where a file of %s ends after its first bytes', (mediaType) => {
    const bytes = corpus.find((sample) => sample.mediaType === mediaType)?.bytes ?? new Uint8Array()
    expect(stripMetadata(bytes.subarray(0, 40))).toEqual({ refused: 'damaged' })
  })
})

describe('the size of a file', () => {
  it('may be 20 MB and no more', () => {
    expect(stripMetadata(new Uint8Array(mostBytes).fill(0x61))).toMatchObject({ mediaType: 'text/plain' })
    expect(stripMetadata(new Uint8Array(mostBytes + 1).fill(0x61))).toEqual({ refused: 'too-large' })
  })
})
