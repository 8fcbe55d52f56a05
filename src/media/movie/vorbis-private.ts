import { ascii, latin1, part, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'

/** Empties the comments among Vorbis's three headers as Matroska keeps them: a count, two lengths in Xiph's form, the headers. */
export function blankVorbisComment(headers: Uint8Array): void {
  if (u8(headers, 0) !== 2) throw new Refusal('damaged')
  let at = 1
  const readLength = (): number => {
    let length = 0
    for (let byte = 255; byte === 255; length += byte) byte = u8(headers, at++)
    return length
  }
  const first = readLength()
  const second = readLength()
  const comment = part(headers, at + first, at + first + second)
  const empty = latin1('\x03vorbis\0\0\0\0\0\0\0\0\x01')
  if (ascii(comment, 0, 7) !== '\x03vorbis' || comment.length < empty.length) throw new Refusal('damaged')
  comment.fill(0)
  comment.set(empty)
}
