import type { Allowance } from '../allowance.ts'
import { lastIndexOfText, part, u16le, u32le } from '../bytes.ts'
import { Refusal } from '../refusal.ts'

/** A file in a zip, still packed. */
export interface ZipMember {
  readonly name: string
  readonly packed: Uint8Array
  readonly isDeflated: boolean
}

const mostMembers = 5000

/** The members of a zip by its directory; what the directory does not name is not seen. Folders are left out. */
export function readZip(bytes: Uint8Array): readonly ZipMember[] {
  const end = lastIndexOfText(bytes, 'PK\x05\x06')
  if (end < 0) throw new Refusal('damaged')
  const count = u16le(bytes, end + 10)
  const members = new Map<string, ZipMember>()
  let at = u32le(bytes, end + 16)
  if (count > mostMembers) throw new Refusal('too-large')
  for (let i = 0; i < count; i++) {
    if (u32le(bytes, at) !== 0x0201_4b50) throw new Refusal('damaged')
    const flags = u16le(bytes, at + 8)
    const method = u16le(bytes, at + 10)
    const nameLength = u16le(bytes, at + 28)
    const name = Buffer.from(part(bytes, at + 46, at + 46 + nameLength)).toString('utf8')
    const local = u32le(bytes, at + 42)
    const from = local + 30 + u16le(bytes, local + 26) + u16le(bytes, local + 28)
    const packed = part(bytes, from, from + u32le(bytes, at + 20))
    at += 46 + nameLength + u16le(bytes, at + 30) + u16le(bytes, at + 32)
    if (name.endsWith('/')) continue
    // Encrypted, or packed in a way that office programs do not use.
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) throw new Refusal('cannot-clean')
    if (members.has(name)) throw new Refusal('damaged')
    members.set(name, { name, packed, isDeflated: method === 8 })
  }
  return [...members.values()]
}

/** A member's own bytes. What is not packed counts against the allowance too: many members may share the same bytes. */
export function unpackMember(member: ZipMember, allowance: Allowance): Uint8Array {
  if (member.isDeflated) return allowance.unpack(member.packed, 'raw')
  allowance.spend(member.packed.length)
  return member.packed
}
