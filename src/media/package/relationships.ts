import { Refusal } from '../refusal.ts'
import { filterXml, type XmlRules } from './filter-xml.ts'

/** Kinds of relationships whose targets tell of people, printers, templates, edits, labels and add-ins. */
const droppedKinds = new Set(
  (
    'attachedTemplate customXml customXmlProps printerSettings people commentsExtended commentsIds commentsExtensible ' +
    'threadedComment person revisionHeaders revisionLog usernames changesInfo revisionInfo recipientData ' +
    'mailMergeRecipientData mailMergeSource mailMergeHeaderSource keyMapCustomizations documenttasks ' +
    'classificationlabels thumbnail webextension webextensiontaskpanes wsSortMap'
  ).split(' '),
)
/** Ways into databases, with names and passwords. */
const uncleanKinds = new Set(['connections', 'vbaProject'])
const webAddress = /^(?:https?|mailto|tel):/i

/** The name of the part that lists what `part` leads to; '' is the package itself. */
export function relationshipsOf(part: string): string {
  const slash = part.lastIndexOf('/')
  return `${part.slice(0, slash + 1)}_rels/${part.slice(slash + 1)}.rels`
}

/**
 * The relationships of a part, cleaned. `meet` is told each part that stays reachable and answers whether there is one.
 * Of the package's own only the document stays: its properties, preview and signatures go.
 */
export function cleanRelationships(bytes: Uint8Array, part: string, meet: (name: string) => boolean): Uint8Array {
  const rules: XmlRules = {
    tag({ name, attributes }) {
      if (name !== 'Relationship') return attributes
      const kind = (attributes.get('Type') ?? '').split('/').at(-1) ?? ''
      if (part === '' ? kind !== 'officeDocument' : droppedKinds.has(kind)) return 'drop'
      if (uncleanKinds.has(kind)) throw new Refusal('cannot-clean')
      const target = attributes.get('Target') ?? ''
      if (attributes.get('TargetMode') === 'External')
        return webAddress.test(target) ? attributes : new Map([...attributes, ['Target', 'removed']])
      if (target.startsWith('#')) return attributes
      return meet(resolve(part, target)) ? attributes : 'drop'
    },
  }
  return filterXml(bytes, rules)
}

/** The name of the part that a target means, seen from `part`. */
function resolve(part: string, target: string): string {
  const [plain = ''] = target.split('#')
  const steps = plain.startsWith('/') ? [] : part.split('/').slice(0, -1)
  for (const step of plain.split('/')) {
    if (step === '..') steps.pop()
    else if (step !== '' && step !== '.') steps.push(step)
  }
  const name = steps.join('/')
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
