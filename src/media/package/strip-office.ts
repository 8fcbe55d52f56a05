import type { Allowance } from '../allowance.ts'
import { Refusal } from '../refusal.ts'
import { cleanPart, isPackedItself, type StripInside } from './clean-part.ts'
import { filterXml } from './filter-xml.ts'
import { createOfficeRules } from './office-rules.ts'
import { unpackMember, type ZipMember } from './read-zip.ts'
import { cleanRelationships, relationshipsOf } from './relationships.ts'
import { writeZip, type ZipFile } from './write-zip.ts'

const office = 'application/vnd.openxmlformats-officedocument.'
/** The type of the main part, and of the whole file. Those with macros are not among them. */
const mediaTypes: Readonly<Record<string, string>> = {
  [`${office}wordprocessingml.document.main+xml`]: `${office}wordprocessingml.document`,
  [`${office}spreadsheetml.sheet.main+xml`]: `${office}spreadsheetml.sheet`,
  [`${office}presentationml.presentation.main+xml`]: `${office}presentationml.presentation`,
  [`${office}presentationml.slideshow.main+xml`]: `${office}presentationml.slideshow`,
}
export const typesPart = '[Content_Types].xml'

/**
 * A DOCX, XLSX or PPTX with the parts that its document leads to, each cleaned: no properties, previews, signatures, people,
 * templates or printers. Pictures and sheets inside are stripped like files of their own.
 */
export function stripOffice(
  members: readonly ZipMember[],
  deps: { readonly allowance: Allowance; readonly strip: StripInside },
): { readonly mediaType: string; readonly bytes: Uint8Array } {
  const byName = new Map(members.map((member) => [member.name.toLowerCase(), member]))
  const read = (name: string): Uint8Array | undefined => {
    const member = byName.get(name.toLowerCase())
    return member === undefined ? undefined : unpackMember(member, deps.allowance)
  }
  const types = read(typesPart)
  if (types === undefined) throw new Refusal('damaged')
  const kept = new Set<string>()
  const waiting: string[] = ['']
  const files: ZipFile[] = []
  const meet = (name: string): boolean => {
    const member = byName.get(name.toLowerCase())
    if (member === undefined) return false
    if (!kept.has(member.name)) {
      kept.add(member.name)
      waiting.push(member.name)
    }
    return true
  }
  for (let part = waiting.pop(); part !== undefined; part = waiting.pop()) {
    if (part !== '') {
      const bytes = cleanPart(part, read(part) ?? new Uint8Array(), createOfficeRules(), deps.strip)
      files.push({ name: part, bytes, isStored: isPackedItself(part) })
    }
    const name = relationshipsOf(part)
    const relationships = read(name)
    if (relationships !== undefined)
      files.push({ name, bytes: cleanRelationships(relationships, part, meet), isStored: false })
    // The first part that is met is the document.
    if (part === '' && kept.size !== 1) throw new Refusal('damaged')
  }
  const [main = ''] = kept
  const { bytes, mainType } = cleanTypes(types, kept, main)
  const mediaType = mediaTypes[mainType]
  if (mediaType === undefined) throw new Refusal(mainType.includes('macroEnabled') ? 'cannot-clean' : 'unknown-type')
  return { mediaType, bytes: writeZip([{ name: typesPart, bytes, isStored: false }, ...files]) }
}

/** The list of types without those of parts that are gone. */
function cleanTypes(
  types: Uint8Array,
  kept: ReadonlySet<string>,
  main: string,
): { readonly bytes: Uint8Array; readonly mainType: string } {
  const names = new Set([...kept].map((name) => `/${name}`.toLowerCase()))
  let mainType = ''
  const bytes = filterXml(types, {
    tag({ name, attributes }) {
      if (name !== 'Override') return attributes
      const part = (attributes.get('PartName') ?? '').toLowerCase()
      if (part === `/${main}`.toLowerCase()) mainType = attributes.get('ContentType') ?? ''
      return names.has(part) ? attributes : 'drop'
    },
  })
  return { bytes, mainType }
}
