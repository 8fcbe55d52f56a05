import { join } from 'node:path'
import { createAnswerer, type EntryAnswerer } from '../../src/knowledge/answerer.ts'
import { loadKnowledge, type Knowledge } from '../../src/knowledge/load.ts'
import { loadTranslate } from '../../src/translate.ts'

const root = join(import.meta.dirname, '../..')

/** The day on which tests of the real knowledge base happen. */
export const testDay = '2026-11-22'

/** The real folder, as it is in the project. */
export const knowledgeDir = join(root, 'knowledge')

/** The real knowledge base. */
export function loadTestKnowledge(): Knowledge {
  return loadKnowledge(knowledgeDir, { today: testDay, lapsedIsFault: true })
}

/** Answers from the real knowledge base, or from another one, as on `testDay`. */
export function createTestAnswerer(knowledge: Knowledge = loadTestKnowledge()): EntryAnswerer {
  return createAnswerer(knowledge, {
    clock: { now: () => new Date(`${testDay}T09:00:00+07:00`) },
    translate: loadTranslate(join(root, 'locales')),
  })
}
