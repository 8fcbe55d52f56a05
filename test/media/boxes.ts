import { be16, be32, bytesOf, zeros } from './sample.ts'

/** A box of the ISO base media format. */
export function box(type: string, ...parts: readonly (Uint8Array | readonly number[] | string)[]): Uint8Array {
  const body = bytesOf(...parts)
  return bytesOf(be32(body.length + 8), type, body)
}

/** A box with a version and flags. */
export function fullBox(
  type: string,
  version: number,
  flags: number,
  ...parts: readonly (Uint8Array | readonly number[] | string)[]
): Uint8Array {
  return box(type, [version, flags >> 16, (flags >> 8) & 255, flags & 255], ...parts)
}

export const handlerBox = (type: string, name: string, maker = '\0\0\0\0'): Uint8Array =>
  fullBox('hdlr', 0, 0, zeros(4), type, maker, zeros(8), name, '\0')

export const dataInformation = box('dinf', fullBox('dref', 0, 0, be32(1), fullBox('url ', 0, 1)))
export const identity = bytesOf(be32(0x1_0000), zeros(12), be32(0x1_0000), zeros(12), be32(0x4000_0000))

/** What a track of a movie is made of. */
export interface TrackParts {
  readonly id: number
  readonly handler: string
  readonly handlerName: string
  readonly maker?: string
  /** Eight bytes: when it was made, when it was changed. */
  readonly times: Uint8Array
  readonly size?: readonly [number, number]
  readonly timescale: number
  readonly duration: number
  readonly description: Uint8Array
  readonly samples: readonly Uint8Array[]
  /** Where each chunk of one sample starts in the file. */
  readonly offsets: readonly number[]
  readonly hasLongOffsets?: boolean
  /** Which samples can be decoded alone, from 1. */
  readonly keyFrames?: readonly number[]
  /** Boxes at the ends of trak, mdia, minf and stbl. */
  readonly more?: { readonly trak?: Uint8Array; readonly minf?: Uint8Array; readonly stbl?: Uint8Array }
}

/** A track with one sample in each chunk. */
export function trackBox(parts: TrackParts): Uint8Array {
  const { samples, offsets, more = {} } = parts
  const [width, height] = parts.size ?? [0, 0]
  const none = new Uint8Array()
  const header = fullBox(
    'tkhd',
    0,
    7,
    parts.times,
    be32(parts.id),
    zeros(4),
    be32(parts.duration),
    zeros(8),
    zeros(8),
    identity,
    be32(width * 0x1_0000),
    be32(height * 0x1_0000),
  )
  const each = Math.floor(parts.duration / Math.max(samples.length, 1))
  const table = box(
    'stbl',
    fullBox('stsd', 0, 0, be32(1), parts.description),
    fullBox('stts', 0, 0, be32(1), be32(samples.length), be32(each)),
    ...(parts.keyFrames === undefined
      ? []
      : [fullBox('stss', 0, 0, be32(parts.keyFrames.length), ...parts.keyFrames.map(be32))]),
    fullBox('stsc', 0, 0, be32(1), be32(1), be32(1), be32(1)),
    fullBox('stsz', 0, 0, be32(0), be32(samples.length), ...samples.map((sample) => be32(sample.length))),
    parts.hasLongOffsets === true
      ? fullBox('co64', 0, 0, be32(offsets.length), ...offsets.map((offset) => bytesOf(be32(0), be32(offset))))
      : fullBox('stco', 0, 0, be32(offsets.length), ...offsets.map(be32)),
    more.stbl ?? none,
  )
  const kind = parts.handler === 'vide' ? fullBox('vmhd', 0, 1, zeros(8)) : fullBox('smhd', 0, 0, zeros(4))
  return box(
    'trak',
    header,
    box(
      'mdia',
      fullBox('mdhd', 0, 0, parts.times, be32(parts.timescale), be32(parts.duration), be16(0x15c7), be16(0)),
      handlerBox(parts.handler, parts.handlerName, parts.maker),
      box('minf', kind, dataInformation, table, more.minf ?? none),
    ),
    more.trak ?? none,
  )
}

export const videoEntry = (
  type: string,
  width: number,
  height: number,
  /** Eight bytes: version, revision, maker. */
  maker: Uint8Array,
  compressor: string,
  ...boxes: readonly Uint8Array[]
): Uint8Array =>
  box(
    type,
    zeros(6),
    be16(1),
    maker,
    zeros(8),
    be16(width),
    be16(height),
    be32(0x48_0000),
    be32(0x48_0000),
    zeros(4),
    be16(1),
    compressor.slice(0, 32).padEnd(32, '\0'),
    be16(24),
    be16(0xffff),
    ...boxes,
  )

export const soundEntry = (type: string, rate: number, maker: string, ...boxes: readonly Uint8Array[]): Uint8Array =>
  box(
    type,
    zeros(6),
    be16(1),
    zeros(4),
    maker.slice(0, 4).padEnd(4, '\0'),
    be16(1),
    be16(16),
    zeros(4),
    be16(rate),
    zeros(2),
    ...boxes,
  )

export const movieHeader = (times: Uint8Array, timescale: number, duration: number): Uint8Array =>
  fullBox(
    'mvhd',
    0,
    0,
    times,
    be32(timescale),
    be32(duration),
    be32(0x1_0000),
    be16(0x100),
    zeros(10),
    identity,
    zeros(24),
    be32(9),
  )
