import { ascii } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { nameAt, valueAt, type PdfDict, type PdfValue } from './pdf-value.ts'

/** How a reference is used, where that matters. */
export type Role = 'any' | 'profile'

/** Who made the document, when, with what; private data of programs; thumbnails; texts that hold paths of pictures. */
const dropped = new Set(
  (
    'Metadata PieceInfo LastModified Thumb Info CreationDate ModDate Author Creator Producer Keywords CreatorInfo ' +
    'SpiderInfo Alt Legal DSS Perms ID'
  ).split(' '),
)
/** What cannot be cleaned: signatures, whole files inside, forms of another kind, data elsewhere. */
const unclean = new Set(['ByteRange', 'XFA', 'EF', 'EmbeddedFiles', 'AF', 'RichMediaContent', '3DD'])
/** Paths on somebody's disk. */
const pathKeys = new Set(['F', 'UF', 'DOS', 'Mac', 'Unix', 'Win'])
const pathActions = new Set(['Launch', 'GoToR', 'GoToE', 'ImportData'])
/** Of notes and marks on a page: who wrote them, when, their own ids, and their words once more, with a program's name. */
const noteKeys = new Set(['T', 'M', 'NM', 'RC'])

/** The value without what tells of people, devices and times. `meet` is told of every reference that stays. */
export function cleanValue(value: PdfValue, meet: (id: number, role: Role) => void): PdfValue {
  switch (value.kind) {
    case 'dict':
      return cleanDict(value, meet)
    case 'array': {
      const isProfile = value.items[0]?.kind === 'name' && value.items[0].name === 'ICCBased'
      for (const item of value.items) if (item.kind === 'ref') meet(item.id, isProfile ? 'profile' : 'any')
      return { kind: 'array', items: value.items.map((item) => (item.kind === 'ref' ? item : cleanValue(item, meet))) }
    }
    case 'ref':
      meet(value.id, 'any')
      return value
    case 'name':
    case 'number':
    case 'string':
    case 'word':
      return value
    default:
      value satisfies never
      return value
  }
}

function cleanDict(dict: PdfDict, meet: (id: number, role: Role) => void): PdfValue {
  const entries: [string, PdfValue][] = []
  for (const [key, value] of dict.entries) {
    if (unclean.has(key)) throw new Refusal('cannot-clean')
    if (isDropped(dict, key) || isFileLink(key, value)) continue
    if (key === 'DestOutputProfile' && value.kind === 'ref') {
      meet(value.id, 'profile')
      entries.push([key, value])
    } else entries.push([key, cleanValue(value, meet)])
  }
  return { kind: 'dict', entries }
}

function isDropped(dict: PdfDict, key: string): boolean {
  if (dropped.has(key)) return true
  if (noteKeys.has(key)) return isNote(dict) || (key === 'T' && isStructure(dict))
  if (!pathKeys.has(key)) return false
  const type = nameAt(dict, 'Type')
  return type === 'Filespec' || type === 'F' || pathActions.has(nameAt(dict, 'S'))
}

/** A link to a file on somebody's disk, written as an address. */
function isFileLink(key: string, value: PdfValue): boolean {
  return key === 'URI' && value.kind === 'string' && /^\(\s*file:/i.test(ascii(value.raw, 0, 20))
}

/** A note or mark on a page, and no field of a form, whose /T is its name. */
function isNote(dict: PdfDict): boolean {
  return valueAt(dict, 'Rect') !== undefined && nameAt(dict, 'Subtype') !== 'Widget'
}

function isStructure(dict: PdfDict): boolean {
  return nameAt(dict, 'Type') === 'StructElem' || (valueAt(dict, 'S') !== undefined && valueAt(dict, 'P') !== undefined)
}
