import { ascii, part, u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'
import { createWriter } from '../writer.ts'

/** How many bytes a frame of each type holds behind its first one (3GPP TS 26.101, 26.201); the other types do not exist. */
const forms = [
  { mark: '#!AMR\n', mediaType: 'audio/amr', frames: sizes(12, 13, 15, 17, 19, 20, 26, 31, 5).set(15, 0) },
  {
    mark: '#!AMR-WB\n',
    mediaType: 'audio/amr-wb',
    frames: sizes(17, 23, 32, 36, 40, 46, 50, 58, 60, 5).set(14, 0).set(15, 0),
  },
] as const

/** A voice message of Zalo: frames of speech and nothing else. What is no whole frame at the end is left out. */
export function stripAmr(original: Uint8Array): { readonly mediaType: string; readonly bytes: Uint8Array } {
  const form = forms.find(({ mark }) => ascii(original, 0, mark.length) === mark)
  if (form === undefined) throw new Refusal('unknown-type')
  let at: number = form.mark.length
  while (at < original.length) {
    const head = u8(original, at)
    const size = (head & 0x83) === 0 ? form.frames.get(head >> 3) : undefined
    if (size === undefined) throw new Refusal('damaged')
    if (at + 1 + size > original.length) break
    at += 1 + size
  }
  if (at === form.mark.length) throw new Refusal('damaged')
  const kept = createWriter(at)
  kept.add(part(original, 0, at))
  return { mediaType: form.mediaType, bytes: kept.bytes() }
}

function sizes(...each: readonly number[]): Map<number, number> {
  return new Map(each.entries())
}
