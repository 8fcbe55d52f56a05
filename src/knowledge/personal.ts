import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { ContentError } from '../core/errors.ts'
import { personalLists, type PersonalWords } from '../core/personal.ts'
import { readYaml } from './read-yaml.ts'

/** Words between blanks, or phrases one a line. */
const listShape = z.union([z.string(), z.array(z.string())]).transform((given, context) => {
  const phrases = Array.isArray(given) ? given : given.trim().split(given.trim().includes('\n') ? '\n' : /\s+/)
  const list = phrases.map((phrase) => phrase.trim()).filter((phrase) => phrase !== '')
  if (list.length === 0) context.addIssue({ code: 'custom', message: 'is empty' })
  for (const twice of list.filter((phrase, at) => list.indexOf(phrase) < at))
    context.addIssue({ code: 'custom', message: `"${twice}" stands twice` })
  return list
})
const personalShape = z.strictObject(
  Object.fromEntries(personalLists.map((name) => [name, listShape])) as Record<keyof PersonalWords, typeof listShape>,
)

/** Reads `personal.yaml` of the knowledge folder: how personal data looks. Throws `ContentError` with every fault. */
export function loadPersonal(dir: string): PersonalWords {
  const file = join(dir, 'personal.yaml')
  const faults: string[] = []
  const say = (fault: string): void => void faults.push(`knowledge/personal.yaml: ${fault}`)
  const words = existsSync(file) ? readYaml(readFileSync(file, 'utf8').normalize('NFC'), personalShape, say) : undefined
  if (!existsSync(file)) say('there is no such file')
  if (words === undefined || faults.length > 0) throw new ContentError(faults)
  return words
}
