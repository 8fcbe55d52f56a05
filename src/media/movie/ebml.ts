import { u8 } from '../bytes.ts'
import { Refusal } from '../refusal.ts'

/** An element of EBML (Matroska, WebM). */
export interface Element {
  readonly id: number
  readonly start: number
  readonly body: number
  readonly end: number
  /** Written live: the length was not known, and the element ends where one of a higher level starts. */
  readonly isOpen: boolean
}

/** The element at `at`; `to` is where what it stands in ends. */
export function readElement(bytes: Uint8Array, at: number, to: number): Element {
  const idLength = Math.clz32(u8(bytes, at)) - 23
  if (idLength > 4) throw new Refusal('damaged')
  let id = 0
  for (let i = 0; i < idLength; i++) id = id * 256 + u8(bytes, at + i)
  const sizeAt = at + idLength
  const first = u8(bytes, sizeAt)
  const sizeLength = Math.clz32(first) - 23
  if (sizeLength > 8) throw new Refusal('damaged')
  const most = 2 ** (8 - sizeLength) - 1
  let size = first & most
  let isOpen = size === most
  for (let i = 1; i < sizeLength; i++) {
    const byte = u8(bytes, sizeAt + i)
    isOpen &&= byte === 0xff
    size = size * 256 + byte
  }
  const body = sizeAt + sizeLength
  const end = isOpen ? to : body + size
  if (end > to) throw new Refusal('damaged')
  return { id, start: at, body, end, isOpen }
}

/** The elements from `from` up to `to`, which they have to fill. */
export function* elementsIn(bytes: Uint8Array, from: number, to: number): Generator<Element> {
  for (let at = from; at < to;) {
    const element = readElement(bytes, at, to)
    // Only segments and clusters are written live, and those are not read here.
    if (element.isOpen) throw new Refusal('damaged')
    yield element
    at = element.end
  }
}

/** The first element with this id. */
export function findElement(bytes: Uint8Array, within: Element, id: number): Element | undefined {
  for (const element of elementsIn(bytes, within.body, within.end)) if (element.id === id) return element
  return undefined
}

/** Makes an element one of EBML's own empty ones, of the same length. */
export function voidElement(bytes: Uint8Array, { start, end }: Element): void {
  const length = end - start
  bytes.fill(0, start, end)
  bytes[start] = 0xec
  if (length < 9) {
    bytes[start + 1] = 0x80 + length - 2
    return
  }
  bytes[start + 1] = 0x01
  let rest = length - 9
  for (let i = start + 8; i > start + 1; i--) {
    bytes[i] = rest % 256
    rest = Math.floor(rest / 256)
  }
}

/** What is to become of elements by their id: kept, emptied, looked into, or changed. Others become void. */
export type ElementRule = 'keep' | 'empty' | ElementRules | ((bytes: Uint8Array, element: Element) => void)
export type ElementRules = ReadonlyMap<number, ElementRule>

/** Applies the rules to the elements from `from` up to `to`, in place. */
export function applyElementRules(bytes: Uint8Array, from: number, to: number, rules: ElementRules): void {
  for (const element of elementsIn(bytes, from, to)) {
    const rule = rules.get(element.id)
    if (rule === undefined) voidElement(bytes, element)
    else if (rule === 'empty') bytes.fill(0, element.body, element.end)
    else if (typeof rule === 'function') rule(bytes, element)
    else if (rule !== 'keep') applyElementRules(bytes, element.body, element.end, rule)
  }
}
