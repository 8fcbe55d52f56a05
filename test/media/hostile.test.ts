import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createAllowance } from '../../src/media/allowance.ts'
import { Refusal } from '../../src/media/refusal.ts'
import { stripKnown } from '../../src/media/strip-known.ts'
import { mostBytes, stripMetadata } from '../../src/media/strip-metadata.ts'
import { corpus } from './corpus.ts'
import { pageObjects, pdfOf, stream } from './pdf-samples.ts'
import { relationships, types } from './package-samples.ts'
import { be32, bytesOf, le16, le32, zeros } from './sample.ts'
import { zipOf } from './zip.ts'
import { deflateSync } from 'node:zlib'

/** Strips as `stripMetadata` does, but lets every fault through that is not a refusal. */
function refusalOf(bytes: Uint8Array): string {
  try {
    stripKnown(bytes, createAllowance({ unpacked: 4_000_000, work: 8_000_000 }))
    return ''
  } catch (error) {
    if (error instanceof Refusal) return error.because
    throw error
  }
}

const sample = fc.constantFrom(...corpus.map(({ bytes }) => bytes))
const change = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  to: fc.uint8Array({ minLength: 1, maxLength: 8 }),
})

describe('hostile bytes', () => {
  it('never cause a fault of ours when some are changed', () => {
    fc.assert(
      fc.property(sample, fc.array(change, { minLength: 1, maxLength: 6 }), (bytes, changes) => {
        const changed = bytes.slice()
        for (const { at, to } of changes)
          changed.set(to.subarray(0, changed.length), Math.floor(at * Math.max(0, changed.length - to.length)))
        expect(['', 'unknown-type', 'damaged', 'too-large', 'cannot-clean']).toContain(refusalOf(changed))
      }),
      { numRuns: 400 },
    )
  })

  it('never cause a fault of ours when a length or a count is made huge', () => {
    const huge = fc.constantFrom(0xffff_ffff, 0x7fff_ffff, 0x8000_0000, 0x00ff_ffff, 0x0001_0000, 1, 0)
    fc.assert(
      fc.property(
        sample,
        fc.double({ min: 0, max: 1, noNaN: true }),
        huge,
        fc.boolean(),
        (bytes, at, value, isLittle) => {
          const changed = bytes.slice()
          changed.set(isLittle ? le32(value) : be32(value), Math.floor(at * (changed.length - 4)))
          refusalOf(changed)
        },
      ),
      { numRuns: 400 },
    )
  })

  it('never cause a fault of ours when a file is cut off, or two are put together', () => {
    fc.assert(
      fc.property(sample, sample, fc.double({ min: 0, max: 1, noNaN: true }), (one, other, at) => {
        const cut = one.subarray(0, Math.floor(at * one.length))
        refusalOf(cut)
        refusalOf(bytesOf(cut, other))
      }),
      { numRuns: 250 },
    )
  })

  it('never cause a fault of ours at random', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...corpus.map(({ bytes }) => bytes.subarray(0, 16))),
        fc.uint8Array({ maxLength: 400 }),
        (top, rest) => {
          refusalOf(bytesOf(top, rest))
        },
      ),
      { numRuns: 250 },
    )
  })
})

const packageOf = (part: Uint8Array): Uint8Array =>
  zipOf([
    ['[Content_Types].xml', types('word/document.xml', 'wordprocessingml.document.main+xml')],
    ['_rels/.rels', relationships(['officeDocument', 'word/document.xml'])],
    ['word/document.xml', part],
  ])

/** A photo with a long tail, packed once, and a thousand entries of the directory that lead to it. */
function overlapping(): Uint8Array {
  const [photo] = corpus.filter(({ name }) => name === 'a JPEG of a phone')
  const one = zipOf([
    ['mimetype', 'application/vnd.oasis.opendocument.text', true],
    ['content.xml', '<a/>'],
    ['Pictures/00000', bytesOf(photo?.bytes ?? '', zeros(10_000_000))],
  ])
  const at = Buffer.from(one).indexOf('PK\x01\x02')
  const end = Buffer.from(one).indexOf('PK\x05\x06')
  const entry = one.slice(end - 46 - 14, end)
  const entries = Array.from({ length: 1000 }, (_, i) => {
    const copy = entry.slice()
    copy.set(Buffer.from(String(i).padStart(5, '0')), 46 + 9)
    return copy
  })
  const list = bytesOf(one.subarray(at, end - 46 - 14), ...entries)
  return bytesOf(
    one.subarray(0, at),
    list,
    'PK\x05\x06',
    zeros(4),
    le16(1002),
    le16(1002),
    le32(list.length),
    le32(at),
    zeros(2),
  )
}

const many = (part: Uint8Array, length: number): Uint8Array => {
  const whole = new Uint8Array(length)
  for (let at = 0; at + part.length <= length; at += part.length) whole.set(part, at)
  return whole
}
const size = mostBytes - 200

