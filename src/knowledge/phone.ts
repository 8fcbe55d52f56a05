import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { daysAfter } from './period.ts'
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

/** One number of the register. `verifiedOn` (yyyy-mm-dd) is the day on which somebody last made sure that it answers. */
export interface Phone {
  readonly number: string
  readonly verifiedOn: string
}

/** A number that nobody verified for longer than this needs a look. */
const mostDaysUnverified = 90

/** Reads `phones.yaml` of the knowledge folder. Throws `ContentError` with every fault. */
export function loadPhones(dir: string): Phones {
  return digitsOf(loadPhoneRegister(dir))
}

/** The same with the days of the last check. */
export function loadPhoneRegister(dir: string): Readonly<Record<string, Phone>> {
  const file = join(dir, 'phones.yaml')
  const faults: string[] = []
  const say: Say = (fault) => faults.push(`knowledge/phones.yaml: ${fault}`)
  const text = existsSync(file) ? readFileSync(file, 'utf8').normalize('NFC') : undefined
  if (text === undefined) say('there is no such file')
  const phones = text === undefined ? {} : (readYaml(text, phonesShape, say)?.phones ?? {})
  if (faults.length > 0) throw new ContentError(faults)
  return phones
}

/** The digits alone. */
export function digitsOf(register: Readonly<Record<string, Phone>>): Phones {
  return Object.fromEntries(Object.entries(register).map(([name, { number }]) => [name, number]))
}

/** Which numbers nobody verified for too long. */
export function unverifiedPhones(register: Readonly<Record<string, Phone>>, today: string): readonly string[] {
  return Object.entries(register)
    .filter(([, { verifiedOn }]) => daysAfter(verifiedOn, mostDaysUnverified) < today)
    .map(([name, { verifiedOn }]) => `${name} was last verified on ${verifiedOn}, over ${mostDaysUnverified} days ago`)
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
