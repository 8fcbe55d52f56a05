import { deflateSync } from 'node:zlib'
import type { Planter } from './canaries.ts'
import { exifOf, profileOf, xmpOf } from './exif-sample.ts'
import { jpegSamples } from './jpeg-samples.ts'
import { be16, be32, bytesOf, type BuildSample } from './sample.ts'

type Content = string | Uint8Array

const content = 'BT /F1 12 Tf 20 50 Td (Words that somebody wrote) Tj ET'

/** A stream with its dictionary. */
export function stream(dict: string, data: Content): Uint8Array {
  const bytes = bytesOf(data)
  return bytesOf(`<<${dict}/Length ${bytes.length}>>\nstream\n`, bytes, '\nendstream')
}

/** A PDF of these objects with a table; `revisions` are added behind it, each with a table of its own. */
export function pdfOf(
  objects: Readonly<Record<number, Content>>,
  trailer: string,
  revisions: readonly { readonly objects: Readonly<Record<number, Content>>; readonly trailer: string }[] = [],
): Uint8Array {
  let bytes = bytesOf('%PDF-1.6\n%\xe2\xe3\xcf\xd3\n')
  let previous = ''
  for (const revision of [{ objects, trailer }, ...revisions]) {
    const offsets = new Map<number, number>()
    for (const [id, body] of Object.entries(revision.objects)) {
      offsets.set(Number(id), bytes.length)
      bytes = bytesOf(bytes, `${id} 0 obj\n`, body, '\nendobj\n')
    }
    const at = bytes.length
    const rows = [...offsets].map(([id, offset]) => `${id} 1\n${String(offset).padStart(10, '0')} 00000 n \n`).join('')
    const head = previous === '' ? '0 1\n0000000000 65535 f \n' : ''
    bytes = bytesOf(bytes, `xref\n${head}${rows}trailer\n<<${revision.trailer}${previous}>>\nstartxref\n${at}\n%%EOF\n`)
    previous = `/Prev ${at}`
  }
  return bytes
}

/** What every sample has: a catalogue, a page, its content, a font. */
export const pageObjects = (inPage = '', inCatalog = ''): Record<number, Content> => ({
  1: `<</Type/Catalog/Pages 2 0 R${inCatalog}>>`,
  2: '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  3: `<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>${inPage}>>`,
  4: stream('', content),
  5: '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
})

const infoOf = (plant: Planter): string =>
  `<</Title(${plant.word('title')})/Author<${Buffer.from(plant.word('author')).toString('hex')}>/Subject(${plant.word('subject')})` +
  `/Keywords(${plant.word('keywords')})/Creator(${plant.word('creator')})/Producer(${plant.word('producer')})` +
  `/CreationDate(${plant.word('created')})/Custom(\\(${plant.word('custom')}\\))>>`

const pdf = (bytes: Uint8Array, kept: readonly Uint8Array[] = [bytesOf(content)]): ReturnType<BuildSample> => ({
  mediaType: 'application/pdf',
  bytes,
  kept,
})

/** A PDF whose objects and tables are packed in streams. */
function packedPdf(plant: Planter): Uint8Array {
  const members = [
    [1, '<</Type/Catalog/Pages 2 0 R/Metadata 7 0 R>>'],
    [2, '<</Type/Pages/Kids[3 0 R]/Count 1>>'],
    [3, '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>'],
    [5, '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>'],
    [8, infoOf(plant)],
    [10, String(content.length)],
  ] as const
  let at = 0
  const starts = members.map(([id, text]) => {
    at += text.length + 1
    return `${id} ${at - text.length - 1}`
  })
  const head = `${starts.join(' ')} `
  const pack = deflateSync(bytesOf(head, members.map(([, text]) => text).join(' ')))
  const offsets = new Map<number, number>()
  let bytes = bytesOf('%PDF-1.5\n')
  const add = (id: number, body: Uint8Array): void => {
    offsets.set(id, bytes.length)
    bytes = bytesOf(bytes, `${id} 0 obj\n`, body, '\nendobj\n')
  }
  add(4, bytesOf(`<</Length 10 0 R>>\nstream\n`, content, '\nendstream'))
  add(6, stream(`/Type/ObjStm/N ${members.length}/First ${head.length}/Filter/FlateDecode`, pack))
  add(7, stream('/Type/Metadata/Subtype/XML/Filter/FlateDecode', deflateSync(xmpOf(plant))))
  const table = bytes.length
  offsets.set(9, table)
  const rows = Array.from({ length: 11 }, (_, id) => {
    const index = members.findIndex(([member]) => member === id)
    if (index >= 0) return bytesOf([2], be16(6), [index])
    return bytesOf([offsets.has(id) ? 1 : 0], be16(offsets.get(id) ?? 0), [0])
  })
  // Each row is told by its difference from the one above, as writers do.
  const predicted = rows.map((row, i) =>
    bytesOf(
      [2],
      row.map((byte, j) => byte - (rows[i - 1]?.[j] ?? 0)),
    ),
  )
  const xref = stream(
    '/Type/XRef/Size 11/W[1 2 1]/Root 1 0 R/Info 8 0 R/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 4>>',
    deflateSync(bytesOf(...predicted)),
  )
  return bytesOf(bytes, '9 0 obj\n', xref, `\nendobj\nstartxref\n${table}\n%%EOF\n`)
}

