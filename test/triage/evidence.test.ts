import { describe, expect, test } from 'vitest'
import { dangers, type Danger } from '../../src/core/triage.ts'
import { plainSpelling } from '../../src/knowledge/spelling.ts'
import type { LinearModel } from '../../src/learning/linear-model.ts'
import { searchMessages } from '../../src/search-messages.ts'
import { evidenceBits, evidenceFor, levelShares, type Alike } from '../../src/triage/evidence.ts'
import type { Told } from '../../src/triage/told.ts'

describe('the evidence', () => {
  const levels: Readonly<Record<string, Danger>> = { '0': 'emergency', '1': 'none', '2': 'emergency' }
  const levelOf = (id: string): Danger | undefined => levels[id]
  const alike = (id: string, score: number, coverage: number): Alike => ({ id, score, coverage })
  const soft = (share: number) => expect.closeTo(Math.log(share + 0.02) / 3, 12) as number

  test('is words and likes in the order of the levels, the level of the rules, and how much is known', () => {
    const found = [alike('0', 8, 0.9), alike('1', 4, 0.8), alike('2', 4, 0.4)]
    const weights = [0.9, 0.8 / 8, 0.4 / 8]
    const total = 0.9 + 0.1 + 0.05 + 0.3
    const evidence = evidenceFor([0.7, 0.1, 0.05, 0.15], found, levelOf, 'urgent')
    expect([...evidence.keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9, 12])
    expect([0, 1, 2, 3].map((at) => evidence.get(at))).toEqual([0.7, 0.1, 0.05, 0.15].map(soft))
    expect(evidence.get(4)).toEqual(soft((0.9 + (weights[2] ?? 0)) / total))
    expect([5, 6].map((at) => evidence.get(at))).toEqual([soft(0), soft(0)])
    expect(evidence.get(7)).toEqual(soft((weights[1] ?? 0) / total))
    expect([evidence.get(9), evidence.get(12)]).toEqual([1, 0.9])
  })

  test.each(dangers.map((level, at) => [level, 8 + at] as const))('the rules say %s in bucket %i', (level, bucket) => {
    const evidence = evidenceFor([0, 0, 0, 0], [], levelOf, level)
    expect([8, 9, 10, 11].filter((each) => evidence.has(each))).toEqual([bucket])
  })

  test('of nothing alike is no level and no coverage', () => {
    const evidence = evidenceFor([0.25, 0.25, 0.25, 0.25], [], levelOf, 'none')
    expect([4, 5, 6, 7, 12].map((at) => evidence.get(at))).toEqual([soft(0), soft(0), soft(0), soft(0), 0])
  })

  test('fits into its buckets', () => {
    const buckets = [...evidenceFor([0, 0, 0, 0], [alike('0', 1, 1)], levelOf, 'none').keys()]
    expect(Math.max(...buckets)).toBeLessThan(2 ** evidenceBits)
  })

  test('takes the shares of the words in the order of the levels, whatever the order of the classes', () => {
    const model: LinearModel = {
      classes: ['none', 'normal', 'emergency', 'urgent'],
      bits: 1,
      step: 1,
      offsets: [0.4, 0.3, 0.1, 0.2].map(Math.log),
      starts: new Uint32Array(3),
      owners: new Uint8Array(),
      weights: new Int8Array(),
    }
    expect(levelShares(model, new Map()).map((share) => Number(share.toFixed(6)))).toEqual([0.1, 0.2, 0.3, 0.4])
  })
})

describe('what a message is likened to', () => {
  const line = (part: Told['part'], text: string): Told => ({ part, level: 'urgent', kinds: ['online'], text })
  const told = [
    line('contrast', 'nó đòi ảnh của em'),
    line('model', 'nó đòi tiền của em'),
    line('rules', 'bố đi làm xa'),
    line('contrast', 'nó đòi tiền của con'),
  ]
  const find = searchMessages(told, plainSpelling)

  test('is named by its place in the list, the most alike first', () => {
    expect(find('bố nó đòi tiền', 5).map(({ id }) => id)).toEqual(['1', '2'])
    expect(find('bố nó đòi tiền', 1).map(({ id }) => id)).toEqual(['1'])
  })

  test.each(told.map(({ text }) => [text]))('is no line of contrast: %s', (text) => {
    const parts = find(text, 5).map(({ id }) => told[Number(id)]?.part)
    expect(parts.length).toBeGreaterThan(0)
    expect(parts).not.toContain('contrast')
  })

  test('is nothing when no word is known, or all lines are of contrast', () => {
    expect(find('xyz', 5)).toEqual([])
    expect(
      searchMessages(
        told.filter(({ part }) => part === 'contrast'),
        plainSpelling,
      )('nó đòi ảnh', 5),
    ).toEqual([])
  })
})
