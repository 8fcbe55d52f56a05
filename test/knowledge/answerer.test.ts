import { beforeAll, describe, expect, it } from 'vitest'
import type { Answer, Answerer } from '../../src/core/answer.ts'
import { startOfDayInVietnam } from '../../src/core/vietnam-time.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { entryText, withKnowledge } from './knowledge-folder.ts'
import { createTestAnswerer, testDay } from './test-answerer.ts'

const file = 'vi/basics/child-age.md'
const question = 'bao nhiêu tuổi là trẻ em'

function answered(answer: Answer | undefined): Extract<Answer, { kind: 'answered' }> {
  if (answer?.kind !== 'answered') throw new Error(`not answered: ${answer?.kind ?? 'no entry'}`)
  return answer
}

const withAnswerer = <T>(
  changed: Readonly<Record<string, string | undefined>>,
  use: (answerer: Answerer) => Promise<T>,
): Promise<T> =>
  withKnowledge(changed, (dir) => use(createTestAnswerer(loadKnowledge(dir, { today: testDay, lapsedIsFault: true }))))

describe('the real knowledge base', () => {
  let answerer: Answerer

  beforeAll(() => {
    answerer = createTestAnswerer()
  })

  it.each([
    'trẻ em là bao nhiêu tuổi',
    'tre em la bao nhieu tuoi',
    'Trẻ  em là BAO NHIÊU tuổi ???',
    'tre e la bn tuoi',
  ])('answers "%s" from article 1 of the Law on Children', async (asked) => {
    const answer = answered(await answerer.ask(asked, { locale: 'vi' }))
    expect(answer.entry).toBe('child-definition-age')
    expect(answer.text).toContain('dưới 16 tuổi')
    expect(answer.sources).toEqual([{ document: '102/2016/QH13', article: 'Điều 1', title: 'Luật Trẻ em 2016' }])
  })

  it.each([
    ['số điện thoại bảo vệ trẻ em', 'hotline-111', '111'],
    ['ai hiếp dâm trẻ em bị phạt bao nhiêu năm', 'offence-rape-under-16', 'năm tù'],
    ['con tôi bị bạn đánh ở trường phải làm gì', 'bullied-at-school-what-to-do', '111'],
    ['em muon tu tu', 'suicidal-thoughts-response', '115'],
  ])('answers "%s" with %s', async (asked, entry, words) => {
    const answer = answered(await answerer.ask(asked, { locale: 'vi' }))
    expect(answer.entry).toBe(entry)
    expect(answer.text).toContain(words)
    expect(answer.text).not.toContain('{{')
    expect(answer.ranked[0]).toBe(entry)
    expect(answer.ranked.length).toBeLessThanOrEqual(5)
  })

  it.each(['', '???', '🙂', 'Zx9', 'thời tiết hôm nay thế nào', 'qwerty uiop'])('does not know "%s"', async (asked) => {
    expect(await answerer.ask(asked, { locale: 'vi' })).toMatchObject({ kind: 'unknown' })
  })

  it('offers up to three titles when it is not sure', async () => {
    const answer = await answerer.ask('bạo hành trẻ em', { locale: 'vi' })
    expect(answer.kind).toBe('unsure')
    const suggestions = answer.kind === 'unsure' ? answer.suggestions : []
    expect(suggestions.map(({ entry }) => entry)).toEqual(answer.ranked.slice(0, 3))
    expect(suggestions.every(({ title }) => title !== '' && !title.includes('{{'))).toBe(true)
  })

  it('answers the same question the same way every time', async () => {
    const [first, second] = [
      await answerer.ask(question, { locale: 'vi' }),
      await answerer.ask(question, { locale: 'vi' }),
    ]
    expect(second).toEqual(first)
  })

  it('says nothing about a day on which what it rests on was not in force', async () => {
    const asked = 'bạo lực gia đình phạt bao nhiêu tiền'
    expect(answered(await answerer.ask(asked, { locale: 'vi' })).entry).toBe('domestic-violence-fines')
    const before = await answerer.ask(asked, { locale: 'vi', on: startOfDayInVietnam('2021-06-01') })
    expect(before.kind).toBe('unknown')
    expect(before.ranked).not.toContain('domestic-violence-fines')
    const old = answerer.entry('domestic-violence-fines', { locale: 'vi', on: startOfDayInVietnam('2021-06-01') })
    expect(old).toBeUndefined()
  })

  it('answers a question about a subject of another field with titles at most', async () => {
    const answer = await answerer.ask('ly hôn thì quyền nuôi con thuộc về ai', { locale: 'vi' })
    expect(answer.kind).toBe('unknown')
  })
})

