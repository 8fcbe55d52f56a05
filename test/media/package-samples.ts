import type { Planter } from './canaries.ts'
import { pngSamples } from './image-samples.ts'
import { jpegSamples } from './jpeg-samples.ts'
import { openDocumentOf } from './opendocument-sample.ts'
import { bytesOf, le32, zeros, type BuildSample } from './sample.ts'
import { zipOf, type Member } from './zip.ts'

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const officeTypes = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const vendor = 'application/vnd.openxmlformats-officedocument.'

/** Relationships: kind and target; `!` before the target says that it is outside. */
export const relationships = (...list: readonly (readonly [string, string])[]): string =>
  `${xml}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([kind, target], i) => {
      const mode = target.startsWith('!') ? ' TargetMode="External"' : ''
      return `<Relationship Id="rId${i + 1}" Type="${officeTypes}/${kind}" Target="${target.replace(/^!/, '')}"${mode}/>`
    })
    .join('')}</Relationships>`

export const types = (main: string, type: string, ...others: readonly string[]): string =>
  `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/${main}" ContentType="${vendor}${type}"/>` +
  `${others.map((part) => `<Override PartName="/${part}" ContentType="application/xml"/>`).join('')}</Types>`

/** Properties, previews and the like, the same in all three formats. */
function common(plant: Planter): readonly Member[] {
  return [
    [
      'docProps/core.xml',
      `${xml}<cp:coreProperties><dc:creator>${plant.word('creator')}</dc:creator><cp:lastModifiedBy>${plant.word('changed-by')}</cp:lastModifiedBy></cp:coreProperties>`,
    ],
    [
      'docProps/app.xml',
      `${xml}<Properties><Company>${plant.word('company')}</Company><Template>${plant.word('template')}</Template></Properties>`,
    ],
    ['docProps/custom.xml', `${xml}<Properties><property name="x">${plant.word('custom')}</property></Properties>`],
    ['docProps/thumbnail.jpeg', bytesOf([0xff, 0xd8], plant.word('thumbnail')), true],
    ['docMetadata/LabelInfo.xml', `${xml}<clbl:labelList siteId="${plant.word('tenant')}"/>`],
    ['_xmlsignatures/sig1.xml', `${xml}<Signature>${plant.word('signer')}</Signature>`],
    ['[trash]/0000.dat', plant.word('trash')],
    ['__MACOSX/._document.xml', plant.word('mac')],
  ]
}

const rootRelationships = (main: string): Member => [
  '_rels/.rels',
  relationships(
    ['officeDocument', main],
    ['metadata/core-properties', 'docProps/core.xml'],
    ['extended-properties', 'docProps/app.xml'],
    ['custom-properties', 'docProps/custom.xml'],
    ['metadata/thumbnail', 'docProps/thumbnail.jpeg'],
    ['metadata/classificationlabels', 'docMetadata/LabelInfo.xml'],
    ['digital-signature/origin', '_xmlsignatures/sig1.xml'],
  ),
]

const photoOf = (plant: Planter): Uint8Array => jpegSamples['a JPEG of a phone']?.(plant).bytes ?? zeros(0)
const drawingOf = (plant: Planter): Uint8Array => pngSamples['a PNG with EXIF and a time']?.(plant).bytes ?? zeros(0)
const wide = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'utf16le'))
const emfOf = (plant: Planter): Uint8Array => {
  const text = wide(`${plant.word('emf-program')}\0${plant.word('emf-title')}\0\0`)
  return bytesOf(
    [1, 0, 0, 0],
    le32(108 + text.length),
    zeros(32),
    ' EMF',
    zeros(16),
    le32(text.length / 2),
    le32(108),
    zeros(40),
    text,
  )
}

const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

