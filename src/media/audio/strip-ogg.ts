import { ascii, indexOfText, latin1, le32, part, u32le, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createWriter } from '../writer.ts'

/** A codec by how its first packet starts, and how its second starts, the one that holds the comments. */
const codecs = [
  { first: 'OpusHead', comment: 'OpusTags', end: '' },
  { first: '\x01vorbis', comment: '\x03vorbis', end: '\x01' },
  { first: 'Speex   ', comment: '', end: '' },
] as const

interface Stream {
  readonly codec: (typeof codecs)[number]
  /** Which packet the next byte belongs to. */
  packet: number
  /** How much of the comment packet was seen. */
  commentLength: number
}

/**
 * An Ogg file of Opus, Vorbis or Speex with its sound byte for byte. The packet of comments keeps its length and says
 * nothing: no vendor, no comments, zeros. What belongs to no page is left out.
 */
export function stripOgg(original: Uint8Array): Uint8Array {
  const kept = createWriter(original.length)
  const streams = new Map<number, Stream>()
  for (let at = 0; at >= 0 && at < original.length; at = indexOfText(original, 'OggS', at)) {
    const page = readPage(original, at)
    // A recording that was cut off ends in half a page.
    if (page === undefined) break
    at += page.length
    const serial = u32le(page, 14)
    let stream = streams.get(serial)
    if ((u8(page, 5) & 2) !== 0) {
      const codec = codecs.find(({ first }) => ascii(page, 27 + u8(page, 26), first.length) === first)
      if (codec === undefined) throw new Refusal('unknown-type')
      stream = { codec, packet: 0, commentLength: 0 }
      streams.set(serial, stream)
    }
    if (stream === undefined) throw new Refusal('damaged')
    kept.add(stream.packet < 2 ? cleanPage(page, stream) : page)
  }
  if (![...streams.values()].some(({ packet }) => packet >= 2)) throw new Refusal('damaged')
  return kept.bytes()
}

function readPage(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (at + 27 > bytes.length) return undefined
  const segments = u8(bytes, at + 26)
  if (at + 27 + segments > bytes.length) return undefined
  let end = at + 27 + segments
  for (let i = 0; i < segments; i++) end += u8(bytes, at + 27 + i)
  return end > bytes.length ? undefined : part(bytes, at, end)
}

/** Writes over what the page has of the comment packet. */
function cleanPage(original: Uint8Array, stream: Stream): Uint8Array {
  const page = original.slice()
  const segments = u8(page, 26)
  let at = 27 + segments
  for (let i = 0; i < segments; i++) {
    const length = u8(page, 27 + i)
    if (stream.packet === 1) {
      const empty = emptyComment(stream.codec)
      for (let j = 0; j < length; j++) page[at + j] = empty[stream.commentLength + j] ?? 0
      stream.commentLength += length
    }
    at += length
    // A full segment goes on in the next.
    if (length === 255) continue
    if (stream.packet === 1 && stream.commentLength < emptyComment(stream.codec).length) throw new Refusal('damaged')
    stream.packet++
  }
  page.fill(0, 22, 26)
  page.set(le32(checksum(page)), 22)
  return page
}

function emptyComment({ comment, end }: Stream['codec']): Uint8Array {
  return latin1(`${comment}\0\0\0\0\0\0\0\0${end}`)
}

/** Ogg's own CRC-32: polynomial 04C11DB7, not reflected, from 0. */
const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index << 24
  for (let bit = 0; bit < 8; bit++) value = (value << 1) ^ (value < 0 ? 0x04c1_1db7 : 0)
  return value
})

function checksum(page: Uint8Array): number {
  let crc = 0
  for (const byte of page) crc = (crc << 8) ^ (crcTable[((crc >>> 24) & 0xff) ^ byte] ?? 0)
  return crc
}
