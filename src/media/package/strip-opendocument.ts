import type { Allowance } from '../allowance.ts'
import { latin1 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { cleanPart, isPackedItself, type StripInside } from './clean-part.ts'
import type { XmlRules } from './filter-xml.ts'
import { unpackMember, type ZipMember } from './read-zip.ts'
import { writeZip, type ZipFile } from './write-zip.ts'

export const typeMember = 'mimetype'
const openDocument = /^application\/vnd\.oasis\.opendocument\.(?:text|spreadsheet|presentation|graphics)$/
/** What is drawn, and its list. */
const kept =
  /^(?:(?:Object \d+\/)?(?:content|styles)\.xml|META-INF\/manifest\.xml|(?:Object \d+\/)?(?:Pictures|Media|media|Fonts)\/.+)$/
/** Properties, previews, settings with printers, older versions, signatures: a document opens without them. */
const dropped =
  /^(?:(?:Object \d+\/)?(?:meta|settings|manifest)\.(?:xml|rdf)|(?:Object \d+\/)?Configurations2\/.*|Thumbnails\/.*|ObjectReplacements\/.*|Versions\/.*|VersionList\.xml|META-INF\/.*signatures\.xml|layout-cache|mimetype)$/

/** An ODT, ODS or ODP with what is drawn and nothing else, each part cleaned; other parts (macros, OLE) stop everything. */
export function stripOpenDocument(
  members: readonly ZipMember[],
  mediaType: string,
  deps: { readonly allowance: Allowance; readonly strip: StripInside },
): Uint8Array {
  if (!openDocument.test(mediaType)) throw new Refusal('unknown-type')
  if (!members.some(({ name }) => name === 'content.xml')) throw new Refusal('damaged')
  const files: ZipFile[] = [{ name: typeMember, bytes: latin1(mediaType), isStored: true }]
  for (const member of members) {
    if (dropped.test(member.name)) continue
    if (!kept.test(member.name)) throw new Refusal('cannot-clean')
    const bytes = cleanPart(member.name, unpackMember(member, deps.allowance), openDocumentRules, deps.strip)
    files.push({ name: member.name, bytes, isStored: isPackedItself(member.name) })
  }
  return writeZip(files)
}

const signed = new Set(['annotation', 'change-info'])
const drawn = new Set(['frame', 'g', 'custom-shape', 'image', 'object'])
/** Where a link leads out of the package and into somebody's folders. */
const pathLink = /^(?:file:|\/|\.\.\/|[a-z]:|\\)/i

const openDocumentRules: XmlRules = {
  tag({ name, attributes, around }) {
    const parent = around.at(-1) ?? ''
    if (signed.has(parent) && /^(?:date|date-string|creator-initials|sender-initials)$/.test(name)) return 'drop'
    if (drawn.has(parent) && (name === 'title' || name === 'desc')) return 'drop'
    if (name === 'encryption-data' || name === 'binary-data') throw new Refusal('cannot-clean')
    const path = attributes.get('manifest:full-path')
    if (path !== undefined && path !== '/' && !kept.test(path) && !/^Object \d+\/$/.test(path)) return 'drop'
    const changed = new Map<string, string>()
    let isChanged = false
    for (const [key, value] of attributes) {
      const isGone = /(?:^|:|-)rsid$/.test(key) || (key === 'draw:name' && name === 'frame')
      const result = key === 'xlink:href' && pathLink.test(value) ? '' : value
      isChanged ||= isGone || result !== value
      if (!isGone) changed.set(key, result)
    }
    return isChanged ? changed : attributes
  },
  text: (text, around) => (around.at(-1) === 'creator' && signed.has(around.at(-2) ?? '') ? 'Author' : text),
}
