/** Which bytes of a file are samples that stay. Everything else in its media data is blanked. */
export interface Ranges {
  add(from: number, to: number): void
  /** Up to where the next range starts: QuickTime does not always say how long uncompressed sound is. */
  addOpen(from: number): void
  /** Zeros what is in no range. `areas` do not overlap and stand in order. */
  zeroOutside(bytes: Uint8Array, areas: readonly { readonly from: number; readonly to: number }[]): void
}

/** Two offsets in one number: a file has less than 2^26 bytes. */
const shift = 2 ** 26
const open = shift - 1

/** No ranges yet. */
export function createRanges(): Ranges {
  const packed: number[] = []
  const add = (from: number, to: number): void => {
    if (from >= 0 && from < open && to >= from) packed.push(from * shift + Math.min(to, open - 1))
  }
  return {
    add,
    addOpen: (from) => {
      if (from >= 0 && from < open) packed.push(from * shift + open)
    },
    zeroOutside(bytes, areas) {
      const sorted = Float64Array.from(packed).sort()
      let next = 0
      for (const area of areas) {
        let at = area.from
        while (next < sorted.length) {
          const value = sorted[next] ?? 0
          const from = Math.floor(value / shift)
          if (from >= area.to) break
          if (value === sorted[next + 1]) {
            next++
            continue
          }
          // The open end is the largest there is: what comes next in order starts elsewhere.
          const following = sorted[next + 1]
          const opened = following === undefined ? area.to : Math.floor(following / shift)
          const to = value % shift === open ? opened : value % shift
          if (from > at) bytes.fill(0, at, from)
          at = Math.max(at, Math.min(to, area.to))
          next++
        }
        bytes.fill(0, at, area.to)
      }
    },
  }
}