/** A DOCX; `sheet` is a workbook behind a chart in it. */
export function docxOf(plant: Planter, sheet: Uint8Array): Uint8Array {
  const document =
    `${xml}<!-- ${plant.word('comment')} --><?app ${plant.word('instruction')}?><w:document xmlns:w="w" xmlns:w14="w14"><w:body>` +
    `<w:p w:rsidR="${plant.word('rsid')}" w14:paraId="${plant.word('para-id')}"><w:r><w:t>Words that stay &amp; stay</w:t></w:r>` +
    `<w:ins w:id="1" w:author="${plant.word('ins-author')}" w:date="${plant.word('ins-date')}"><w:r><w:t>added words</w:t></w:r></w:ins>` +
    `<w:rPrChange w:id="2" w:author='${plant.word('change-author')}' w:date="2024"/></w:p>` +
    `<w:sdt><w:sdtPr><w:tag w:val="${plant.word('tag')}"/><w:dataBinding w:xpath="${plant.word('binding')}"/></w:sdtPr></w:sdt>` +
    `<w:r><w:instrText> INCLUDEPICTURE "C:\\Users\\${plant.word('field-path')}\\a.jpg" </w:instrText></w:r>` +
    `<wp:docPr id="1" name="${plant.word('picture-name')}" descr="${plant.word('picture-path')}" title="${plant.word('picture-title')}"/>` +
    `<v:imagedata r:id="rId5" o:title="${plant.word('vml-title')}"/><w:hyperlink r:id="rId6"/></w:body></w:document>`
  return zipOf(
    [
      [
        '[Content_Types].xml',
        types('word/document.xml', 'wordprocessingml.document.main+xml', 'docProps/core.xml', 'word/people.xml'),
      ],
      rootRelationships('word/document.xml'),
      ...common(plant),
      ['word/document.xml', document],
      [
        'word/_rels/document.xml.rels',
        relationships(
          ['settings', 'settings.xml'],
          ['comments', 'comments.xml'],
          ['people', 'people.xml'],
          ['commentsExtensible', 'commentsExtensible.xml'],
          ['image', 'media/image1.jpeg'],
          ['hyperlink', '!https://example.test/'],
          ['image', '/word/media/image2.png'],
          ['image', 'media/image3.emf'],
          ['image', 'media/image4.svg'],
          ['customXml', '../customXml/item1.xml'],
          ['package', 'embeddings/sheet.xlsx'],
          ['image', `!file:///C:/Users/${plant.word('linked-picture')}.jpg`],
          ['image', 'media/missing.png'],
        ),
      ],
      [
        'word/settings.xml',
        `${xml}<w:settings xmlns:w="w"><w:rsids><w:rsidRoot w:val="${plant.word('rsid-root')}"/></w:rsids><w:docVars><w:docVar w:name="x" w:val="${plant.word('variable')}"/></w:docVars><w:attachedTemplate r:id="rId1"/><w15:docId w15:val="${plant.word('doc-id')}"/></w:settings>`,
      ],
      [
        'word/_rels/settings.xml.rels',
        relationships(['attachedTemplate', `!file:///C:/Users/${plant.word('template-path')}/Normal.dotm`]),
      ],
      [
        'word/comments.xml',
        `${xml}<w:comments xmlns:w="w"><w:comment w:id="0" w:author="${plant.word('commenter')}" w:initials="${plant.word('initials')}" w:date="${plant.word('comment-date')}">${paragraph('Words of a comment')}</w:comment></w:comments>`,
      ],
      ['word/people.xml', `${xml}<w15:people><w15:person w15:author="${plant.word('person')}"/></w15:people>`],
      ['word/commentsExtensible.xml', `${xml}<x dateUtc="${plant.word('utc')}"/>`],
      ['word/media/image1.jpeg', photoOf(plant), true],
      ['word/media/image2.png', drawingOf(plant)],
      ['word/media/image3.emf', emfOf(plant)],
      [
        'word/media/image4.svg',
        `${xml}<!-- ${plant.word('svg-comment')} --><svg inkscape:export-filename="${plant.word('svg-path')}"><metadata><x>${plant.word('svg-author')}</x></metadata><path d="M0 0"/></svg>`,
      ],
      ['word/embeddings/sheet.xlsx', sheet, true],
      ['customXml/item1.xml', `${xml}<x>${plant.word('custom-xml')}</x>`],
    ],
    plant.word('zip-extra'),
    plant.word('zip-comment'),
  )
}

export function xlsxOf(plant: Planter): Uint8Array {
  const author = plant.word('sheet-commenter')
  return zipOf([
    ['[Content_Types].xml', types('xl/workbook.xml', 'spreadsheetml.sheet.main+xml')],
    rootRelationships('xl/workbook.xml'),
    ...common(plant),
    [
      'xl/workbook.xml',
      `${xml}<workbook><fileVersion rupBuild="${plant.word('build')}"/><fileSharing userName="${plant.word('sharing')}"/><mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="${plant.word('abs-path')}"/></mc:Choice></mc:AlternateContent><xr:revisionPtr documentId="${plant.word('revision')}"/><sheets><sheet name="Words" sheetId="1" r:id="rId1"/></sheets><customWorkbookViews><customWorkbookView name="${plant.word('view-owner')}"/></customWorkbookViews></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relationships(
        ['worksheet', 'worksheets/sheet1.xml'],
        ['person', 'persons/person.xml'],
        ['externalLink', 'externalLinks/link1.xml'],
        ['pivotCacheDefinition', 'pivot.xml'],
      ),
    ],
    [
      'xl/worksheets/sheet1.xml',
      `${xml}<worksheet><sheetData><row><c t="inlineStr"><is><t>Words in a cell</t></is></c></row></sheetData><pageSetup r:id="rId1"/><legacyDrawing r:id="rId3"/></worksheet>`,
    ],
    [
      'xl/worksheets/_rels/sheet1.xml.rels',
      relationships(
        ['printerSettings', '../printerSettings/printerSettings1.bin'],
        ['comments', '../comments1.xml'],
        ['threadedComment', '../threadedComments/t1.xml'],
      ),
    ],
    ['xl/printerSettings/printerSettings1.bin', wide(plant.word('printer'))],
    [
      'xl/comments1.xml',
      `${xml}<comments><authors><author>${author}</author></authors><commentList><comment authorId="0"><text><r><t>${author}:</t></r><r><t>Words of a comment</t></r></text></comment></commentList></comments>`,
    ],
    [
      'xl/threadedComments/t1.xml',
      `${xml}<threadedComment personId="${plant.word('person-id')}" dT="${plant.word('thread-time')}"/>`,
    ],
    ['xl/persons/person.xml', `${xml}<person displayName="${plant.word('person')}"/>`],
    [
      'xl/externalLinks/link1.xml',
      `${xml}<externalLink><xxl21:alternateUrls driveId="${plant.word('drive')}"><a/></xxl21:alternateUrls><externalBook r:id="rId1"/></externalLink>`,
    ],
    [
      'xl/externalLinks/_rels/link1.xml.rels',
      relationships(['externalLinkPath', `!file:///C:/Users/${plant.word('external-path')}.xlsx`]),
    ],
    [
      'xl/pivot.xml',
      `${xml}<pivotCacheDefinition refreshedBy="${plant.word('refreshed-by')}" refreshedDate="${plant.word('refreshed-date')}" recordCount="1"/>`,
    ],
  ])
}

