import { crc32, deflateRawSync } from 'node:zlib'
import { be32, joined, le16, le32 } from '../bytes.ts'

/** A file for a zip. */
export interface ZipFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** Already packed by its own format, or required to be plain. */
  readonly isStored: boolean
}

/** The first day that a zip can tell: 1 January 1980. */
const date = 0x21
const usesUtf8 = 0x0800

/** A zip of these files: no dates, no comments, no extra fields. */
export function writeZip(files: readonly ZipFile[]): Uint8Array {
  const parts: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const { name, bytes, isStored } of files) {
    const data = isStored ? bytes : deflateRawSync(bytes)
    const nameBytes = new TextEncoder().encode(name)
    const fields = joined([
      le16(20),
      le16(usesUtf8),
      le16(isStored ? 0 : 8),
      le16(0),
      le16(date),
      le32(crc32(bytes)),
      le32(data.length),
      le32(bytes.length),
      le16(nameBytes.length),
      le16(0),
    ])
    const local = joined([be32(0x504b_0304), fields, nameBytes, data])
    parts.push(local)
    directory.push(be32(0x504b_0102), le16(20), fields, new Uint8Array(10), le32(offset), nameBytes)
    offset += local.length
  }
  const list = joined(directory)
  const count = le16(files.length)
  const end = [be32(0x504b_0506), le32(0), count, count, le32(list.length), le32(offset), le16(0)]
  return joined([...parts, list, ...end])
}
