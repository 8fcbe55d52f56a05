import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv } from '../../src/duty/csv.ts'

function cellsOf(text: string) {
  return readCsv(text).rows.map(({ cells }) => cells)
}

describe('readCsv', () => {
  it.each([
    { what: 'nothing', text: '', cells: [] },
    { what: 'a file of line ends alone', text: '\n\r\n\n', cells: [] },
    {
      what: 'plain cells',
      text: 'a,b\nc,d\n',
      cells: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    {
      what: 'no line end at the end',
      text: 'a,b\nc,d',
      cells: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    {
      what: 'line ends of Windows',
      text: 'a,b\r\nc,d\r\n',
      cells: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    {
      what: 'line ends of old machines',
      text: 'a,b\rc,d\r',
      cells: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    { what: 'a byte order mark', text: '\uFEFFa,b\n', cells: [['a', 'b']] },
    { what: 'a byte order mark before a quote', text: '\uFEFF"a",b\n', cells: [['a', 'b']] },
    { what: 'empty cells', text: ',a,\n', cells: [['', 'a', '']] },
    { what: 'an empty last cell without a line end', text: 'a,', cells: [['a', '']] },
    { what: 'quoted cells', text: '"a, b","c ""d""",""\n', cells: [['a, b', 'c "d"', '']] },
    { what: 'a line end within quotes', text: 'a,"b\r\nc"\n', cells: [['a', 'b\nc']] },
    {
      what: 'semicolons',
      text: 'a;b,c;d\n1,5;2;3\n',
      cells: [
        ['a', 'b,c', 'd'],
        ['1,5', '2', '3'],
      ],
    },
    {
      what: 'semicolons within cells of a comma file',
      text: 'a,b\nc;d;e,f\n',
      cells: [
        ['a', 'b'],
        ['c;d;e', 'f'],
      ],
    },
    {
      what: 'empty lines in between',
      text: 'a,b\n\nc,d\n',
      cells: [
        ['a', 'b'],
        ['c', 'd'],
      ],
    },
    { what: 'spaces, as they are', text: ' a , b\n', cells: [[' a ', ' b']] },
  ])('reads $what', ({ text, cells }) => {
    expect(readCsv(text).faults).toEqual([])
    expect(cellsOf(text)).toEqual(cells)
  })

  it('gives the line that a record begins on, past empty lines and line ends within quotes', () => {
    const { rows } = readCsv('a,b\r\n\r\n"one\r\ntwo",c\r\nd,e')
    expect(rows.map(({ line }) => line)).toEqual([1, 3, 5])
  })

  it.each([
    { text: 'a,b\nc,"d\ne', fault: { line: 2, what: 'unclosed-quote' } },
    { text: 'a,b\n"""', fault: { line: 2, what: 'unclosed-quote' } },
    { text: 'a,b\n"c"d,e\n', fault: { line: 2, what: 'stray-quote' } },
    { text: 'a,b\nc"d,e\n', fault: { line: 2, what: 'stray-quote' } },
    { text: 'a,b\n "c",e\n', fault: { line: 2, what: 'stray-quote' } },
  ])('names the line of quotes that do not fit in $text', ({ text, fault }) => {
    expect(readCsv(text).faults).toEqual([fault])
  })

  it('reads back what is quoted, with either delimiter and any line end', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'đ', '"', ',', ';', ' ', '\n', '😀'), maxLength: 8 })
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 })
    fc.assert(
      fc.property(rows, fc.constantFrom(',', ';'), fc.constantFrom('\n', '\r\n', '\r'), (table, delimiter, end) => {
        const lines = [['x', 'y'], ...table].map((cells) =>
          cells.map((text) => (/[^a-z]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)).join(delimiter),
        )
        expect(cellsOf(lines.join(end) + end).slice(1)).toEqual(table)
      }),
    )
  })

  it('ends on any text, with lines that only grow', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ',', ';', '\n', '\r'), maxLength: 40 }), (text) => {
        const lines = readCsv(text).rows.map(({ line }) => line)
        expect(lines).toEqual([...new Set(lines)].sort((a, b) => a - b))
        expect(lines.at(-1) ?? 1).toBeLessThanOrEqual(text.replace(/\r\n?/g, '\n').split('\n').length)
      }),
    )
  })

  it('reads a cell of a megabyte that is never closed without running out of stack', () => {
    const { faults } = readCsv(`a,b\nc,"${'x""'.repeat(400_000)}`)
    expect(faults).toEqual([{ line: 2, what: 'unclosed-quote' }])
  })
})
