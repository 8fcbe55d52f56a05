/** A list of whole numbers from 0 on that grows; it takes far less room than an array of objects. */
export interface NumberList {
  length(): number
  at(place: number): number
  set(place: number, value: number): void
  /** Answers the place of the new number. */
  push(value: number): number
  all(): Uint32Array
}

/** An empty list. */
export function createNumberList(): NumberList {
  let values = new Uint32Array(1024)
  let length = 0
  return {
    length: () => length,
    at: (place) => values[place] ?? 0,
    set(place, value) {
      values[place] = value
    },
    push(value) {
      if (length === values.length) {
        const larger = new Uint32Array(2 * length)
        larger.set(values)
        values = larger
      }
      values[length] = value
      return length++
    },
    all: () => values.subarray(0, length),
  }
}
