import { ascii, part, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createWriter } from '../writer.ts'

/** A GIF with its pictures byte for byte, their timing, and how often they repeat; no comments, no other extension. */
export function stripGif(bytes: Uint8Array): Uint8Array {
  const start = 13 + tableLength(u8(bytes, 10))
  const kept = createWriter(bytes.length)
  kept.add(part(bytes, 0, start))
  /** Timing belongs to what comes next: it goes where that goes. */
  let timing: Uint8Array | undefined
  let pictures = 0
  let at = start
  // Some writers leave the end mark out.
  while (at < bytes.length || pictures === 0) {
    const introducer = u8(bytes, at)
    if (introducer === 0x3b) break
    const from = at
    if (introducer === 0x2c) {
      const data = at + 10 + tableLength(u8(bytes, at + 9)) + 1
      at = endOfBlocks(bytes, data)
      kept.add(...(timing === undefined ? [] : [timing]), part(bytes, from, at))
      timing = undefined
      pictures++
    } else if (introducer === 0x21) {
      at = endOfBlocks(bytes, from + 2)
      const extension = part(bytes, from, at)
      const label = u8(bytes, from + 1)
      if (label === 0xf9 && extension.length === 8) timing = extension
      else if (label === 0xff && isLoop(extension)) kept.add(extension)
      else if (label === 0x01) timing = undefined
    } else throw new Refusal('damaged')
  }
  if (pictures === 0) throw new Refusal('damaged')
  kept.add(Uint8Array.of(0x3b))
  return kept.bytes()
}

/** The length of the colour table that a flags byte announces. */
function tableLength(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}

function endOfBlocks(bytes: Uint8Array, from: number): number {
  let at = from
  for (let length = u8(bytes, at); length !== 0; length = u8(bytes, at)) at += 1 + length
  return at + 1
}

/** The one application extension that players know: one block that says how often to repeat. */
function isLoop(extension: Uint8Array): boolean {
  const name = ascii(extension, 3, 11)
  return (name === 'NETSCAPE2.0' || name === 'ANIMEXTS1.0') && extension.length === 19 && extension[15] === 1
}