export const pdfSamples: Readonly<Record<string, BuildSample>> = {
  'a PDF with Info and XMP': (plant) =>
    pdf(
      pdfOf(
        {
          ...pageObjects('', '/Metadata 7 0 R/Lang(vi)'),
          6: infoOf(plant),
          7: stream('/Type/Metadata/Subtype/XML', xmpOf(plant)),
        },
        `/Size 8/Root 1 0 R/Info 6 0 R/ID[<${Buffer.from(plant.word('id')).toString('hex')}><00>]`,
      ),
    ),
  'a PDF with packed objects': (plant) => pdf(packedPdf(plant)),
  'a PDF with older revisions': (plant) =>
    pdf(
      pdfOf({ ...pageObjects(), 6: infoOf(plant), 7: `(${plant.word('orphan')})` }, '/Size 8/Root 1 0 R/Info 6 0 R', [
        {
          objects: {
            6: `<</Author(${plant.word('second-author')})/Title 8 0 R>>`,
            8: `(${plant.word('indirect-title')})`,
          },
          trailer: '/Size 9/Root 1 0 R/Info 6 0 R',
        },
        { objects: { 6: '<</Title()>>' }, trailer: '/Size 9/Root 1 0 R/Info 6 0 R' },
      ]),
    ),
  'a PDF with a photo': (plant) => {
    const photo = jpegSamples['a JPEG of a phone']?.(plant)
    const picture = (bytes: Uint8Array, filter: string): Uint8Array =>
      stream(
        `/Type/XObject/Subtype/Image/Width 16/Height 8/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter${filter}`,
        bytes,
      )
    const bytes = photo?.bytes ?? new Uint8Array()
    return pdf(
      pdfOf(
        {
          ...pageObjects('/Thumb 8 0 R/XObject<</I 6 0 R/J 7 0 R>>'),
          6: picture(bytes, '/DCTDecode'),
          7: picture(deflateSync(bytes), '[/FlateDecode/DCTDecode]'),
          8: stream('/Width 4/Height 2', plant.word('page-thumbnail')),
        },
        '/Size 9/Root 1 0 R',
      ),
      [bytesOf(content), ...(photo?.kept ?? [])],
    )
  },
  'a PDF with private data of a program': (plant) =>
    pdf(
      pdfOf(
        {
          ...pageObjects(`/LastModified(${plant.word('modified')})/PieceInfo<</Illustrator 6 0 R>>`),
          6: `<</LastModified(${plant.word('piece-time')})/Private 7 0 R>>`,
          7: stream('', plant.word('private-data')),
        },
        '/Size 8/Root 1 0 R',
      ),
    ),
  'a PDF with notes': (plant) =>
    pdf(
      pdfOf(
        {
          ...pageObjects('/Annots[6 0 R 7 0 R]', '/AcroForm<</Fields[7 0 R]>>'),
          6: `<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Words of a note)/T(${plant.word('note-author')})/M(${plant.word('note-time')})/NM(${plant.word('note-id')})/CreationDate(${plant.word('note-created')})>>`,
          7: '<</Type/Annot/Subtype/Widget/FT/Tx/Rect[0 0 9 9]/T(name of a field)/V(words in a field)>>',
        },
        '/Size 8/Root 1 0 R',
      ),
      [bytesOf('(Words of a note)'), bytesOf('(name of a field)'), bytesOf('(words in a field)')],
    ),
  'a PDF with paths, layers and tags': (plant) =>
    pdf(
      pdfOf(
        {
          ...pageObjects(
            `/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/Launch/F(${plant.word('path')})>>>>]`,
            '/OCProperties<</OCGs[6 0 R]>>/StructTreeRoot 7 0 R',
          ),
          6: `<</Type/OCG/Name(a layer)/Usage<</CreatorInfo<</Creator(${plant.word('layer-creator')})>>>>>>`,
          7: '<</Type/StructTreeRoot/K[8 0 R]>>',
          8: `<</Type/StructElem/S/Figure/P 7 0 R/Alt(${plant.word('picture-path')})/T(${plant.word('tag-title')})>>`,
        },
        '/Size 9/Root 1 0 R',
      ),
    ),
  'a PDF with a colour profile': (plant) =>
    pdf(
      pdfOf(
        {
          ...pageObjects(
            '/ColorSpace<</C[/ICCBased 6 0 R]>>',
            '/OutputIntents[<</S/GTS_PDFA1/DestOutputProfile 7 0 R>>]',
          ),
          6: stream('/N 3/Filter/FlateDecode', deflateSync(profileOf(plant))),
          7: stream('/N 3', profileOf(plant)),
        },
        '/Size 8/Root 1 0 R',
      ),
    ),
  'a PDF with comments and junk between its objects': (plant) => {
    const bytes = pdfOf(
      { ...pageObjects(`%${plant.word('comment')}\n`), 6: `(${plant.word('unused')})` },
      `/Size 7/Root 1 0 R/X ${be32(0).length}`,
    )
    return pdf(bytesOf(bytes, '\n%', plant.word('behind-the-end'), exifOf(plant)))
  },
}
