import type { Allowance } from './allowance.ts'
import { ascii, plainBytes, u32 } from './bytes.ts'
import { stripGif } from './image/strip-gif.ts'
import { stripHeif } from './image/strip-heif.ts'
import { stripJpeg } from './image/strip-jpeg.ts'
import { stripPng } from './image/strip-png.ts'
import { stripWebp } from './image/strip-webp.ts'
import { stripAmr } from './audio/strip-amr.ts'
import { isMp3, stripMp3 } from './audio/strip-mp3.ts'
import { stripOgg } from './audio/strip-ogg.ts'
import { stripMovie } from './movie/strip-movie.ts'
import { stripWebm } from './movie/strip-webm.ts'
import { readZip, unpackMember } from './package/read-zip.ts'
import { stripOffice, typesPart } from './package/strip-office.ts'
import { stripOpenDocument, typeMember } from './package/strip-opendocument.ts'
import { stripPdf } from './pdf/strip-pdf.ts'
import { Refusal } from './refusal.ts'
import { stripText } from './strip-text.ts'

/** What kind of file it is, by its own bytes, and its cleaned bytes. */
export interface Stripped {
  readonly kind: 'image' | 'video' | 'audio' | 'file'
  readonly mediaType: string
  readonly bytes: Uint8Array
}

/** A package may hold packages (the sheet behind a chart), and those no further ones. */
const mostNesting = 2
const heifBrands = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'mif2', 'msf1', 'avif', 'avis'])
const quickTimeBoxes = new Set(['moov', 'mdat', 'wide', 'free', 'skip', 'pnot'])

/** Strips a file of a known format; throws a Refusal otherwise. `declared` is only asked for plain text. */
export function stripKnown(given: Uint8Array, allowance: Allowance, declared?: string, nesting = 0): Stripped {
  const bytes = plainBytes(given)
  const image = (mediaType: string, stripped: Uint8Array): Stripped => ({ kind: 'image', mediaType, bytes: stripped })
  const top = ascii(bytes, 0, 16)
  if (top.startsWith('\xff\xd8\xff')) return image('image/jpeg', stripJpeg(bytes))
  if (top.startsWith('\x89PNG\r\n\x1a\n')) return image('image/png', stripPng(bytes, allowance))
  if (top.startsWith('GIF87a') || top.startsWith('GIF89a')) return image('image/gif', stripGif(bytes))
  if (top.startsWith('RIFF') && top.slice(8, 12) === 'WEBP') return image('image/webp', stripWebp(bytes))
  if (top.slice(4, 8) === 'ftyp') return stripBrand(bytes, top.slice(8, 12))
  // The first number is the length of a box: in a text it would be larger than any file.
  if (quickTimeBoxes.has(top.slice(4, 8)) && u32(bytes, 0) <= bytes.length) return movie(bytes, 'qt  ')
  if (top.startsWith('OggS')) return { kind: 'audio', mediaType: 'audio/ogg', bytes: stripOgg(bytes) }
  if (top.startsWith('#!AMR')) return { kind: 'audio', ...stripAmr(bytes) }
  if (top.startsWith('\x1a\x45\xdf\xa3')) return webm(bytes)
  if (top.startsWith('%PDF-')) return { kind: 'file', mediaType: 'application/pdf', bytes: stripPdf(bytes, allowance) }
  if (top.startsWith('PK\x03\x04')) return stripPackage(bytes, allowance, nesting)
  if (top.startsWith('ID3') || isMp3(bytes)) return { kind: 'audio', mediaType: 'audio/mpeg', bytes: stripMp3(bytes) }
  return { kind: 'file', mediaType: 'text/plain', bytes: stripText(bytes, declared) }
}

function stripBrand(bytes: Uint8Array, brand: string): Stripped {
  if (!heifBrands.has(brand)) {
    // Raw pictures of a camera.
    if (brand === 'crx ') throw new Refusal('unknown-type')
    return movie(bytes, brand)
  }
  const brands = ascii(bytes, 8, Math.min(u32(bytes, 0), 256) - 8)
  const mediaType = /avi[fs]/.test(brands) ? 'image/avif' : 'image/heic'
  return { kind: 'image', mediaType, bytes: stripHeif(bytes) }
}

function movie(original: Uint8Array, brand: string): Stripped {
  const { bytes, hasVideo } = stripMovie(original)
  const kind = hasVideo ? 'video' : 'audio'
  const container =
    brand === 'qt  ' ? 'quicktime' : brand.startsWith('3g2') ? '3gpp2' : brand.startsWith('3g') ? '3gpp' : 'mp4'
  // Sound alone in a QuickTime file has no type of its own.
  return { kind, mediaType: `${container === 'quicktime' ? 'video' : kind}/${container}`, bytes }
}

function webm(original: Uint8Array): Stripped {
  const { bytes, isWebm, hasVideo } = stripWebm(original)
  const kind = hasVideo ? 'video' : 'audio'
  return { kind, mediaType: `${kind}/${isWebm ? 'webm' : 'x-matroska'}`, bytes }
}

function stripPackage(bytes: Uint8Array, allowance: Allowance, nesting: number): Stripped {
  if (nesting >= mostNesting) throw new Refusal('cannot-clean')
  const members = readZip(bytes)
  const deps = { allowance, strip: (inside: Uint8Array) => stripInside(inside, allowance, nesting + 1) }
  const type = members.find(({ name }) => name === typeMember)
  if (type !== undefined) {
    const mediaType = Buffer.from(unpackMember(type, allowance)).toString('latin1').trim()
    return { kind: 'file', mediaType, bytes: stripOpenDocument(members, mediaType, deps) }
  }
  if (!members.some(({ name }) => name === typesPart)) throw new Refusal('unknown-type')
  return { kind: 'file', ...stripOffice(members, deps) }
}

/** What a document holds has to be known, or the document as a whole cannot be cleaned. */
function stripInside(bytes: Uint8Array, allowance: Allowance, nesting: number): Uint8Array {
  try {
    return stripKnown(bytes, allowance, undefined, nesting).bytes
  } catch (error) {
    if (error instanceof Refusal && error.because === 'unknown-type') throw new Refusal('cannot-clean')
    throw error
  }
}
