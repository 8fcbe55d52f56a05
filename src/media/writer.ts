/** Bytes that grow: a hostile file of millions of tiny pieces costs no more memory than its length. */
export interface Writer {
  /** How many bytes were added. */
  readonly length: number
  add(...parts: readonly Uint8Array[]): void
  /** What was added; a copy of its own. */
  bytes(): Uint8Array
}

/** An empty writer with room for `expected` bytes. */
export function createWriter(expected: number): Writer {
  let room = new Uint8Array(expected + 1024)
  let length = 0
  return {
    get length() {
      return length
    },
    add(...parts) {
      for (const part of parts) {
        if (length + part.length > room.length) {
          const larger = new Uint8Array(Math.max(length + part.length, room.length * 2))
          larger.set(room.subarray(0, length))
          room = larger
        }
        room.set(part, length)
        length += part.length
      }
    },
    bytes: () => room.slice(0, length),
  }
}
