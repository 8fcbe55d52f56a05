import { ascii, u32le } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { filterXml, localName, type XmlRules } from './filter-xml.ts'

/** Strips a file inside a package: a picture, a sound, a sheet behind a chart. */
export type StripInside = (bytes: Uint8Array) => Uint8Array

const fontNames = /\.(?:odttf|fntdata|ttf|otf)$/i

/** A part of a package without metadata. XML goes through `rules`; what cannot be cleaned stops everything. */
export function cleanPart(name: string, bytes: Uint8Array, rules: XmlRules, strip: StripInside): Uint8Array {
  const top = ascii(bytes, 0, 1024)
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  if (top.startsWith('<')) return filterXml(bytes, /^(?:<[?!][^>]*>\s*)*<(?:\w+:)?svg\b/.test(top) ? svgRules : rules)
  if (fontNames.test(name)) return bytes
  if (ascii(bytes, 40, 4) === ' EMF') return cleanEmf(bytes)
  if (isWmf(bytes)) return bytes
  return strip(bytes)
}

/** True for what is packed by its own format. */
export function isPackedItself(name: string): boolean {
  return /\.(?:jpe?g|png|gif|webp|mp4|m4a|m4v|mov|mp3|webm|ogg|docx|xlsx|pptx)$/i.test(name)
}

const svgRules: XmlRules = {
  tag({ name, attributes }) {
    if (name === 'metadata' || name === 'namedview') return 'drop'
    const kept = [...attributes].filter(([key]) => !/^(?:inkscape|sodipodi):/.test(key))
    for (const [key, value] of kept) {
      // A picture inside a picture, written as text; or a path.
      if (localName(key) === 'href' && /^\s*(?:data|file):/i.test(value)) throw new Refusal('cannot-clean')
    }
    return kept.length === attributes.size ? attributes : new Map(kept)
  },
}

/** The header of an EMF may name the program and the document. */
function cleanEmf(bytes: Uint8Array): Uint8Array {
  const cleaned = bytes.slice()
  const length = u32le(bytes, 60) * 2
  const from = u32le(bytes, 64)
  if (length > 0) cleaned.fill(0, from, from + length)
  return cleaned
}

/** A Windows metafile has drawing commands only. */
function isWmf(bytes: Uint8Array): boolean {
  const magic = bytes.length < 18 ? 0 : u32le(bytes, 0)
  return magic === 0x9ac6_cdd7 || magic === 0x0009_0001
}