describe('an answer', () => {
  it('is the answer, what to do next, and the citations in words', async () => {
    await withAnswerer({}, async (answerer) => {
      expect(await answerer.ask(question, { locale: 'vi' })).toEqual({
        kind: 'answered',
        entry: 'child-age',
        text: 'Trẻ em là người dưới 16 tuổi. Hỏi thêm: 111.\n\n- Gọi 111 hoặc 113.',
        sources: [{ document: '102/2016/QH13', article: 'Điều 1 khoản 2 điểm c', title: 'Luật A' }],
        ranked: ['child-age', 'old-offices'],
        version: expect.stringMatching(/^[0-9a-f]{8}$/),
      })
    })
  })

  it('has the numbers in its title too when it is offered', async () => {
    const entry = entryText({ title: "'Gọi {{child_hotline}} khi nào'" })
    await withAnswerer({ [file]: entry }, async (answerer) => {
      const answer = await answerer.ask('trẻ em dưới mấy tuổi thì thời tiết', { locale: 'vi' })
      expect(answer).toMatchObject({ kind: 'unknown', suggestions: [{ entry: 'child-age', title: 'Gọi 111 khi nào' }] })
    })
  })

  it('cites a document whole, and says when it was read in secondary sources', async () => {
    await withAnswerer({}, async (answerer) => {
      expect(answered(answerer.entry('old-offices', { locale: 'vi' })).sources).toEqual([
        { document: '7/2020/QH14', article: '', title: 'Luật B (đọc qua nguồn thứ cấp)' },
      ])
    })
  })

  it('says for which day it is when that is not today', async () => {
    await withAnswerer({}, async (answerer) => {
      const then = answered(await answerer.ask(question, { locale: 'vi', on: startOfDayInVietnam('2020-03-05') }))
      expect(then.text).toMatch(/^Theo quy định ngày 5\/3\/2020:\n\nTrẻ em là/)
      const sameDay = new Date(`${testDay}T23:59:59+07:00`)
      expect(answered(await answerer.ask(question, { locale: 'vi', on: sameDay })).text).toMatch(/^Trẻ em là/)
    })
  })

  it('leaves out a document that begins later, and names it from its first day on', async () => {
    const entry = entryText({ citations: '[{ document: luat-a }, { document: luat-moi }]' })
    await withAnswerer({ [file]: entry }, async (answerer) => {
      const numbers = (on?: Date): readonly string[] =>
        answered(answerer.entry('child-age', { locale: 'vi', ...(on === undefined ? {} : { on }) })).sources.map(
          (each) => each.document,
        )
      expect(numbers()).toEqual(['102/2016/QH13'])
      expect(numbers(startOfDayInVietnam('2027-02-28'))).toEqual(['102/2016/QH13'])
      expect(numbers(startOfDayInVietnam('2027-03-01'))).toEqual(['102/2016/QH13', '9/2026/QH16'])
    })
  })

  it.each([
    ['2017-05-31', undefined],
    ['2017-06-01', 'answered'],
  ])('about %s exists only when its law was in force: %s', async (day, kind) => {
    await withAnswerer({}, async (answerer) => {
      expect(answerer.entry('child-age', { locale: 'vi', on: startOfDayInVietnam(day) })?.kind).toBe(kind)
    })
  })

  it('is not made from an entry of which one basis was not in force', async () => {
    const entry = entryText({ citations: '[{ document: luat-a }, { document: luat-b }]' })
    await withAnswerer({ [file]: entry }, async (answerer) => {
      expect(answerer.entry('child-age', { locale: 'vi', on: startOfDayInVietnam('2020-12-31') })).toBeUndefined()
      expect(answerer.entry('child-age', { locale: 'vi', on: startOfDayInVietnam('2021-01-01') })?.kind).toBe(
        'answered',
      )
    })
  })

  it('of an unknown id does not exist', async () => {
    await withAnswerer({}, async (answerer) => {
      expect(answerer.entry('nothing', { locale: 'vi' })).toBeUndefined()
    })
  })
})

describe('asked in English', () => {
  const english = entryText({
    title: 'Age of a child',
    questions: [
      'how old is a child',
      'what age is a child',
      'until what age is someone a child',
      'child age limit',
      'am I a child',
    ],
    answer: 'A child is under 16. Ask {{child_hotline}}.',
    child: 'You are a child if you are under 16.',
    next: '- Call {{child_hotline}}.',
  })

  it('answers in English where an English entry exists, whichever language the question is in', async () => {
    await withAnswerer({ 'en/basics/child-age.md': english }, async (answerer) => {
      for (const asked of ['what age is a child', question]) {
        const answer = answered(await answerer.ask(asked, { locale: 'en' }))
        expect(answer.text).toBe('A child is under 16. Ask 111.\n\n- Call 111.')
        expect(answer.sources).toEqual([
          { document: '102/2016/QH13', article: 'Article 1, clause 2, point c', title: 'Law A' },
        ])
      }
    })
  })

  it('answers in Vietnamese otherwise, and says so', async () => {
    await withAnswerer({}, async (answerer) => {
      const answer = answered(await answerer.ask(question, { locale: 'en' }))
      expect(answer.text).toMatch(/^This answer exists in Vietnamese only\.\n\nTrẻ em là/)
      expect(answer.sources[0]?.title).toBe('Law A')
      expect(answered(answerer.entry('old-offices', { locale: 'en' })).sources[0]?.title).toBe(
        'Law B (read in secondary sources)',
      )
    })
  })
})
