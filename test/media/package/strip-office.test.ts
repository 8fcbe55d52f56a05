import { inflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { stripMetadata } from '../../../src/media/strip-metadata.ts'
import { corpus } from '../corpus.ts'
import { relationships, types } from '../package-samples.ts'
import { zipOf, type Member } from '../zip.ts'

/** The members of a zip by name, read along its local headers. */
function membersOf(bytes: Uint8Array): ReadonlyMap<string, string> {
  const data = Buffer.from(bytes)
  const members = new Map<string, string>()
  for (let at = 0; data.toString('latin1', at, at + 4) === 'PK\x03\x04';) {
    const nameEnd = at + 30 + data.readUInt16LE(at + 26)
    const from = nameEnd + data.readUInt16LE(at + 28)
    const packed = data.subarray(from, from + data.readUInt32LE(at + 18))
    const plain = data.readUInt16LE(at + 8) === 8 ? inflateRawSync(packed) : packed
    members.set(data.toString('utf8', at + 30, nameEnd), plain.toString('latin1'))
    // 1 January 1980, midnight; no extra fields.
    expect(data.readUInt32LE(at + 10)).toBe(0x21_0000)
    expect(from).toBe(nameEnd)
    at = from + packed.length
  }
  return members
}

function cleanMembers(name: string): ReadonlyMap<string, string> {
  const sample = corpus.find((each) => each.name === name)
  const result = stripMetadata(sample?.bytes ?? new Uint8Array())
  if ('refused' in result) throw new Error(`refused: ${result.refused}`)
  return membersOf(result.bytes)
}

describe('an office document without its metadata', () => {
  it('keeps the words of a DOCX, its comments and changes, and says "Author" of whoever wrote them', () => {
    const members = cleanMembers('a DOCX with photos, comments, changes and a sheet')
    const document = members.get('word/document.xml') ?? ''
    expect(document).toContain('<w:t>Words that stay &amp; stay</w:t>')
    expect(document).toContain('<w:ins w:id="1" w:author="Author"><w:r><w:t>added words</w:t>')
    expect(document).toContain('<wp:docPr id="1" name=""/>')
    expect(members.get('word/comments.xml')).toContain('<w:comment w:id="0" w:author="Author" w:initials="A"><w:p>')
    expect([...members.keys()].sort()).toEqual([
      '[Content_Types].xml',
      '_rels/.rels',
      'word/_rels/document.xml.rels',
      'word/_rels/settings.xml.rels',
      'word/comments.xml',
      'word/document.xml',
      'word/embeddings/sheet.xlsx',
      'word/media/image1.jpeg',
      'word/media/image2.png',
      'word/media/image3.emf',
      'word/media/image4.svg',
      'word/settings.xml',
    ])
  })

  it('leads to what is there and to nothing else', () => {
    const members = cleanMembers('a DOCX with photos, comments, changes and a sheet')
    const links = members.get('word/_rels/document.xml.rels') ?? ''
    expect(links).toContain('Target="media/image1.jpeg"')
    expect(links).toContain('Target="https://example.test/"')
    expect(links).toContain('Target="removed"')
    for (const gone of ['people', 'commentsExtensible', 'customXml', 'missing']) expect(links).not.toContain(gone)
    const list = members.get('[Content_Types].xml') ?? ''
    expect(list).toContain('/word/document.xml')
    expect(list).not.toContain('/docProps/core.xml')
  })

  it('keeps the cells of an XLSX, and its comments without the name that Excel puts before them', () => {
    const members = cleanMembers('an XLSX with comments, links and printers')
    expect(members.get('xl/worksheets/sheet1.xml')).toContain('<t>Words in a cell</t>')
    expect(members.get('xl/worksheets/sheet1.xml')).toContain('<pageSetup/><legacyDrawing r:id="rId3"/>')
    expect(members.get('xl/comments1.xml')).toContain('<author>Author</author>')
    expect(members.get('xl/comments1.xml')).toContain('<t>Author:</t></r><r><t>Words of a comment</t>')
  })

  it('keeps the words of a PPTX and of an ODT', () => {
    expect(cleanMembers('a PPTX with photos and comments').get('ppt/slides/slide1.xml')).toContain(
      '<a:t>Words on a slide</a:t>',
    )
    const members = cleanMembers('an ODT with a photo, a comment and a change')
    expect([...members.keys()]).toEqual([
      'mimetype',
      'content.xml',
      'styles.xml',
      'Pictures/1.jpg',
      'META-INF/manifest.xml',
    ])
    expect(members.get('content.xml')).toContain('<text:p>Words of a comment</text:p>')
    expect(members.get('content.xml')).toContain('<dc:creator>Author</dc:creator>')
    expect(members.get('content.xml')).toContain('<draw:frame><draw:image xlink:href="Pictures/1.jpg"/></draw:frame>')
  })

  const docx = (type: string, part: string | Uint8Array, ...more: readonly Member[]): Uint8Array =>
    zipOf([
      ['[Content_Types].xml', types('word/document.xml', type)],
      ['_rels/.rels', relationships(['officeDocument', 'word/document.xml'])],
      ['word/document.xml', part],
      ...more,
    ])
  const word = 'wordprocessingml.document.main+xml'
  const leadingTo = (kind: string, target: string): Member => [
    'word/_rels/document.xml.rels',
    relationships([kind, target]),
  ]

  it.each<readonly [string, string, Uint8Array]>([
    ['with macros', 'cannot-clean', docx('x.macroEnabled.main+xml', '<a/>')],
    ['of another kind', 'unknown-type', docx('x.main+xml', '<a/>')],
    [
      'with an OLE object',
      'cannot-clean',
      docx(word, '<a/>', leadingTo('oleObject', 'embeddings/o.bin'), ['word/embeddings/o.bin', '\xd0\xcf\x11\xe0']),
    ],
    [
      'with a picture of an unknown kind',
      'cannot-clean',
      docx(word, '<a/>', leadingTo('image', 'media/a.tiff'), ['word/media/a.tiff', 'II*\0\x08\0\0\0']),
    ],
    [
      'with a picture inside a drawing',
      'cannot-clean',
      docx(word, '<a/>', leadingTo('image', 'a.svg'), [
        'word/a.svg',
        '<svg><image href="data:image/png;base64,AA"/></svg>',
      ]),
    ],
    [
      'with a way into a database',
      'cannot-clean',
      docx(word, '<a/>', leadingTo('connections', 'c.xml'), ['word/c.xml', '<a/>']),
    ],
    ['with a type of its own', 'cannot-clean', docx(word, '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')],
    ['that is not closed', 'damaged', docx(word, '<a><b></a>')],
    ['with an attribute twice', 'damaged', docx(word, '<a b="1" b="2"/>')],
    ['without a document', 'damaged', zipOf([['[Content_Types].xml', '<a/>']])],
    ['that is a plain zip', 'unknown-type', zipOf([['a.txt', 'words']])],
    [
      'of OpenDocument with macros',
      'cannot-clean',
      zipOf([
        ['mimetype', 'application/vnd.oasis.opendocument.text', true],
        ['content.xml', '<a/>'],
        ['Basic/script.xml', '<a/>'],
      ]),
    ],
    [
      'of OpenDocument that is encrypted',
      'cannot-clean',
      zipOf([
        ['mimetype', 'application/vnd.oasis.opendocument.text', true],
        ['content.xml', '<a/>'],
        ['META-INF/manifest.xml', '<a><m:encryption-data/></a>'],
      ]),
    ],
    ['of a book', 'unknown-type', zipOf([['mimetype', 'application/epub+zip', true]])],
  ])('is refused when it is one %s', (_what, refused, bytes) => {
    expect(stripMetadata(bytes)).toEqual({ refused })
  })
})
