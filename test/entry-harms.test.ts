import { expect, it } from 'vitest'
import type { HarmKind } from '../src/core/triage.ts'
import { createIsAbout } from '../src/entry-harms.ts'
import { realContent } from './support/test-app.ts'

it('goes by how the questions of an entry sound', () => {
  const kinds: Readonly<Record<string, readonly HarmKind[]>> = {
    hit: ['physical_violence'],
    both: ['labour', 'physical_violence'],
    vague: ['other'],
    fine: ['none'],
  }
  const assessed: string[] = []
  const isAbout = createIsAbout(
    [
      { id: 'beating', questions: ['hit', 'both', 'fine', 'fine', 'fine', 'vague'] },
      { id: 'rarely', questions: ['hit', 'fine', 'fine', 'fine'] },
      { id: 'parted', questions: ['fine'] },
      { id: 'parted', questions: ['hit'] },
      { id: 'unasked', questions: [] },
    ],
    (text) => {
      assessed.push(text)
      return { level: 'normal', kinds: kinds[text] ?? ['none'], because: [] }
    },
  )
  expect(isAbout('beating', ['physical_violence'])).toBe(true)
  expect(isAbout('beating', ['drugs', 'physical_violence'])).toBe(true)
  expect(isAbout('beating', ['labour'])).toBe(false)
  expect(isAbout('beating', ['other', 'none'])).toBe(false)
  expect(isAbout('rarely', ['physical_violence'])).toBe(false)
  expect(isAbout('parted', ['physical_violence'])).toBe(true)
  for (const id of ['unasked', 'nowhere']) expect(isAbout(id, ['physical_violence'])).toBe(false)
  expect(assessed).toHaveLength(12)
})

it.each<[string, HarmKind, boolean]>([
  ['secret-touch-by-known-person', 'sexual_abuse', true],
  ['online-sextortion', 'online', true],
  ['suicidal-thoughts-response', 'suicide', true],
  ['suicidal-thoughts-response', 'sexual_abuse', false],
  ['forced-marriage-bride-kidnap', 'school_violence', false],
])('of the real entries %s is about %s: %j', (entry, kind, expected) => {
  const { knowledge, assess } = realContent()
  expect(createIsAbout(knowledge.entries, assess)(entry, [kind])).toBe(expected)
})
