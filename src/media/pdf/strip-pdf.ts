import { deflateSync } from 'node:zlib'
import type { Allowance } from '../allowance.ts'
import { ascii, latin1 } from '../bytes.ts'
import { cleanColorProfile } from '../image/color-profile.ts'
import { stripJpeg } from '../image/strip-jpeg.ts'
import { Refusal } from '../refusal.ts'
import { createWriter, type Writer } from '../writer.ts'
import { cleanValue, type Role } from './clean-value.ts'
import { openPdf } from './open-pdf.ts'
import { nameAt, numberValue, valueAt, writeValue, type PdfValue } from './pdf-value.ts'
import type { PdfObject } from './read-object.ts'
import { filtersOf, unpackStream } from './unpack-stream.ts'

const mostId = 8_388_607

/**
 * A PDF written anew from what its pages are made of, with its content streams byte for byte. What no page leads to is not
 * written: the Info dictionary, XMP, thumbnails, private data of programs, older revisions, anything between objects.
 */
export function stripPdf(bytes: Uint8Array, allowance: Allowance): Uint8Array {
  const pdf = openPdf(bytes, allowance)
  const out = createWriter(bytes.length)
  const version = /^\d\.\d$/.exec(ascii(bytes, 5, 3))?.[0] ?? '1.7'
  out.add(latin1(`%PDF-${version}\n%\xe2\xe3\xcf\xd3\n`))
  const roles = new Map<number, Role>()
  const waiting: number[] = []
  const written: { readonly id: number; readonly generation: number; readonly offset: number }[] = []
  const meet = (id: number, role: Role): void => {
    const known = roles.get(id)
    if (known === role || id < 1 || id > mostId) return
    // A profile that is also something else would be written before it is known as one.
    if (known !== undefined) throw new Refusal('cannot-clean')
    roles.set(id, role)
    waiting.push(id)
  }
  meet(pdf.root.id, 'any')
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const object = pdf.load(id)
    if (object === undefined) continue
    if (id === pdf.root.id && nameAt(object.value, 'Type') !== 'Catalog') throw new Refusal('damaged')
    written.push({ id, generation: object.generation, offset: out.length })
    writeObject(out, cleanObject(object, roles.get(id) ?? 'any', meet, allowance))
  }
  writeEnd(out, written, pdf.root)
  return out.bytes()
}

function cleanObject(
  object: PdfObject,
  role: Role,
  meet: (id: number, role: Role) => void,
  allowance: Allowance,
): PdfObject {
  const { value, data } = object
  if (data === undefined) return { ...object, value: cleanValue(value, meet) }
  // A stream whose data are in another file, or that is one itself.
  if (valueAt(value, 'F') !== undefined || nameAt(value, 'Type') === 'EmbeddedFile') throw new Refusal('cannot-clean')
  if (value.kind !== 'dict') throw new Refusal('damaged')
  const cleaned = cleanData(value, data, role, allowance)
  const packing = cleaned.isPlainFlate ? new Set(['Length', 'Filter', 'DecodeParms']) : new Set(['Length'])
  const entries = value.entries.filter(([key]) => !packing.has(key))
  const rest = cleanValue({ kind: 'dict', entries }, meet)
  const flate: readonly (readonly [string, PdfValue])[] = cleaned.isPlainFlate
    ? [['Filter', { kind: 'name', name: 'FlateDecode' }]]
    : []
  const kept = rest.kind === 'dict' ? rest.entries : []
  return {
    ...object,
    value: { kind: 'dict', entries: [...kept, ...flate, ['Length', numberValue(cleaned.data.length)]] },
    data: cleaned.data,
  }
}

/** Pictures and colour profiles carry metadata of their own; every other stream stays as it is. */
function cleanData(
  dict: PdfValue,
  data: Uint8Array,
  role: Role,
  allowance: Allowance,
): { readonly data: Uint8Array; readonly isPlainFlate: boolean } {
  if (role === 'profile') {
    const cleaned = cleanColorProfile(unpackStream(dict, data, allowance))
    if (cleaned === undefined) throw new Refusal('cannot-clean')
    return { data: deflateSync(cleaned), isPlainFlate: true }
  }
  const filters = filtersOf(dict)
  if (filters.includes('JPXDecode') || filters.includes('Crypt')) throw new Refusal('cannot-clean')
  if (!filters.includes('DCTDecode')) return { data, isPlainFlate: false }
  if (filters.length === 1) return { data: stripJpeg(data), isPlainFlate: false }
  const hasOptions = valueAt(dict, 'DecodeParms') !== undefined
  if (filters.length > 2 || filters[0] !== 'FlateDecode' || hasOptions) throw new Refusal('cannot-clean')
  return { data: deflateSync(stripJpeg(allowance.unpack(data, 'zlib'))), isPlainFlate: false }
}

function writeObject(out: Writer, { id, generation, value, data }: PdfObject): void {
  out.add(latin1(`${id} ${generation} obj\n`), writeValue(value))
  if (data !== undefined) out.add(latin1('\nstream\n'), data, latin1('\nendstream'))
  out.add(latin1('\nendobj\n'))
}

function writeEnd(
  out: Writer,
  written: readonly { readonly id: number; readonly generation: number; readonly offset: number }[],
  root: { readonly id: number; readonly generation: number },
): void {
  const byId = new Map(written.map((object) => [object.id, object]))
  const last = written.reduce((most, { id }) => Math.max(most, id), 0)
  const start = out.length
  // The first entry heads the list of free objects; where the ids leave gaps a new section starts.
  out.add(latin1('xref\n0 1\n0000000000 65535 f \n'))
  const ids = [...byId.keys()].sort((a, b) => a - b)
  for (let i = 0; i < ids.length;) {
    const first = ids[i] ?? 0
    let count = 1
    while (ids[i + count] === first + count) count++
    out.add(latin1(`${first} ${count}\n`))
    for (const id of ids.slice(i, i + count)) {
      const object = byId.get(id)
      const [offset, generation] = [String(object?.offset ?? 0), String(object?.generation ?? 0)]
      out.add(latin1(`${offset.padStart(10, '0')} ${generation.padStart(5, '0')} n \n`))
    }
    i += count
  }
  const trailer: PdfValue = {
    kind: 'dict',
    entries: [
      ['Size', numberValue(last + 1)],
      ['Root', { kind: 'ref', id: root.id, generation: root.generation }],
    ],
  }
  out.add(latin1('trailer\n'), writeValue(trailer), latin1(`\nstartxref\n${start}\n%%EOF\n`))
}
