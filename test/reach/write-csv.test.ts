import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv } from '../../src/duty/csv.ts'
import { writeCsv } from '../../src/reach/write-csv.ts'

describe('writeCsv', () => {
  it('writes RFC 4180 behind a byte order mark', () => {
    expect(
      writeCsv([
        ['a', 'b "c"', 'd,e'],
        ['two\nlines', 12, 33.3],
      ]),
    ).toBe('\uFEFFa,"b ""c""","d,e"\r\n"two\nlines",12,33.3\r\n')
  })

  it.each(['=1+1', '+84', '-5', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])(
    'defuses a text that begins as %j does',
    (text) => {
      expect(readCsv(writeCsv([['x', text]])).rows[0]?.cells[1]?.startsWith("'")).toBe(true)
    },
  )

  it.each(['a=b', ' =1', 'Bà Rịa - Vũng Tàu', ''])('leaves %j as it is', (text) => {
    expect(writeCsv([['x', text]])).toBe(`\uFEFFx,${text}\r\n`)
  })

  it('leaves numbers as they are, negative ones too', () => {
    expect(writeCsv([[-5, 0]])).toBe('\uFEFF-5,0\r\n')
  })

  it('writes what readCsv reads back', () => {
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom('a', 'ệ', '"', ',', ';', ' ', "'", '\n', '=', '7') }),
      fc.string(),
    )
    const row = fc.array(text, { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), (rows) => {
        const written = rows.map((cells) => cells.map((cell) => (/^[=+\-@\t\r\n]/.test(cell) ? `'${cell}` : cell)))
        const file = writeCsv([['plain', 'header'], ...rows])
        const read = readCsv(file)
        expect(read.faults).toEqual([])
        expect(read.rows.slice(1).map(({ cells }) => cells)).toEqual(
          written.map((cells) => cells.map((cell) => cell.replace(/\r\n?/g, '\n'))),
        )
      }),
    )
  })
})
