/** Numbers by two whole numbers: a hash table in lists of numbers, several times quicker to fill than a `Map` of texts. */
export interface PairMap {
  /** The number kept under the two, or -1. */
  get(first: number, second: number): number
  /** Keeps a number, none below 0, under two that have none yet. */
  add(first: number, second: number, value: number): void
}

const firstRoom = 1 << 10

/** An empty map. */
export function createPairMap(): PairMap {
  let room = firstRoom
  let taken = 0
  let table = emptyTable(room)

  /** Where the two are, or would be: the first free place from their hash on. Each place has first, second and value. */
  function placeOf(first: number, second: number): number {
    let hash = Math.imul(first, 0x9e3779b1) ^ Math.imul(second, 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
    for (let at = (hash ^ (hash >>> 13)) & (room - 1); ; at = (at + 1) & (room - 1)) {
      const place = 3 * at
      if (table[place + 2] === -1 || (table[place] === first && table[place + 1] === second)) return place
    }
  }

  function grow(): void {
    const old = table
    room *= 2
    table = emptyTable(room)
    for (let place = 0; place < old.length; place += 3)
      if (old[place + 2] !== -1)
        table.set(old.subarray(place, place + 3), placeOf(old[place] ?? 0, old[place + 1] ?? 0))
  }

  return {
    get: (first, second) => table[placeOf(first, second) + 2] ?? -1,
    add(first, second, value) {
      taken += 1
      if (2 * taken > room) grow()
      table.set([first, second, value], placeOf(first, second))
    },
  }
}

function emptyTable(room: number): Int32Array {
  return new Int32Array(3 * room).fill(-1)
}
