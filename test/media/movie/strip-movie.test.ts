import { describe, expect, it } from 'vitest'
import { plainBytes } from '../../../src/media/bytes.ts'
import { createRanges } from '../../../src/media/movie/ranges.ts'
import { stripMovie } from '../../../src/media/movie/strip-movie.ts'
import { box, movieHeader, soundEntry, trackBox, videoEntry } from '../boxes.ts'
import { corpus } from '../corpus.ts'
import { be32, bytesOf, noise, zeros } from '../sample.ts'

const sampleOf = (name: string): Buffer => {
  const sample = corpus.find((each) => each.name === name)
  if (sample === undefined) throw new Error(`no sample ${name}`)
  return Buffer.from(sample.bytes)
}
const strip = (bytes: Uint8Array): Buffer => Buffer.from(stripMovie(plainBytes(bytes)).bytes)

describe('a movie without its metadata', () => {
  it.each([
    'an MP4 with tags, EXIF and XMP',
    'an MP4 with makers’ brands and 64-bit offsets',
    'a MOV of a phone',
    'an MP4 in fragments',
  ])('keeps every byte at its place: %s', (name) => {
    const bytes = sampleOf(name)
    const cleaned = strip(bytes)
    expect(cleaned).toHaveLength(bytes.length)
    for (const table of ['stco', 'co64', 'stsz', 'stts', 'trun'])
      for (let at = bytes.indexOf(table); at >= 0; at = bytes.indexOf(table, at + 4)) {
        // The table of the second or third track may belong to one that goes.
        if (cleaned.toString('latin1', at, at + 4) !== table) continue
        const end = at - 4 + bytes.readUInt32BE(at - 4)
        expect(cleaned.subarray(at, end)).toEqual(bytes.subarray(at, end))
      }
  })

  it('says nothing of when it was made', () => {
    const bytes = sampleOf('an MP4 with a place')
    const cleaned = strip(bytes)
    for (const type of ['mvhd', 'tkhd', 'mdhd']) {
      const at = cleaned.indexOf(type) + 8
      expect(bytes.subarray(at, at + 8)).not.toEqual(Buffer.alloc(8))
      expect(cleaned.subarray(at, at + 8)).toEqual(Buffer.alloc(8))
    }
  })

  it('names no camera in its brands, and stays readable as what it was', () => {
    const cleaned = strip(sampleOf('an MP4 with makers’ brands and 64-bit offsets'))
    const brands = cleaned.toString('latin1', 8, cleaned.readUInt32BE(0))
    expect(brands).toMatch(/^mp42\0{4}(?:isom)+$/)
  })

  it('cuts off what a maker appended', () => {
    const bytes = sampleOf('an MP4 with a makers’ tail that is no box')
    expect(strip(bytes).length).toBeLessThan(bytes.length)
  })

  it('keeps all of a sound whose table tells samples and not bytes', () => {
    const sound = noise(4000)
    const front = box('ftyp', 'qt  ', be32(0), 'qt  ')
    const track = (at: number): Uint8Array =>
      trackBox({
        id: 1,
        handler: 'soun',
        handlerName: '',
        times: zeros(8),
        timescale: 44_100,
        duration: 2,
        description: soundEntry('sowt', 44_100, ''),
        samples: [sound.subarray(0, 2000), sound.subarray(2000)],
        offsets: [at, at + 2000],
      })
    const whole = bytesOf(
      front,
      box('mdat', sound),
      box('moov', movieHeader(zeros(8), 600, 600), track(front.length + 8)),
    )
    const bytes = Buffer.from(whole)
    const at = bytes.indexOf('stsz')
    // One size for all, in samples: 1.
    bytes.writeUInt32BE(1, at + 8)
    expect(strip(bytes).includes(Buffer.from(sound))).toBe(true)
  })

  it.each([
    ['frames that are JPEGs', 'cannot-clean', (bytes: Buffer) => bytes.write('jpeg', bytes.indexOf('avc1'), 'latin1')],
    ['data in another file', 'cannot-clean', (bytes: Buffer) => bytes.writeUInt8(0, bytes.indexOf('url ') + 7)],
    [
      'no track',
      'damaged',
      (bytes: Buffer) =>
        bytes
          .fill(0x61, bytes.indexOf('trak'), bytes.indexOf('trak') + 4)
          .write('free', bytes.lastIndexOf('trak'), 'latin1'),
    ],
    [
      'a box larger than the file',
      'damaged',
      (bytes: Buffer) => bytes.writeUInt32BE(0x7fff_ffff, bytes.indexOf('mdat') - 4),
    ],
  ])('refuses %s', (_what, because, change) => {
    const bytes = sampleOf('an MP4 with a place')
    change(bytes)
    expect(() => strip(bytes)).toThrow(because)
  })
})

describe('a preview track of JPEGs beside the film', () => {
  it('goes, and the film stays', () => {
    const [film, preview] = [noise(200), bytesOf('CANARY-preview-X', noise(30))]
    const front = box('ftyp', 'isom', be32(0), 'isom')
    const at = front.length + 8
    const track = (id: number, coding: string, sample: Uint8Array, offset: number): Uint8Array =>
      trackBox({
        id,
        handler: 'vide',
        handlerName: '',
        times: zeros(8),
        timescale: 600,
        duration: 600,
        description: videoEntry(coding, 16, 8, zeros(8), ''),
        samples: [sample],
        offsets: [offset],
      })
    const tracks = [track(1, 'avc1', film, at), track(2, 'jpeg', preview, at + film.length)]
    const movie = box('moov', movieHeader(zeros(8), 600, 600), ...tracks)
    const cleaned = strip(bytesOf(front, box('mdat', film, preview), movie))
    expect(cleaned.includes(Buffer.from(film))).toBe(true)
    expect(cleaned.includes('CANARY')).toBe(false)
    expect(cleaned.toString('latin1').match(/trak/g)).toHaveLength(1)
  })
})

describe('the ranges that stay', () => {
  const left = (fill: (ranges: ReturnType<typeof createRanges>) => void): string => {
    const bytes = new Uint8Array(12).fill(1)
    const ranges = createRanges()
    fill(ranges)
    ranges.zeroOutside(bytes, [
      { from: 2, to: 6 },
      { from: 8, to: 12 },
    ])
    return bytes.join('')
  }

  it.each<readonly [string, string, (ranges: ReturnType<typeof createRanges>) => void]>([
    ['none', '110000110000', () => undefined],
    ['one', '110110110000', (ranges) => ranges.add(3, 5)],
    ['two that overlap, out of order', '110111110000', (ranges) => (ranges.add(4, 6), ranges.add(3, 5))],
    ['one that is open', '110111110000', (ranges) => ranges.addOpen(3)],
    [
      'an open one up to the next',
      '110110110011',
      (ranges) => (ranges.addOpen(3), ranges.add(5, 5), ranges.addOpen(10)),
    ],
    ['the same open one twice', '110110110000', (ranges) => (ranges.addOpen(3), ranges.addOpen(3), ranges.add(5, 5))],
    ['one outside of the areas', '110000110000', (ranges) => (ranges.add(0, 2), ranges.add(6, 8), ranges.add(90, 99))],
    ['one that is too long', '110011110000', (ranges) => ranges.add(4, 1e15)],
  ])('are kept alone: %s', (_what, expected, fill) => {
    expect(left(fill)).toBe(expected)
  })
})
