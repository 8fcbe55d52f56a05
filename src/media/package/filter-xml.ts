import { Refusal } from '../refusal.ts'

/** An element's start: its name without prefix, and its attributes as written, entities and all, by their full names. */
export interface XmlTag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  /** The names of the elements around it, the nearest last. */
  readonly around: readonly string[]
}

/** What is to become of XML. */
export interface XmlRules {
  /** The same map: as it is. Another: these attributes. 'drop': the element goes with all in it. */
  tag(tag: XmlTag): ReadonlyMap<string, string> | 'drop'
  /** The text to be written in place of this one; `around` ends with the element that it stands in. */
  text?(text: string, around: readonly string[]): string
}

const attribute = /\s+([^\s=<>"'/]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y
const mostDepth = 2000
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** A name without its prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

/** Filters XML in UTF-8. Comments and processing instructions go; document types are refused. */
export function filterXml(bytes: Uint8Array, rules: XmlRules): Uint8Array {
  const xml = decode(bytes)
  const out = createTextOut(xml)
  const open: string[] = []
  const around: string[] = []
  /** How deep the element is that goes with all in it. */
  let droppedAt = Infinity
  let at = 0
  const addText = (text: string, from: number, to: number): void => {
    if (open.length >= droppedAt || open.length === 0) return
    const result = rules.text === undefined ? text : rules.text(text, around)
    if (result === text && to - from === text.length) out.copy(from, to)
    else out.add(result)
  }
  for (let start = xml.indexOf('<'); start >= 0; start = xml.indexOf('<', at)) {
    if (start > at) addText(xml.slice(at, start), at, start)
    if (xml.startsWith('<!--', start)) at = after(xml, '-->', start + 4)
    else if (xml.startsWith('<?', start)) at = after(xml, '?>', start)
    else if (xml.startsWith('<![CDATA[', start)) {
      at = after(xml, ']]>', start)
      addText(escape(xml.slice(start + 9, at - 3)), start, at)
    } else if (xml.startsWith('<!', start)) throw new Refusal('cannot-clean')
    else if (xml.startsWith('</', start)) {
      at = after(xml, '>', start)
      if (open.pop() !== xml.slice(start + 2, at - 1).trimEnd()) throw new Refusal('damaged')
      around.pop()
      if (open.length < droppedAt) out.copy(start, at)
      if (open.length === droppedAt) droppedAt = Infinity
    } else {
      const tag = readTag(xml, start)
      at = tag.end
      if (open.length < droppedAt) {
        const result = rules.tag({ name: localName(tag.name), attributes: tag.attributes, around })
        if (result === 'drop') droppedAt = tag.isEmpty ? Infinity : open.length
        else if (result === tag.attributes) out.copy(start, at)
        else out.add(writeTag(tag.name, result, tag.isEmpty))
      }
      if (tag.isEmpty) continue
      open.push(tag.name)
      around.push(localName(tag.name))
      if (open.length > mostDepth) throw new Refusal('cannot-clean')
    }
  }
  if (open.length > 0) throw new Refusal('damaged')
  return new TextEncoder().encode(declaration + out.text())
}

/** Text put together from pieces of `source` and others; neighbouring pieces become one. */
function createTextOut(source: string): {
  copy(from: number, to: number): void
  add(text: string): void
  text(): string
} {
  const pieces: string[] = []
  let [from, to] = [0, 0]
  const flush = (): void => {
    if (to > from) pieces.push(source.slice(from, to))
  }
  return {
    copy(start, end) {
      if (start !== to) {
        flush()
        from = start
      }
      to = end
    },
    add(text) {
      flush()
      from = to
      pieces.push(text)
    },
    text() {
      flush()
      from = to
      return pieces.join('')
    },
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new Refusal('cannot-clean')
  }
}

function after(xml: string, end: string, from: number): number {
  const at = xml.indexOf(end, from)
  if (at < 0) throw new Refusal('damaged')
  return at + end.length
}

interface ReadTag {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly isEmpty: boolean
  readonly end: number
}

const tagName = /<([^\s=<>"'/]+)/y
const tagEnd = /\s*(\/?)>/y

function readTag(xml: string, start: number): ReadTag {
  tagName.lastIndex = start
  const name = tagName.exec(xml)?.[1]
  if (name === undefined) throw new Refusal('damaged')
  const attributes = new Map<string, string>()
  let at = tagName.lastIndex
  for (;;) {
    attribute.lastIndex = at
    const found = attribute.exec(xml)
    if (found === null) break
    if (attributes.has(found[1] ?? '')) throw new Refusal('damaged')
    attributes.set(found[1] ?? '', found[2] ?? (found[3] ?? '').replaceAll('"', '&quot;'))
    at = attribute.lastIndex
  }
  tagEnd.lastIndex = at
  const end = tagEnd.exec(xml)
  if (end === null) throw new Refusal('damaged')
  return { name, attributes, isEmpty: end[1] === '/', end: tagEnd.lastIndex }
}

function writeTag(name: string, attributes: ReadonlyMap<string, string>, isEmpty: boolean): string {
  const written = [...attributes].map(([key, value]) => ` ${key}="${value}"`).join('')
  return `<${name}${written}${isEmpty ? '/' : ''}>`
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
