import { readCsv } from './csv.ts'
import type { ImportFaults } from './import-faults.ts'

/** A line of an imported file, its cells by the name of their column, trimmed and in NFC. */
export interface CsvRecord<Column extends string, Optional extends string = never> {
  readonly line: number
  readonly cells: Readonly<Record<Column, string> & Partial<Record<Optional, string>>>
}

/**
 * Reads a CSV file whose header names at least `columns`, in any order; other columns are passed over, and lines without any
 * value left out. A column of `optional` that the file does not have is missing in its records. What cannot be read goes to
 * `faults`.
 */
export function readRecords<Column extends string, Optional extends string = never>(
  csv: string,
  columns: readonly Column[],
  faults: ImportFaults,
  optional: readonly Optional[] = [],
): readonly CsvRecord<Column, Optional>[] {
  const file = readCsv(csv)
  for (const { line, what } of file.faults) faults.add(line, what)
  const [header, ...rows] = file.rows
  if (header === undefined) {
    faults.add(1, 'empty', { columns: columns.join(', ') })
    return []
  }
  const names = header.cells.map((cell) => cell.trim().toLowerCase())
  const missing = columns.filter((column) => !names.includes(column))
  const known = [...columns, ...optional.filter((column) => names.includes(column))]
  const repeated = known.filter((column) => names.indexOf(column) !== names.lastIndexOf(column))
  for (const column of missing) faults.add(header.line, 'missing-column', { column })
  for (const column of repeated) faults.add(header.line, 'repeated-column', { column })
  if (missing.length > 0) return []
  const records: CsvRecord<Column, Optional>[] = []
  for (const { line, cells } of rows) {
    if (cells.every((cell) => cell.trim() === '')) continue
    if (cells.some((cell) => cell.includes('\uFFFD'))) faults.add(line, 'not-utf-8')
    if (cells.length !== names.length) {
      faults.add(line, 'cell-count', { found: cells.length, expected: names.length })
      continue
    }
    const valueOf = (column: string) => (cells[names.indexOf(column)] ?? '').trim().normalize('NFC')
    const values = Object.fromEntries(known.map((column) => [column, valueOf(column)]))
    records.push({ line, cells: values as CsvRecord<Column, Optional>['cells'] })
  }
  return records
}
