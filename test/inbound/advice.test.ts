import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDecide, said, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

it('what happened is answered from the knowledge base, between the way to help and the question', async () => {
  const texts = said(
    await open.decide('Ông hàng xóm cho con kẹo rồi sờ con mấy lần, con không thích nhưng ông dặn không được kể'),
  )
  expect(texts[0]).toBe(open.words('safety.believe.child'))
  expect(texts.filter((text) => text.includes('Theo: '))).toHaveLength(1)
  expect(texts.at(-1)).not.toContain('Theo: ')
})

it('an answer about another kind of harm stays unsaid', async () => {
  const story = 'Hè vừa rồi bác họ ngủ nhờ đã làm chuyện bậy với em, em chưa dám nói với ai'
  const answer = await open.deps.answerer.ask(story, { locale: 'vi', reader: 'child' })
  expect(open.deps.assess(story).kinds).toContain('sexual_abuse')
  // It is the story that is wrongly answered; an entry that is about it would have to be said.
  expect(answer).toMatchObject({ kind: 'answered', entry: 'suicidal-thoughts-response' })
  const texts = said(await open.decide(story))
  expect(texts[0]).toBe(open.words('safety.believe.child'))
  expect(texts.some((text) => text.includes('Theo: '))).toBe(false)
})
