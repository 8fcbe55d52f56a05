import { joined, latin1 } from '../bytes.ts'

/** A value as it stands in a PDF; what need not be understood keeps its own bytes. */
export type PdfValue =
  | { readonly kind: 'dict'; readonly entries: readonly (readonly [key: string, value: PdfValue])[] }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | { readonly kind: 'ref'; readonly id: number; readonly generation: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number; readonly raw: Uint8Array }
  | { readonly kind: 'string'; readonly raw: Uint8Array }
  | { readonly kind: 'word'; readonly word: string }

export type PdfDict = Extract<PdfValue, { kind: 'dict' }>

/** What a dictionary has under a key. */
export function valueAt(value: PdfValue | undefined, key: string): PdfValue | undefined {
  return value?.kind === 'dict' ? value.entries.find(([each]) => each === key)?.[1] : undefined
}

/** A name that a dictionary has under a key; empty when none. */
export function nameAt(value: PdfValue | undefined, key: string): string {
  const found = valueAt(value, key)
  return found?.kind === 'name' ? found.name : ''
}

/** A number that a dictionary has under a key. */
export function numberAt(value: PdfValue | undefined, key: string): number | undefined {
  const found = valueAt(value, key)
  return found?.kind === 'number' ? found.value : undefined
}

/** A whole number as a value. */
export function numberValue(value: number): PdfValue {
  return { kind: 'number', value, raw: latin1(String(value)) }
}

/** The value in PDF's own writing. */
export function writeValue(value: PdfValue): Uint8Array {
  const parts: Uint8Array[] = []
  write(value, parts)
  return joined(parts)
}

const space = latin1(' ')

function write(value: PdfValue, parts: Uint8Array[]): void {
  switch (value.kind) {
    case 'dict':
      parts.push(latin1('<<'))
      for (const [key, each] of value.entries) {
        parts.push(latin1(writeName(key)), space)
        write(each, parts)
      }
      parts.push(latin1('>>'))
      break
    case 'array':
      parts.push(latin1('['))
      for (const item of value.items) {
        write(item, parts)
        parts.push(space)
      }
      parts.push(latin1(']'))
      break
    case 'ref':
      parts.push(latin1(`${value.id} ${value.generation} R`))
      break
    case 'name':
      parts.push(latin1(writeName(value.name)))
      break
    case 'number':
    case 'string':
      parts.push(value.raw)
      break
    case 'word':
      parts.push(latin1(value.word))
      break
    default:
      value satisfies never
  }
}

function writeName(name: string): string {
  return `/${name.replace(/[^!-~]|[#()<>[\]{}/%]/g, (char) => `#${char.charCodeAt(0).toString(16).padStart(2, '0')}`)}`
}
