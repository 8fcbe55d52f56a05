import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Asked } from '../../src/knowledge/asked.ts'
import { createJudge, outsideClass } from '../../src/knowledge/judge.ts'
import { learn } from '../../src/knowledge/lessons.ts'
import { createSpelling, plainSpelling } from '../../src/knowledge/spelling.ts'

const of = (entry: string | undefined, ...texts: readonly string[]): readonly Asked[] =>
  texts.map((text) => ({ entry, text }))
const known: readonly Asked[] = [
  ...of('hit', 'bố đánh em', 'em bị bố đánh đau', 'mẹ đánh em', 'em bị đánh ở nhà'),
  ...of('age', 'mấy tuổi là trẻ em', 'bao nhiêu tuổi là trẻ em', 'trẻ em dưới mấy tuổi', 'tuổi trẻ em là mấy'),
]
const outside = of(undefined, 'thời tiết hôm nay', 'thời tiết ngày mai', 'hôm nay trời mưa không', 'mai trời mưa không')
const spelling = createSpelling(plainSpelling)
const judgeOf = (asked: readonly Asked[]) => createJudge(learn({ asked, spelling: plainSpelling }), spelling)
const judge = judgeOf([...known, ...outside])

describe('the judge', () => {
  it.each([
    ['hit', 'bố mẹ đánh em'],
    ['hit', 'bo danh em'],
    ['age', 'em mấy tuổi thì là trẻ em'],
    ['age', 'may tuoi la tre em'],
  ])('believes that %s is asked for by "%s"', (entry, question) => {
    expect(judge(question).of(entry)).toBeGreaterThan(0.5)
  })

  it('believes that no entry answers what is like other questions that none answers', () => {
    expect(judge('thời tiết mai thế nào').outside).toBeGreaterThan(0.5)
    expect(judge('mẹ đánh em').outside).toBeLessThan(0.3)
  })

  it('says nothing of an entry that it was not trained on', () => {
    expect(judge('bố đánh em').of('new')).toBeUndefined()
    expect(judge('bố đánh em').of('')).toBeUndefined()
  })

  it('doubts nothing where it never met a question that no entry answers', () => {
    expect(judgeOf(known)('thời tiết hôm nay').outside).toBe(0)
  })

  it('shares out its belief among all that it knows, whatever is asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (question) => {
        const verdict = judge(question)
        const [hit = NaN, age = NaN] = [verdict.of('hit'), verdict.of('age')]
        expect(hit + age + verdict.outside).toBeCloseTo(1, 9)
        expect(verdict.of(outsideClass)).toBe(verdict.outside)
      }),
    )
  })
})
