import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Answer } from '../../src/core/answer.ts'
import { confidenceIn, curveShape, evidenceIn, logistic, type Curve } from '../../src/knowledge/confidence.ts'
import { writeLearned } from '../../src/knowledge/learned.ts'
import { learn, lessonsFrom, markOf } from '../../src/knowledge/lessons.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import type { Ranked, Ranking } from '../../src/knowledge/ranker.ts'
import { withKnowledge } from './knowledge-folder.ts'
import { createTestAnswerer, testDay } from './test-answerer.ts'

const found = (score: number, belief?: number): Ranked => ({ id: 'x', score, coverage: 0.8, likeness: 0.64, belief })
const ranking = (outside: number, ...all: readonly Ranked[]): Ranking => ({ found: all, outside })
const five = 'trẻ em là mấy tuổi'
const curve: Curve = { offset: -1, weights: [1, -0.5, 2, 1.5, 0.25], answered: 0.5 }

describe('the evidence for the first that is found', () => {
  it('is belief, doubt, lead, length and match', () => {
    expect(evidenceIn(ranking(0.2, found(4, 0.6), found(1)), five)).toEqual([
      Math.log(0.601),
      Math.log(0.201),
      0.75,
      0.5,
      Math.log(5),
    ])
  })

  it('has no belief in an entry that the judge does not know, and all the lead where it is alone', () => {
    const [belief, , lead] = evidenceIn(ranking(0, found(4)), five) ?? []
    expect([belief, lead]).toEqual([Math.log(0.001), 1])
  })

  it('has a lead below nought where the judge alone put it first', () => {
    expect(evidenceIn(ranking(0, found(2, 0.9), found(3, 0.1)), five)?.[2]).toBe(-0.5)
  })

  it('counts no more than ten words', () => {
    const length = (words: number) => evidenceIn(ranking(0, found(1)), 'em '.repeat(words))?.[3]
    expect([length(0), length(3), length(10), length(11)]).toEqual([0, 0.3, 1, 1])
  })

  it('is none where nothing is found', () => {
    expect(evidenceIn(ranking(0.5), five)).toBeUndefined()
  })
})

describe('confidence by a curve', () => {
  it('is the logistic of the weighted evidence', () => {
    const expected = -1 + Math.log(0.601) - 0.5 * Math.log(0.201) + 2 * 0.75 + 1.5 * 0.5 + 0.25 * Math.log(5)
    const confidence = confidenceIn(ranking(0.2, found(4, 0.6), found(1)), five, curve)
    expect(confidence).toBeCloseTo(logistic(expected), 12)
  })

  it('is a share, and grows with belief and falls with doubt', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(share, share, share, fc.double({ min: 0.01, max: 50, noNaN: true }), (a, b, doubt, score) => {
        const by = (belief: number, outside: number) =>
          confidenceIn(ranking(outside, found(score, belief)), five, curve)
        const [low, high] = [Math.min(a, b), Math.max(a, b)]
        expect(by(low, doubt)).toBeLessThanOrEqual(by(high, doubt))
        expect(by(doubt, high)).toBeLessThanOrEqual(by(doubt, low))
        expect(by(a, doubt)).toBeGreaterThanOrEqual(0)
        expect(by(a, doubt)).toBeLessThanOrEqual(1)
      }),
    )
  })

  it.each([[curve], [undefined]])('is 0 where nothing is found (%j)', (by) => {
    expect(confidenceIn(ranking(0), five, by)).toBe(0)
  })

  it.each([
    ['a weight too few', { ...curve, weights: [1, 2, 3, 4] }],
    ['a threshold that is no share', { ...curve, answered: 1.5 }],
    ['no offset', { ...curve, offset: undefined }],
  ])('is refused with %s', (_what, written) => {
    expect(curveShape.safeParse(curve).success).toBe(true)
    expect(curveShape.safeParse(written).success).toBe(false)
  })
})

describe('confidence without a curve', () => {
  const by = (change: Partial<Ranked>, question = five, second?: Ranked): number =>
    confidenceIn(ranking(0, { ...found(4), ...change }, ...(second === undefined ? [] : [second])), question, undefined)

  it('grows with what is known of the question, its likeness and the lead', () => {
    expect(by({ coverage: 1 })).toBeGreaterThan(by({ coverage: 0.5 }))
    expect(by({ likeness: 1 })).toBeGreaterThan(by({ likeness: 0.3 }))
    expect(by({})).toBeGreaterThan(by({}, five, found(3.9)))
  })

  it('needs no likeness for a story of more than twelve words, where enough of it matches', () => {
    const told = { score: 60, coverage: 0.3, likeness: 0.05 }
    expect(by(told, 'em '.repeat(13), found(30))).toBeGreaterThan(0.85)
    expect(by(told, 'em '.repeat(12), found(30))).toBeLessThan(0.85)
  })
})

describe('what is below the threshold', () => {
  /** Asks a folder whose curve is sure of all by the same, and answers from `answered` on. */
  const ask = (answered: number): Promise<Answer> =>
    withKnowledge({}, async (plain) => {
      const { entries, spelling } = loadKnowledge(plain, { today: testDay, lapsedIsFault: true })
      const lessons = lessonsFrom(entries, [], spelling('vi'))
      const even: Curve = { offset: 0, weights: [0, 0, 0, 0, 0], answered }
      const file = writeLearned({ judge: learn(lessons), curve: even }, markOf(lessons))
      return withKnowledge({ 'learned/vi.json': file }, (dir) =>
        createTestAnswerer(loadKnowledge(dir, { today: testDay, lapsedIsFault: true })).ask(
          'bao nhiêu tuổi là trẻ em',
          {
            locale: 'vi',
          },
        ),
      )
    })

  it.each([
    [0.5, 'answered'],
    [0.51, 'unsure'],
    [1, 'unsure'],
  ])('is abstained: 0.5 where %d is needed is %s', async (answered, kind) => {
    expect(await ask(answered)).toMatchObject({ kind })
  })
})
