import type { XmlRules, XmlTag } from './filter-xml.ts'

/** Ids of editing sessions and documents, paths, templates, printers, names of those who edited, data of add-ins. */
const droppedElements = new Set(
  (
    'rsids docVars docId attachedTemplate mailMerge saveThroughXslt printerSettings dataBinding tag custData absPath ' +
    'fileSharing fileVersion revisionPtr customWorkbookViews customSheetViews alternateUrls permStart permEnd'
  ).split(' '),
)
const droppedAttributes =
  /^(?:rsid\w*|paraId|textId|paraIdParent|descr|gfxdata|refreshedBy|refreshedDate|refreshedDateIso|timeString)$/
/** A path on somebody's disk or in somebody's network. */
const path = /(?:^|[^a-z])[a-z]:[\\/](?!\/)|file:\/|\\\\\w/i
const noTime = '1970-01-01T00:00:00.000'
const someone = 'Author'

/**
 * Rules for the XML of DOCX, XLSX and PPTX, for one part. Whoever wrote a comment or a tracked change becomes "Author", as
 * Office itself writes when it is told to remove personal information.
 */
export function createOfficeRules(): XmlRules {
  /** Names of those who wrote comments in a sheet: Excel starts each comment with one of them. */
  const authors: string[] = []
  return {
    tag(tag) {
      if (droppedElements.has(tag.name)) return 'drop'
      const changed = new Map<string, string>()
      let isChanged = false
      for (const [key, value] of tag.attributes) {
        const result = cleanAttribute(tag, key, key.slice(key.indexOf(':') + 1), value)
        isChanged ||= result !== value
        if (result !== undefined) changed.set(key, result)
      }
      return isChanged ? changed : tag.attributes
    },
    text(text, around) {
      const element = around.at(-1)
      if (element === 'author' && around.at(-2) === 'authors') {
        authors.push(text)
        return someone
      }
      if (element === 'instrText') return path.test(text) ? '' : text
      const author =
        element === 't' ? authors.find((each) => each !== '' && text.trimStart().startsWith(`${each}:`)) : undefined
      return author === undefined ? text : text.replace(author, () => someone)
    },
  }
}

/** The attribute's new value; undefined when it goes. `local` is its name without prefix. */
function cleanAttribute(tag: XmlTag, key: string, local: string, value: string): string | undefined {
  if (droppedAttributes.test(local)) return undefined
  if (local === 'author') return someone
  const isSigned = [...tag.attributes.keys()].some((each) => each.endsWith('author'))
  if (isSigned && (local === 'date' || local === 'dateUtc')) return undefined
  if (isSigned && local === 'initials') return 'A'
  if (path.test(value)) return ''
  switch (tag.name) {
    // The name of a picture is often that of its file.
    case 'docPr':
    case 'cNvPr':
      return local === 'name' ? '' : local === 'title' ? undefined : value
    // People of PowerPoint's comments, of the old kind and of the new.
    case 'cmAuthor':
    case 'author':
      return { name: someone, initials: 'A', userId: someone, providerId: 'None' }[local] ?? value
    case 'cm':
    case 'reply':
      return local === 'dt' || local === 'modified' ? undefined : local === 'created' ? noTime : value
    case 'imagedata':
    case 'shape':
    case 'fill':
      return ['title', 'href', 'alt', 'althref'].includes(local) ? undefined : value
    // The pen and the tablet that something was drawn with.
    case 'inkSource':
      return /^(?:manufacturer|model|serialNo|description)$/.test(local) ? undefined : value
    case 'pageSetup':
      // Leads to the settings of a printer.
      return key === 'r:id' ? undefined : value
    default:
      return value
  }
}
