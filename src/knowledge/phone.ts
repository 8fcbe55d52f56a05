import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { readYaml, type Say } from './read-yaml.ts'

const phonesShape = z.strictObject({
  phones: z.record(
    z.string().regex(/^[a-z]+(_[a-z]+)*$/),
    z.strictObject({
      number: z.string().regex(/^\d{3,11}$/),
      name: z.string().min(1),
      nameEn: z.string().min(1),
      verifiedOn: z.iso.date(),
    }),
  ),
})

/** Telephone numbers by the name that stands for them in texts: `child_hotline` → its digits. */
export type Phones = Readonly<Record<string, string>>

/** Reads `phones.yaml` of the knowledge folder. Throws `ContentError` with every fault. */
export function loadPhones(dir: string): Phones {
  const file = join(dir, 'phones.yaml')
  const faults: string[] = []
  const say: Say = (fault) => faults.push(`knowledge/phones.yaml: ${fault}`)
  const phones = existsSync(file) ? readPhones(readFileSync(file, 'utf8').normalize('NFC'), say) : {}
  if (!existsSync(file)) say('there is no such file')
  if (faults.length > 0) throw new ContentError(faults)
  return phones
}

function readPhones(text: string, say: Say): Phones {
  const phones = readYaml(text, phonesShape, say)?.phones ?? {}
  return Object.fromEntries(Object.entries(phones).map(([name, { number }]) => [name, number]))
}

const placeholder = /\{\{\s*([^{}]*?)\s*\}\}/g

/** The names between double braces in a text. */
export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(placeholder)].map(([, name]) => name ?? '')
}

/** Puts the numbers in: `{{child_hotline}}` → its digits. A name that is no telephone is a bug and throws. */
export function fillPhones(text: string, phones: Phones): string {
  return text.replace(placeholder, (_whole, name: string) => {
    const number = Object.hasOwn(phones, name) ? phones[name] : undefined
    if (number === undefined) throw new Error(`no telephone ${name}`)
    return number
  })
}

/** Ten or eleven digits from 0, or a 1800/1900 number, however they are grouped. */
const anyNumber = /(?<![\d/])(?:0(?:[ .-]?\d){9,10}|1[89]00(?:[ .-]?\d){4,6})(?!\d)/g

/** Telephone numbers typed as digits: those of the register standing alone, and whatever looks like another one. */
export function typedNumbers(text: string, phones: Phones): readonly string[] {
  const known = Object.values(phones).join('|')
  const alone =
    known === ''
      ? []
      : text.matchAll(new RegExp(`(?<!\\p{L}|\\d|\\d[.,/–-])(?:${known})(?!\\p{L}|\\d|[.,/–-]\\d|%)`, 'gu'))
  return [...new Set([...alone, ...text.matchAll(anyNumber)].map(([number]) => number))]
}