function pptxOf(plant: Planter): Uint8Array {
  return zipOf([
    ['[Content_Types].xml', types('ppt/presentation.xml', 'presentationml.presentation.main+xml')],
    rootRelationships('ppt/presentation.xml'),
    ...common(plant),
    [
      'ppt/presentation.xml',
      `${xml}<p:presentation><p:custDataLst><p:tags r:id="rId3"/></p:custDataLst></p:presentation>`,
    ],
    [
      'ppt/_rels/presentation.xml.rels',
      relationships(
        ['slide', 'slides/slide1.xml'],
        ['commentAuthors', 'commentAuthors.xml'],
        ['tags', 'tags/tag1.xml'],
        ['changesInfo', 'changesInfos/c.xml'],
        ['authors', 'authors.xml'],
        ['revisionInfo', 'revisionInfo.xml'],
      ),
    ],
    [
      'ppt/slides/slide1.xml',
      `${xml}<p:sld><p:cNvPr id="2" name="${plant.word('shape-name')}" descr="${plant.word('shape-path')}"/><a:t>Words on a slide</a:t></p:sld>`,
    ],
    [
      'ppt/slides/_rels/slide1.xml.rels',
      relationships(['image', '../media/image1.jpg'], ['comments', '../comments/comment1.xml']),
    ],
    ['ppt/media/image1.jpg', photoOf(plant)],
    [
      'ppt/comments/comment1.xml',
      `${xml}<p:cmLst><p:cm authorId="0" dt="${plant.word('comment-time')}" idx="1"><p:text>Words of a comment</p:text></p:cm></p:cmLst>`,
    ],
    [
      'ppt/commentAuthors.xml',
      `${xml}<p:cmAuthorLst><p:cmAuthor id="0" name="${plant.word('comment-author')}" initials="${plant.word('initials')}"/></p:cmAuthorLst>`,
    ],
    [
      'ppt/authors.xml',
      `${xml}<p188:authorLst><p188:author id="{1}" name="${plant.word('author')}" initials="${plant.word('author-initials')}" userId="${plant.word('user-id')}" providerId="${plant.word('provider')}"/></p188:authorLst>`,
    ],
    ['ppt/tags/tag1.xml', `${xml}<p:tagLst><p:tag name="x" val="${plant.word('tag')}"/></p:tagLst>`],
    ['ppt/changesInfos/c.xml', `${xml}<x name="${plant.word('changes')}"/>`],
    ['ppt/revisionInfo.xml', `${xml}<x name="${plant.word('revision')}"/>`],
  ])
}

/** What is packed cannot be searched for as it is; the words are looked for in `package/strip-office.test.ts`. */
const file = (mediaType: string, bytes: Uint8Array, kept: readonly Uint8Array[] = []): ReturnType<BuildSample> => ({
  mediaType,
  bytes,
  kept,
})

export const packageSamples: Readonly<Record<string, BuildSample>> = {
  'a DOCX with photos, comments, changes and a sheet': (plant) =>
    file(
      `${vendor}wordprocessingml.document`,
      docxOf(plant, xlsxOf(plant)),
      jpegSamples['a JPEG of a phone']?.(plant).kept,
    ),
  'an XLSX with comments, links and printers': (plant) => file(`${vendor}spreadsheetml.sheet`, xlsxOf(plant)),
  'a PPTX with photos and comments': (plant) =>
    file(`${vendor}presentationml.presentation`, pptxOf(plant), jpegSamples['a JPEG of a phone']?.(plant).kept),
  'an ODT with a photo, a comment and a change': (plant) =>
    file(
      'application/vnd.oasis.opendocument.text',
      openDocumentOf(plant, 'text', photoOf(plant)),
      jpegSamples['a JPEG of a phone']?.(plant).kept,
    ),
  'an ODS': (plant) =>
    file('application/vnd.oasis.opendocument.spreadsheet', openDocumentOf(plant, 'spreadsheet', photoOf(plant))),
}
