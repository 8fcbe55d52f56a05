/** A record of a CSV file and the line it begins on, counted from 1. */
export interface CsvRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** Quotes that do not fit: one that is never closed, or text right after a closing one or before an opening one. */
export interface CsvFault {
  readonly line: number
  readonly what: 'unclosed-quote' | 'stray-quote'
}

const delimiters = [',', ';'] as const

/**
 * Reads RFC 4180: quoted cells, doubled quotes, line ends of any system, with or without a byte order mark. Cells are parted
 * by whichever of comma and semicolon the first line has more of, since spreadsheets in Vietnam write semicolons. Empty
 * lines are left out.
 */
export function readCsv(text: string): { readonly rows: readonly CsvRow[]; readonly faults: readonly CsvFault[] } {
  const rows: CsvRow[] = []
  const faults: CsvFault[] = []
  const body = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const delimiter = delimiterOf(body)
  const quoted = /"[^"]*(?:""[^"]*)*"?/y
  let line = 1
  let at = 0

  const readCell = (): string => {
    if (body[at] !== '"') {
      const plain = plainCellAt(body, at, delimiter)
      if (plain.includes('"')) faults.push({ line, what: 'stray-quote' })
      at += plain.length
      return plain
    }
    quoted.lastIndex = at
    const [written] = quoted.exec(body) ?? ['']
    const isClosed = (written.match(/"/g) ?? []).length % 2 === 0
    if (!isClosed) faults.push({ line, what: 'unclosed-quote' })
    at += written.length
    const rest = plainCellAt(body, at, delimiter)
    if (rest !== '') faults.push({ line, what: 'stray-quote' })
    at += rest.length
    line += written.split('\n').length - 1
    return written.slice(1, isClosed ? -1 : undefined).replaceAll('""', '"') + rest
  }

  while (at < body.length) {
    const start = line
    const cells = [readCell()]
    while (body[at] === delimiter) {
      at += 1
      cells.push(readCell())
    }
    at += 1
    line += 1
    if (cells.length > 1 || cells[0] !== '') rows.push({ line: start, cells })
  }
  return { rows, faults }
}

function plainCellAt(body: string, at: number, delimiter: string): string {
  let end = at
  while (end < body.length && body[end] !== delimiter && body[end] !== '\n') end += 1
  return body.slice(at, end)
}

function delimiterOf(body: string): string {
  const [first] = /[^\n]+/.exec(body) ?? ['']
  const [comma, semicolon] = delimiters.map((delimiter) => first.split(delimiter).length)
  return (semicolon ?? 0) > (comma ?? 0) ? ';' : ','
}
