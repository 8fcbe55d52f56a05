import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import { openDecide, said, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

const age = 'child-definition-age'
const full = `/muc ${age} day-du`
const easy = `/muc ${age} de-hieu`
const valuesOf = (outcome: Outcome) => outcome.replies.at(-1)?.quickReplies?.map(({ value }) => value) ?? []
const sessionOf = ({ session }: Outcome) => {
  if (typeof session === 'string') throw new Error('nothing is remembered')
  return session
}
const isForChild = (outcome: Outcome) => valuesOf(outcome).some((value) => value.endsWith(' day-du'))
/** The words before the next steps. */
const wordsOf = (outcome: Outcome) => said(outcome).join('\n').split('\n\n- ')[0]?.split(/\s+/) ?? []

describe('the wording of an answer', () => {
  it.each([
    ['trẻ em là bao nhiêu tuổi', false],
    ['em 14 tuổi có còn là trẻ em không', true],
    ['e 14t con la tre em ko', true],
    ['con tôi 14 tuổi có còn là trẻ em không', false],
    ['em là giáo viên, trẻ em là bao nhiêu tuổi', false],
  ])('“%s”: for a child: %s', async (text, expected) => {
    const outcome = await open.decide(text)
    expect(said(outcome).join('\n')).toContain('dưới 16 tuổi')
    expect(isForChild(outcome)).toBe(expected)
    expect(valuesOf(outcome)).toContain(expected ? full : easy)
  })

  it('for a child has at most 60 words before the next steps, and names its sources', async () => {
    const { knowledge } = open.base.content
    for (const { id } of knowledge.entries.filter(({ locale }) => locale === 'vi')) {
      const outcome = await open.decide(`/muc ${id} de-hieu`)
      if (!isForChild(outcome)) continue
      expect(wordsOf(outcome).length).toBeLessThanOrEqual(60)
      expect(said(outcome).join('\n')).toContain('Theo: ')
    }
  })

  it('is one tap from the other, and the tap is remembered', async () => {
    const adult = await open.decide('trẻ em là bao nhiêu tuổi')
    const child = await open.decide(easy, { session: sessionOf(adult) })
    expect(isForChild(child)).toBe(true)
    const next = await open.decide('gọi 111 có mất tiền không', { session: sessionOf(child) })
    expect(valuesOf(next)).toContain('/muc hotline-111 day-du')
    const back = await open.decide(full, { session: sessionOf(next) })
    expect(said(back)).toEqual(said(adult))
    const after = await open.decide('gọi 111 có mất tiền không', { session: sessionOf(back) })
    expect(valuesOf(after)).toContain('/muc hotline-111 de-hieu')
  })

  it('goes on for somebody who spoke as a child, until an adult speaks', async () => {
    const child = await open.decide('em 14 tuổi có còn là trẻ em không')
    const next = await open.decide('gọi 111 có mất tiền không', { session: sessionOf(child) })
    expect(isForChild(next)).toBe(true)
    const adult = await open.decide('con tôi gọi 111 có mất tiền không', { session: sessionOf(next) })
    expect(isForChild(adult)).toBe(false)
  })

  it('is for a child where the contact is known as one, and forgotten with the conversation', async () => {
    const question = 'trẻ em là bao nhiêu tuổi'
    expect(isForChild(await open.decide(question, { contact: { audience: 'child' } }))).toBe(true)
    expect(isForChild(await open.decide(question))).toBe(false)
  })

  it('is the one for children where an entry is written for them', async () => {
    expect(isForChild(await open.decide('/muc child-can-report-alone'))).toBe(true)
    expect(isForChild(await open.decide('/muc child-can-report-alone day-du'))).toBe(false)
  })

  it('of an entry whose name sounds like danger is shown: nobody wrote that name', async () => {
    for (const wording of ['', ' day-du', ' de-hieu']) {
      const outcome = await open.decide(`/muc suicidal-thoughts-response${wording}`)
      expect(said(outcome)).toHaveLength(1)
      expect(said(outcome)[0]).toContain('115')
    }
    for (const text of ['/muc em muốn tự tử', '/muc suicidal-thoughts-response em muốn tự tử'])
      expect(said(await open.decide(text))[0]).toBe(open.words('safety.believe.crisis'))
  })

  it('of the same entry again says that it is', async () => {
    const first = await open.decide('trẻ em là bao nhiêu tuổi')
    const again = await open.decide('nếu em 17 tuổi thì sao', { session: sessionOf(first) })
    expect(said(again)[0]).toMatch(new RegExp(`^${open.words('answer.same')}`))
    expect(said(again)[0]).toContain('Trẻ em là người dưới 16 tuổi')
  })
})
