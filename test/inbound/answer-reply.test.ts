import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerLines, sourceLine } from '../../src/inbound/answer-reply.ts'
import { realContent } from '../support/test-app.ts'
import { openDecide, type OpenDecide } from './open-decide.ts'

const words = realContent().translate('vi')
const report = { label: 'common.report', value: '/baotin' }
const easy = { label: 'answer.easy', value: '/muc e de-hieu' }
const suggestions = [
  { entry: 'hotline-111', title: 'Tổng đài 111' },
  { entry: 'grooming', title: 'Bị dụ dỗ trên mạng' },
]
const offered = [
  { text: 'Tổng đài 111', value: '/muc hotline-111' },
  { text: 'Bị dụ dỗ trên mạng', value: '/muc grooming' },
]

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

describe('an answer as lines', () => {
  it('is its text, its sources, and the way to report', () => {
    const sources = [{ document: '102/2016/QH13', article: 'Điều 1', title: 'Luật Trẻ em 2016' }]
    const answer = {
      kind: 'answered',
      entry: 'e',
      version: '0a1b2c3d',
      text: 'Dưới 16 tuổi.',
      sources,
      ranked: ['e'],
    } as const
    expect(answerLines(answer, words)).toEqual([
      { text: 'Dưới 16 tuổi.\n\nTheo: Luật Trẻ em 2016, Điều 1.', choices: [report, easy] },
    ])
    expect(answerLines({ ...answer, sources: [] }, words)).toEqual([{ text: 'Dưới 16 tuổi.', choices: [report, easy] }])
  })

  it('in the words for a child offers the full version instead', () => {
    const known = { kind: 'answered', entry: 'e', version: '0a1b2c3d', text: 'Dưới 16 tuổi.' } as const
    const answer = { ...known, sources: [], ranked: ['e'], reader: 'child' } as const
    const full = { label: 'answer.full', value: '/muc e day-du' }
    expect(answerLines(answer, words)).toEqual([{ text: 'Dưới 16 tuổi.', choices: [report, full] }])
  })

  it('that is not sure offers the near ones by title before the way to report', () => {
    expect(answerLines({ kind: 'unsure', suggestions, ranked: [] }, words)).toEqual([
      { key: 'answer.unsure', choices: [...offered, report] },
    ])
  })

  it('that is not known says so, with near ones only where there are any', () => {
    expect(answerLines({ kind: 'unknown', suggestions, ranked: [] }, words)).toEqual([
      { key: 'answer.unknownWithNear', choices: [...offered, report] },
    ])
    expect(answerLines({ kind: 'unknown', suggestions: [], ranked: [] }, words)).toEqual([
      { key: 'answer.unknown', choices: [report] },
    ])
  })
})

describe('the line of sources', () => {
  const source = (title: string, article: string) => ({ document: title, title, article })
  it.each([
    ['none', [], ''],
    ['one', [source('Luật A', 'Điều 1')], 'Theo: Luật A, Điều 1.'],
    ['a whole document', [source('Luật A', '')], 'Theo: Luật A.'],
    ['two articles of one', [source('Luật A', 'Điều 1'), source('Luật A', 'Điều 7')], 'Theo: Luật A, Điều 1, Điều 7.'],
    ['one article twice', [source('Luật A', 'Điều 1'), source('Luật A', 'Điều 1')], 'Theo: Luật A, Điều 1.'],
    [
      'articles of two, mixed',
      [source('Luật A', 'Điều 1'), source('Luật B', 'Điều 2'), source('Luật A', 'Điều 3')],
      'Theo: Luật A, Điều 1, Điều 3; Luật B, Điều 2.',
    ],
  ])('of %s', (_what, sources, line) => {
    expect(sourceLine(sources, words)).toBe(line)
  })
})

describe('the reply', () => {
  it('carries the citations it names, on the message that holds the answer', async () => {
    const { replies } = await open.decide('trẻ em là bao nhiêu tuổi')
    const last = replies.at(-1)
    expect(last?.citations?.length).toBeGreaterThan(0)
    for (const { title, article } of last?.citations ?? []) {
      expect(last?.text).toContain(title)
      expect(last?.text).toContain(article)
    }
  })

  it('that does not know cites nothing', async () => {
    const { replies } = await open.decide('giá vàng hôm nay bao nhiêu')
    for (const reply of replies) expect(reply.citations).toBeUndefined()
  })

  it('speaks the contact’s language', async () => {
    const { replies } = await open.decide('giá vàng hôm nay bao nhiêu', { contact: { locale: 'en' } })
    expect(replies[0]?.text).toBe(open.base.content.translate('en')('answer.unknown'))
  })
})
