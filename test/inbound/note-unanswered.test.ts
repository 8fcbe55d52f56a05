import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effect, Outcome } from '../../src/core/outcome.ts'
import { answerReply } from '../../src/inbound/answer-reply.ts'
import { noteUnanswered } from '../../src/inbound/note-unanswered.ts'
import { openDecide, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

type Note = Extract<Effect, { readonly do: 'note-unanswered' }>
const notesOf = ({ effects }: Pick<Outcome, 'effects'>): readonly Note[] =>
  effects.filter((effect): effect is Note => effect.do === 'note-unanswered')
const unknown = { kind: 'unknown', suggestions: [], ranked: ['child-definition-age'] } as const

describe('a question without a sure answer', () => {
  it('is noted with what came nearest, in its own words', async () => {
    const question = 'giá vàng hôm nay bao nhiêu'
    const [note, ...more] = notesOf(await open.decide(question))
    expect(more).toEqual([])
    expect(note).toMatchObject({ locale: 'vi', kind: 'unknown', text: question })
    const answer = await open.deps.answerer.ask(question, { locale: 'vi', on: open.clock.now() })
    expect(note?.ranked).toEqual(answer.ranked)
  })

  it('leaves the turn without names and numbers', async () => {
    const [note] = notesOf(await open.decide('em là Nguyễn Thị Hoa, sđt 0912 345 678, giá vàng hôm nay bao nhiêu ạ'))
    expect(note?.text).toBe('em là [tên], sđt [số], giá vàng hôm nay bao nhiêu ạ')
  })

  it('that is a story is cut', async () => {
    const [note] = notesOf(await open.decide('giá vàng hôm nay bao nhiêu, '.repeat(80)))
    expect(note?.text.length).toBeGreaterThan(300)
    expect(note?.text.length).toBeLessThanOrEqual(500)
  })

  it('is not noted when there is an answer', async () => {
    expect(notesOf(await open.decide('trẻ em là bao nhiêu tuổi'))).toEqual([])
  })

  it.each(['0912 345 678', '🙂🙂', '...'])('is not noted when nothing is left to answer: %s', async (text) => {
    expect(notesOf(await answerReply(open.turn(text), text, open.deps))).toEqual([])
  })

  it.each([
    ['bố đang cầm dao dọa giết em', []],
    ['em muốn chết, em sắp uống thuốc', []],
    ['giá vàng hôm nay bao nhiêu', ['none']],
  ])('is never noted when it sounds like danger: %s', (text, levels) => {
    const notes = noteUnanswered(open.turn(text), text, unknown, open.deps)
    expect(notes.map(() => open.deps.assess(text).level)).toEqual(levels)
  })

  it('is not noted when an officer wrote it', async () => {
    const officer = {
      id: 'o',
      alias: 1,
      name: 'Trực',
      role: 'officer' as const,
      unit: 'VN',
      isActive: true,
      createdAt: open.clock.now(),
    }
    const text = 'giá vàng hôm nay bao nhiêu'
    expect(notesOf(await open.decide(text, { officer }))).toEqual([])
    expect(noteUnanswered(open.turn(text, { officer }), text, unknown, open.deps)).toEqual([])
  })

  it('is not noted when it is a command or an entry chosen by its title', async () => {
    expect(notesOf(await open.decide('/muc no-such-entry'))).toEqual([])
    expect(noteUnanswered(open.turn('/boqua'), '/boqua', unknown, open.deps)).toEqual([])
  })
})
