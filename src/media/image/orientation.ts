import { ascii, be16, be32, joined, u16, u16le, u32, u32le } from '../bytes.ts'

/** EXIF's number for how a picture is to be turned: 1 = not at all, up to 8. */
export type Orientation = number

const orientationTag = 0x0112
const typeShort = 3

/** The orientation that a TIFF header and its first directory tell; 1 where they tell none, or make no sense. */
export function readOrientation(tiff: Uint8Array): Orientation {
  const order = ascii(tiff, 0, 4)
  const isLittle = order === 'II*\0'
  if (!isLittle && order !== 'MM\0*') return 1
  if (tiff.length < 10) return 1
  const short = isLittle ? u16le : u16
  const directory = (isLittle ? u32le : u32)(tiff, 4)
  if (directory + 2 > tiff.length) return 1
  const end = Math.min(directory + 2 + short(tiff, directory) * 12, tiff.length)
  for (let at = directory + 2; at + 12 <= end; at += 12) {
    if (short(tiff, at) !== orientationTag || short(tiff, at + 2) !== typeShort) continue
    const value = short(tiff, at + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** A TIFF header with one directory that has this one entry. */
export function writeOrientation(orientation: Orientation): Uint8Array {
  return joined([
    Uint8Array.of(0x4d, 0x4d, 0, 42),
    be32(8),
    be16(1),
    be16(orientationTag),
    be16(typeShort),
    be32(1),
    be16(orientation),
    be16(0),
    be32(0),
  ])
}
