import { describe, expect, it } from 'vitest'
import { createAllowance } from '../../../src/media/allowance.ts'
import { stripPdf } from '../../../src/media/pdf/strip-pdf.ts'
import { corpus } from '../corpus.ts'
import { pageObjects, pdfOf, stream } from '../pdf-samples.ts'
import { bytesOf } from '../sample.ts'

const strip = (bytes: Uint8Array): string =>
  Buffer.from(stripPdf(bytes, createAllowance({ unpacked: 1_000_000, work: 1_000_000 }))).toString('latin1')

describe('a PDF without its metadata', () => {
  it.each(corpus.filter(({ mediaType }) => mediaType === 'application/pdf'))(
    'has a table that leads to each object: $name',
    ({ bytes }) => {
      const cleaned = strip(bytes)
      const table = cleaned.slice(Number(/startxref\n(\d+)/.exec(cleaned)?.[1]))
      expect(table.startsWith('xref\n')).toBe(true)
      let count = 0
      for (const [, first, rows] of table.matchAll(/^(\d+) \d+\n((?:\d{10} \d{5} [nf] \n)+)/gm))
        for (const [index, row] of (rows ?? '').trimEnd().split('\n').entries()) {
          if (!row.includes('n')) continue
          expect(cleaned.slice(Number(row.slice(0, 10))).startsWith(`${Number(first) + index} 0 obj\n`)).toBe(true)
          count++
        }
      expect(count).toBeGreaterThanOrEqual(5)
      expect(cleaned).not.toMatch(/\/Info|\/ID|\/Metadata|\/Prev|%%EOF[\s\S]*%%EOF/)
    },
  )

  it('shows the newest revision of a page, and has none of the older', () => {
    const bytes = pdfOf(pageObjects(), '/Root 1 0 R', [
      { objects: { 4: stream('', 'BT (newer words) Tj ET') }, trailer: '/Root 1 0 R' },
    ])
    expect(strip(bytes)).toContain('newer words')
    expect(strip(bytes)).not.toContain('somebody wrote')
  })

  it('keeps names, strings and numbers as they are written', () => {
    const values = '[/A#20B/C(a \\) b (c))<48 65> -.5 +7 true null 5 0 R]'
    const cleaned = strip(pdfOf(pageObjects(`/X ${values}`), '/Root 1 0 R'))
    expect(cleaned).toContain('[/A#20B /C (a \\) b (c)) <48 65> -.5 +7 true null 5 0 R ]')
  })

  it('reads a stream up to its end mark where its length is wrong', () => {
    for (const length of [2, 99_999, -1]) {
      const wrong = `<</Length ${length}>>\nstream\nabcdef\nendstream`
      expect(strip(pdfOf({ ...pageObjects('/X 6 0 R'), 6: wrong }, '/Root 1 0 R'))).toContain(
        '<</Length 6>>\nstream\nabcdef\nendstream',
      )
    }
  })

  it.each([
    ['encrypted', 'cannot-clean', pdfOf(pageObjects(), '/Root 1 0 R/Encrypt<</Filter/Standard>>')],
    [
      'signed',
      'cannot-clean',
      pdfOf({ ...pageObjects('/V 6 0 R'), 6: '<</Type/Sig/ByteRange[0 1 2 3]/Name(x)>>' }, '/Root 1 0 R'),
    ],
    [
      'with a file inside',
      'cannot-clean',
      pdfOf({ ...pageObjects('', '/Names<</EmbeddedFiles 6 0 R>>'), 6: '<<>>' }, '/Root 1 0 R'),
    ],
    [
      'with pictures of JPEG 2000',
      'cannot-clean',
      pdfOf({ ...pageObjects('/I 6 0 R'), 6: stream('/Filter/JPXDecode', 'x') }, '/Root 1 0 R'),
    ],
    ['with forms of XML', 'cannot-clean', pdfOf(pageObjects('', '/AcroForm<</XFA(x)>>'), '/Root 1 0 R')],
    ['without a table', 'damaged', bytesOf('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj')],
    [
      'whose table leads elsewhere',
      'damaged',
      bytesOf(String.raw`%PDF-1.7`, '\nxref\n1 1\n0000000002 00000 n \ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF'),
    ],
    [
      'whose revisions lead in a circle to no catalogue',
      'damaged',
      pdfOf({ 1: '<</Pages 2 0 R>>' }, '/Root 1 0 R/Prev 9'),
    ],
  ])('is refused when it is one %s', (_what, because, bytes) => {
    expect(() => strip(bytes)).toThrow(because)
  })
})
