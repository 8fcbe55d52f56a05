import { inflateRawSync, inflateSync } from 'node:zlib'

/** Plants words and bytes that must not survive, and remembers them. */
export interface Planter {
  /** A word to be planted, told apart by where it stands. */
  word(place: string): string
  /** Eight bytes to be planted where numbers stand: a coordinate, a time. */
  number(place: string): Uint8Array
  readonly planted: readonly string[]
}

export function createPlanter(): Planter {
  const planted: string[] = []
  const word = (place: string): string => {
    const name = `CANARY-${place.replace(/[^a-z]/g, '-')}-X`
    planted.push(name)
    return name
  }
  return {
    word,
    number(place) {
      const name = word(`n-${place}`)
      const bytes = numberOf(name)
      numbers.set(Buffer.from(bytes).toString('latin1'), name)
      return bytes
    },
    planted,
  }
}

/** Numbers ever planted, by their bytes. */
const numbers = new Map<string, string>()

function numberOf(name: string): Uint8Array {
  let state = 0x9e37_79b9
  const bytes = [...name].map((char) => {
    state = Math.imul(state ^ char.charCodeAt(0), 0x0100_0193)
    return state >>> 24
  })
  return Uint8Array.from([0xc5, ...bytes.slice(-7)])
}

/** Every canary in these bytes: in Latin-1, UTF-16, hexadecimal, and inside whatever is deflated, at any depth. */
export function findCanaries(bytes: Uint8Array, depth = 0): ReadonlySet<string> {
  const found = new Set<string>()
  const buffer = Buffer.from(bytes)
  const text = buffer.toString('latin1')
  const hex = text.replace(/<([0-9A-Fa-f\s]+)>/g, (_all, digits: string) =>
    Buffer.from(digits.replace(/\s/g, ''), 'hex').toString('latin1'),
  )
  for (const form of [text, text.replaceAll('\0', ''), hex, hex.replaceAll('\0', '')])
    for (const [name] of form.matchAll(/CANARY-[a-z-]+-X/g)) found.add(name)
  for (const [number, name] of numbers) if (text.includes(number)) found.add(name)
  if (depth > 4) return found
  for (const packed of packedIn(buffer)) for (const name of findCanaries(packed, depth + 1)) found.add(name)
  return found
}

function packedIn(bytes: Buffer): readonly Uint8Array[] {
  const unpacked: Uint8Array[] = []
  const attempt = (unpack: () => Uint8Array): void => {
    try {
      const result = unpack()
      if (result.length > 4) unpacked.push(result)
    } catch {
      // Not packed after all.
    }
  }
  for (let at = bytes.indexOf(0x78); at >= 0; at = bytes.indexOf(0x78, at + 1))
    if (bytes.length > at + 1 && bytes.readUInt16BE(at) % 31 === 0) attempt(() => inflateSync(bytes.subarray(at)))
  for (let at = bytes.indexOf('PK\x03\x04'); at >= 0; at = bytes.indexOf('PK\x03\x04', at + 4)) {
    const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    if (bytes.readUInt16LE(at + 8) === 8) attempt(() => inflateRawSync(bytes.subarray(start)))
  }
  return unpacked
}
