import { bytesOf, le32 } from './sample.ts'

/** Ogg's check sum, bit by bit. */
function checksumOf(bytes: Uint8Array): number {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc < 0 ? (crc << 1) ^ 0x04c1_1db7 : crc << 1
  }
  return crc >>> 0
}

/** An Ogg file of one stream; each group of packets starts on a page of its own. */
export function oggPages(groups: readonly (readonly Uint8Array[])[], granules: readonly number[] = []): Uint8Array {
  const pages: Uint8Array[] = []
  groups.forEach((packets, group) => {
    const segments: { readonly length: number; readonly data: Uint8Array; readonly isLast: boolean }[] = []
    for (const packet of packets)
      for (let at = 0; at <= packet.length; at += 255) {
        const data = packet.subarray(at, at + 255)
        segments.push({ length: data.length, data, isLast: at + 255 > packet.length })
      }
    for (let from = 0; from < segments.length; from += 255) {
      const own = segments.slice(from, from + 255)
      const goesOn = from > 0 && segments[from - 1]?.isLast === false
      const isLastGroup = group === groups.length - 1
      const flags =
        (goesOn ? 1 : 0) | (pages.length === 0 ? 2 : 0) | (isLastGroup && from + 255 >= segments.length ? 4 : 0)
      const granule = granules[group] ?? (isLastGroup ? 960 * packets.length : 0)
      const page = bytesOf(
        'OggS',
        [0, flags],
        le32(granule),
        le32(0),
        le32(0x1234),
        le32(pages.length),
        le32(0),
        [own.length],
        own.map(({ length }) => length),
        ...own.map(({ data }) => data),
      )
      page.set(le32(checksumOf(page)), 22)
      pages.push(page)
    }
  })
  return bytesOf(...pages)
}

/** True when every page's check sum is right. */
export function hasSoundPages(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes)
  let count = 0
  for (let at = 0; at < bytes.length; count++) {
    if (buffer.toString('latin1', at, at + 4) !== 'OggS') return false
    const segments = bytes.subarray(at + 27, at + 27 + (bytes[at + 26] ?? 0))
    const end = at + 27 + segments.length + segments.reduce((sum, length) => sum + length, 0)
    const page = bytes.slice(at, end)
    page.fill(0, 22, 26)
    if (checksumOf(page) !== buffer.readUInt32LE(at + 22)) return false
    at = end
  }
  return count > 0
}