/** Files made to cost time or memory, each near the limit where that matters. */
const bombs: readonly (readonly [name: string, refused: string, build: () => Uint8Array])[] = [
  ['a zip bomb', 'too-large', () => packageOf(zeros(200_000_000))],
  ['a zip bomb in XML', 'too-large', () => packageOf(bytesOf('<a>', many(bytesOf('<b/>'), 100_000_000), '</a>'))],
  ['a zip whose members are the same bytes', 'too-large', overlapping],
  ['XML that nests', 'cannot-clean', () => packageOf(many(bytesOf('<a>'), 30_000_000))],
  ['XML with an endless tag', 'damaged', () => packageOf(bytesOf('<a', many(bytesOf(' a'), 10_000_000)))],
  [
    'a PNG whose profile is a bomb',
    'too-large',
    () => {
      const [png] = corpus.filter(({ name }) => name === 'a PNG with EXIF and a time')
      const bomb = bytesOf('icc\0\0', deflateSync(zeros(150_000_000)))
      return bytesOf(png?.bytes.subarray(0, 33) ?? '', be32(bomb.length), 'iCCP', bomb, zeros(4))
    },
  ],
  [
    'a PDF whose stream is a bomb',
    'too-large',
    () =>
      pdfOf(
        { ...pageObjects('/C[/ICCBased 6 0 R]'), 6: stream('/Filter/FlateDecode', deflateSync(zeros(150_000_000))) },
        '/Root 1 0 R',
      ),
  ],
  [
    'a PDF that nests',
    'cannot-clean',
    () => pdfOf({ ...pageObjects('/X 6 0 R'), 6: many(bytesOf('['), size - 2000) }, '/Root 1 0 R'),
  ],
  [
    'a PDF of one long list',
    'cannot-clean',
    () => pdfOf({ ...pageObjects('/X 6 0 R'), 6: bytesOf('[', many(bytesOf('1 '), size - 2000), ']') }, '/Root 1 0 R'),
  ],
  [
    'a PDF whose objects lie in each other',
    'cannot-clean',
    () => {
      const step = 'x 0 obj('.length + 5
      const count = 300_000
      let body = '%PDF-1.7\n'
      for (let id = 100_001; id <= 100_000 + count; id++) body += `${id} 0 obj(`.slice(0, step)
      const width = '100001 0 obj('.length
      const rows = Array.from(
        { length: count },
        (_, i) => `${String(9 + i * width).padStart(10, '0')} 00000 n \n`,
      ).join('')
      const kids = Array.from({ length: 5000 }, (_, i) => `${100_001 + i} 0 R`).join(' ')
      const root = body.length + count
      const table = root + `1 0 obj<</Type/Catalog/K[${kids}]>>endobj\n`.length
      return bytesOf(
        body,
        ')'.repeat(count),
        `1 0 obj<</Type/Catalog/K[${kids}]>>endobj\n`,
        `xref\n1 1\n${String(root).padStart(10, '0')} 00000 n \n100001 ${count}\n${rows}trailer<</Root 1 0 R>>\nstartxref\n${table}\n%%EOF`,
      )
    },
  ],
  [
    'a movie of empty boxes',
    'cannot-clean',
    () => bytesOf(be32(16), 'ftypisom\0\0\0\0', many(bytesOf(be32(8), 'free'), size)),
  ],
  [
    'a movie with millions of chunks in one place',
    '',
    () => {
      const [movie] = corpus.filter(({ name }) => name === 'an M4A with tags')
      const bytes = Buffer.from(movie?.bytes ?? [])
      const [sizes, chunks] = [bytes.indexOf('stsz') - 4, bytes.indexOf('stco') - 4]
      const count = 4_900_000
      const constant = bytesOf(be32(20), 'stsz', be32(0), be32(1), be32(count))
      const table = bytesOf(be32(16 + count * 4), 'stco', be32(0), be32(count), many(be32(40), count * 4))
      const grown = bytesOf(
        bytes.subarray(0, sizes),
        constant,
        table,
        bytes.subarray(chunks + bytes.readUInt32BE(chunks)),
      )
      const growth = grown.length - bytes.length
      const view = Buffer.from(grown)
      for (const type of ['moov', 'trak', 'mdia', 'minf', 'stbl']) {
        const at = view.indexOf(type) - 4
        view.writeUInt32BE(view.readUInt32BE(at) + growth, at)
      }
      return new Uint8Array(view)
    },
  ],
  ['a JPEG of empty segments', 'damaged', () => bytesOf([0xff, 0xd8], many(Uint8Array.of(0xff, 0xfe, 0, 2), size))],
  ['a JPEG of markers in a row', 'damaged', () => bytesOf([0xff, 0xd8, 0xff], many(Uint8Array.of(0xff), size))],
  ['a GIF of empty extensions', 'damaged', () => bytesOf('GIF89a', zeros(7), many(Uint8Array.of(0x21, 0xfe, 0), size))],
  [
    'a WebP of empty pictures',
    '',
    () => bytesOf('RIFF', le32(size), 'WEBP', many(bytesOf('VP8 ', zeros(4)), size - 12)),
  ],
  [
    'a WebM of empty elements',
    'damaged',
    () =>
      bytesOf(
        corpus.find(({ name }) => name.startsWith('a live WebM'))?.bytes.subarray(0, 40) ?? '',
        [0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255],
        many(Uint8Array.of(0xec, 0x80), size - 200),
      ),
  ],
  [
    'an Ogg file of empty pages',
    'damaged',
    () =>
      bytesOf('OggS\0\x02', zeros(20), [1, 19], 'OpusHead', zeros(11), many(bytesOf('OggS', zeros(23)), size - 100)),
  ],
  [
    'an MP3 of first bytes',
    'unknown-type',
    () => bytesOf('ID3\x03\0\0\0\0\0\0', many(Uint8Array.of(0xff, 0xfb, 0x90, 0x64), size)),
  ],
  ['a text of spaces', '', () => many(bytesOf(' '), size)],
]

describe('a file made to cost much', () => {
  it.each(bombs)('takes little time and memory: %s, refused as «%s»', (_name, refused, build) => {
    const bytes = build()
    expect(bytes.length).toBeLessThanOrEqual(mostBytes)
    const memory = process.memoryUsage().rss
    const start = performance.now()
    const result = stripMetadata(bytes)
    expect(performance.now() - start).toBeLessThan(8000)
    expect('refused' in result ? result.refused : '').toBe(refused)
    expect(process.memoryUsage().rss - memory).toBeLessThan(700_000_000)
  })
})
