import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** A place that was searched, with everything in it. */
export interface Haystack {
  readonly place: string
  readonly bytes: Buffer
}

/** Every way a value may stand in bytes: clear in both normal forms, JSON-escaped, hex, and base64 at each of its three offsets. */
function shapesOf(value: string): readonly Buffer[] {
  const clear = [
    value.normalize('NFC'),
    value.normalize('NFD'),
    JSON.stringify(value.normalize('NFC')).slice(1, -1),
    encodeURIComponent(value),
  ]
  const hex = clear.flatMap((text) => [
    Buffer.from(text).toString('hex'),
    Buffer.from(text).toString('hex').toUpperCase(),
  ])
  const base64 = clear.flatMap((text) =>
    [0, 1, 2].flatMap((offset) => {
      const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)])
        .toString('base64')
        .replace(/=+$/, '')
      // Whole groups of the value alone: the first group after an offset and the last one also hold neighbouring bytes.
      const inner = encoded.slice(offset === 0 ? 0 : 4, encoded.length - (encoded.length % 4))
      return inner.length < 8 ? [] : [inner, inner.replaceAll('+', '-').replaceAll('/', '_')]
    }),
  )
  const utf16 = Buffer.from(value, 'utf16le')
  return [...[...new Set([...clear, ...hex, ...base64])].map((text) => Buffer.from(text)), utf16]
}

/** Where any of the values stands, in any shape; the places are named, each value by its place in the list. */
export function findLeaks(haystacks: readonly Haystack[], values: readonly string[]): readonly string[] {
  const shapes = values.map(shapesOf)
  return haystacks.flatMap(({ place, bytes }) =>
    shapes.flatMap((each, index) => (each.some((shape) => bytes.includes(shape)) ? [`${place}: value ${index}`] : [])),
  )
}

/** Every file below a folder. */
export function filesIn(dir: string): readonly Haystack[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => ({ place: path.slice(dir.length + 1), bytes: readFileSync(path) }))
}

/** Rows of tables as searchable bytes; blobs as they are. */
export function tablesOf(
  state: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>,
): readonly Haystack[] {
  return Object.entries(state).map(([table, rows]) => ({
    place: `table ${table}`,
    bytes: Buffer.concat(
      rows.flatMap((row) =>
        Object.values(row).flatMap((cell) => [
          cell instanceof Uint8Array ? Buffer.from(cell) : Buffer.from(String(cell)),
          Buffer.from('\0'),
        ]),
      ),
    ),
  }))
}
