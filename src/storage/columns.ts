import { sql, type Expression, type RawBuilder, type SqlBool } from 'kysely'
import type { Sealed } from '../core/write.ts'
import type { Database } from './database.ts'

const hourMs = 3_600_000

/** Bytes as the drivers give them, on their own memory. */
export function bytesOf(value: Uint8Array): Sealed {
  return new Uint8Array(value)
}

/** What a nullable column of bytes says. */
export function bytesOrUndefined(value: Uint8Array | null): Sealed | undefined {
  return value === null ? undefined : bytesOf(value)
}

/** What a nullable column of a moment says. */
export function dateOrUndefined(ms: number | null): Date | undefined {
  return ms === null ? undefined : new Date(ms)
}

/** The beginning of the hour: moments of what is done are kept no finer, so that they join no message with a tip. */
export function hourOf(moment: Date): number {
  return Math.floor(moment.getTime() / hourMs) * hourMs
}

/** What a column of a moment holds, rounded down to the hour. */
export function columnHour(column: string): RawBuilder<number> {
  const ref = sql.ref(column)
  return sql<number>`${ref} - ${ref} % ${sql.lit(hourMs)}`
}

/**
 * True when the column's value is in the list. The list goes over as one parameter: the schools of a country are more than the
 * number of parameters that a statement may have.
 */
export function isAnyOf(kind: Database['kind'], column: string, values: readonly string[]): Expression<SqlBool> {
  switch (kind) {
    case 'sqlite':
      return sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`
    case 'postgres':
      return sql<SqlBool>`${sql.ref(column)} = any(${values})`
  }
  kind satisfies never
}

/** The list in pieces that each fit one statement. */
export function* inPieces<T>(rows: readonly T[], size = 500): Generator<T[]> {
  for (let start = 0; start < rows.length; start += size) yield rows.slice(start, start + size)
}
