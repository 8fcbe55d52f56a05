import type { Planter } from './canaries.ts'
import { zipOf } from './zip.ts'

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** An OpenDocument file with a photo, a comment and a tracked change. */
export function openDocumentOf(plant: Planter, kind: string, photo: Uint8Array): Uint8Array {
  const mediaType = `application/vnd.oasis.opendocument.${kind}`
  const signed = (place: string): string =>
    `<dc:creator>${plant.word(`${place}-creator`)}</dc:creator><dc:date>${plant.word(`${place}-date`)}</dc:date><meta:creator-initials>${plant.word(`${place}-initials`)}</meta:creator-initials>`
  return zipOf([
    ['mimetype', mediaType, true],
    [
      'content.xml',
      `${xml}<office:document-content><style:style officeooo:rsid="${plant.word('rsid')}" officeooo:paragraph-rsid="${plant.word('paragraph-rsid')}"/><text:changed-region><office:change-info>${signed('change')}</office:change-info></text:changed-region>` +
        `<text:p>Words that stay<office:annotation>${signed('note')}<text:p>Words of a comment</text:p></office:annotation><draw:frame draw:name="${plant.word('frame')}"><draw:image xlink:href="Pictures/1.jpg"/><svg:title>${plant.word('title')}</svg:title><svg:desc>${plant.word('description')}</svg:desc></draw:frame>` +
        `<text:a xlink:href="file:///home/${plant.word('path')}">a link</text:a><text:a xlink:href="https://example.test/">another</text:a></text:p></office:document-content>`,
    ],
    ['styles.xml', `${xml}<office:document-styles/>`],
    ['meta.xml', `${xml}<office:document-meta>${plant.word('meta')}</office:document-meta>`],
    ['settings.xml', `${xml}<office:document-settings>${plant.word('printer')}</office:document-settings>`],
    ['manifest.rdf', `${xml}<rdf>${plant.word('rdf')}</rdf>`],
    ['Pictures/1.jpg', photo],
    ['Thumbnails/thumbnail.png', plant.word('thumbnail')],
    ['Versions/Version1', plant.word('older-version')],
    ['Configurations2/accelerator/current.xml', plant.word('configuration')],
    ['META-INF/documentsignatures.xml', plant.word('signer')],
    [
      'META-INF/manifest.xml',
      `${xml}<manifest:manifest><manifest:file-entry manifest:full-path="/" manifest:media-type="${mediaType}"/><manifest:file-entry manifest:full-path="content.xml"/><manifest:file-entry manifest:full-path="meta.xml" x="${plant.word('manifest')}"/></manifest:manifest>`,
    ],
  ])
}
