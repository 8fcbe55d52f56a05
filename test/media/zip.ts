import { crc32, deflateRawSync } from 'node:zlib'
import { bytesOf, le16, le32, zeros } from './sample.ts'

/** A member of a zip: its name, its bytes, and whether they are packed. */
export type Member = readonly [name: string, bytes: string | Uint8Array, isStored?: boolean]

/** A zip as programs write it, with words in every field that takes some. */
export function zipOf(members: readonly Member[], extra = '', comment = ''): Uint8Array {
  const locals: Uint8Array[] = []
  const directory: Uint8Array[] = []
  let offset = 0
  for (const [name, data, isStored = false] of members) {
    const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data
    const packed = isStored ? bytes : deflateRawSync(bytes)
    const field = extra === '' ? zeros(0) : bytesOf(le16(0x5455), le16(extra.length), extra)
    const fields = bytesOf(
      le16(20),
      le16(0),
      le16(isStored ? 0 : 8),
      le16(0x6a2b),
      le16(0x5ac6),
      le32(crc32(bytes)),
      le32(packed.length),
      le32(bytes.length),
      le16(name.length),
      le16(field.length),
    )
    const local = bytesOf('PK\x03\x04', fields, name, field, packed)
    directory.push(
      bytesOf('PK\x01\x02', le16(0x0314), fields, le16(comment.length), zeros(8), le32(offset), name, field, comment),
    )
    locals.push(local)
    offset += local.length
  }
  const list = bytesOf(...directory)
  const count = le16(members.length)
  return bytesOf(
    ...locals,
    list,
    'PK\x05\x06',
    zeros(4),
    count,
    count,
    le32(list.length),
    le32(offset),
    le16(comment.length),
    comment,
  )
}
