/** A cell: text is made safe to open in a spreadsheet, numbers are written as they are. */
export type Cell = string | number

const byteOrderMark = '\uFEFF'

/**
 * RFC 4180 with a byte order mark, so that spreadsheets read it as UTF-8. A text that a spreadsheet would take for a formula
 * gets an apostrophe before it (OWASP, CSV injection).
 */
export function writeCsv(rows: readonly (readonly Cell[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(writeCell).join(',')}\r\n`).join('')
}

function writeCell(cell: Cell): string {
  const text = typeof cell === 'number' ? String(cell) : defuse(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

function defuse(text: string): string {
  return /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text
}
