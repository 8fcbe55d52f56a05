import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ContentError } from '../../src/core/errors.ts'
import { loadPersonal } from '../../src/knowledge/personal.ts'
import { withKnowledge } from './knowledge-folder.ts'

const text = readFileSync('knowledge/personal.yaml', 'utf8')

async function faultsOf(changed: string | undefined): Promise<readonly string[]> {
  return withKnowledge({ 'personal.yaml': changed }, (dir) => {
    try {
      loadPersonal(dir)
      return []
    } catch (error) {
      if (error instanceof ContentError) return error.faults
      throw error
    }
  })
}

describe('the words that tell personal data', () => {
  it('are read as words between blanks, or as phrases one a line', () => {
    const words = loadPersonal('knowledge')
    expect(words.surnames).toContain('nguyễn')
    expect(words.titles).toContain('thầy giáo')
    expect(words.keptNumbers).toContain('111')
  })

  it.each([
    ['a missing file', undefined, 'there is no such file'],
    ['a missing list', text.replace(/^atWords:.*$/m, ''), 'atWords: '],
    ['an unknown list', `${text}\nhorses: a b\n`, 'horses'],
    ['an empty list', text.replace(/^atWords:.*$/m, 'atWords: []'), 'atWords: is empty'],
    ['a word that stands twice', text.replace(/^atWords:.*$/m, 'atWords: [at, at]'), 'atWords: "at" stands twice'],
  ])('name %s as a fault', async (_what, changed, fault) => {
    const faults = await faultsOf(changed)
    expect(faults.some((each) => each.startsWith('knowledge/personal.yaml: ') && each.includes(fault))).toBe(true)
  })
})
