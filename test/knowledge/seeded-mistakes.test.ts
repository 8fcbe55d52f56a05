import { describe, expect, it } from 'vitest'
import { findConflicts } from '../../src/knowledge/conflicts.ts'
import type { Entry } from '../../src/knowledge/entry.ts'
import { readKnowledge } from '../../src/knowledge/load.ts'
import { isWithin } from '../../src/knowledge/period.ts'
import { entryText, withKnowledge } from './knowledge-folder.ts'
import { loadTestKnowledge, testDay } from './test-answerer.ts'

const file = 'vi/basics/child-age.md'
const here = `knowledge/${file}`
const other = 'vi/other/second.md'
const there = `knowledge/${other}`
const questions = ['a', 'b', 'c', 'd', 'e']
const words = (count: number): string => Array.from({ length: count }, (_, at) => `từ${at}`).join(' ')
const fine = (figure: string): string => `Người đánh đập trẻ em trong gia đình bị phạt ${figure}.`
/** So many other words that two answers are not alike as a whole. */
const apart = 'Một ngày nắng đẹp, cô giáo đưa cả lớp ra vườn hoa gần sông để vẽ tranh phong cảnh mùa thu.'

type Files = Readonly<Record<string, string>>
const says = (changed: Files): Promise<readonly string[]> =>
  withKnowledge(changed, (dir) => {
    const { knowledge, faults, lapsed } = readKnowledge(dir, { today: testDay })
    return [...faults, ...lapsed, ...knowledge.warnings]
  })

/** What an author may get wrong, the files that hold it, and the one line that has to name it. */
const mistakes: readonly (readonly [string, Files, string])[] = [
  [
    'a topic without an entry',
    { 'topics.yaml': "topics:\n  - { id: nothing, cites: { luat-a: ['1'] } }\n" },
    `knowledge/topics.yaml: topic nothing has no entry in vi for ${testDay}`,
  ],
  [
    'an article that has to be cited and is not',
    { 'topics.yaml': "topics:\n  - { id: child-age, cites: { luat-a: ['1', '2'] } }\n" },
    `${here}: has to cite luat-a 2, as topics.yaml says`,
  ],
  [
    'a document that has to be cited and is not',
    { 'topics.yaml': 'topics:\n  - { id: child-age, cites: { luat-b: [] } }\n' },
    `${here}: has to cite luat-b, as topics.yaml says`,
  ],
  [
    'law that has ended',
    { [file]: entryText({ citations: '[{ document: luat-a }, { document: luat-cu }]' }) },
    `${here}: cites luat-cu, which ended on 2025-12-31`,
  ],
  [
    'a part of a law that has ended',
    { [file]: entryText({ citations: "[{ document: luat-a }, { document: luat-a, article: '91' }]" }) },
    `${here}: cites article 91 of luat-a, which ended on 2025-12-31`,
  ],
  [
    'law that ended before the days of an earlier version do',
    {
      'vi/basics/child-age.until-2017-03-01.md': entryText({
        from: '2017-01-01',
        until: '2017-03-01',
        citations: '[{ document: luat-a }]',
      }),
      [file]: entryText({ from: '2017-03-02' }),
    },
    'knowledge/vi/basics/child-age.until-2017-03-01.md: none of the cited documents is in force on 2017-03-01',
  ],
  [
    'an office that has ended',
    { [file]: entryText({ next: '- Báo Công an huyện.' }) },
    `${here}: names "công an huyện" (district-police), which ended on 2025-02-28`,
  ],
  [
    'an office that has ended, in the title',
    { [file]: entryText({ title: 'Công An Huyện ở đâu' }) },
    `${here}: names "công an huyện" (district-police), which ended on 2025-02-28`,
  ],
  [
    'an office that did not exist yet in an earlier version',
    {
      'vi/basics/child-age.until-2025-06-30.md': entryText({ until: '2025-06-30', answer: 'Toà án khu vực xét.' }),
      [file]: entryText({ from: '2025-07-01' }),
    },
    'knowledge/vi/basics/child-age.until-2025-06-30.md: names "toà án khu vực" (regional-court), which begins on 2025-07-01',
  ],
  [
    'leave to name an office that nobody knows',
    { [file]: entryText({ mayName: '[village-police]' }) },
    `${here}: may name village-police, which is not in offices.yaml`,
  ],
  [
    'a review that is overdue',
    { [file]: entryText({ reviewedOn: '2026-01-01', reviewBy: '2026-10-23' }) },
    `${here}: was to be reviewed by 2026-10-23`,
  ],
  [
    'a review that is overdue for more than 30 days',
    { [file]: entryText({ reviewedOn: '2026-01-01', reviewBy: '2026-10-22' }) },
    `${here}: was to be reviewed by 2026-10-22, over 30 days ago`,
  ],
  [
    'an answer that is too long',
    { [file]: entryText({ answer: words(121) }) },
    `${here}: answer has 121 words, at most 120`,
  ],
  [
    'sentences that are too long for a child',
    { [file]: entryText({ child: words(16) }) },
    `${here}: sentences of the child part have 16.0 words, at most 15`,
  ],
  [
    'one sentence that is too long for a child',
    { [file]: entryText({ child: `Em. Em. Em. ${words(26)}.` }) },
    `${here}: a sentence of the child part has 26 words, at most 25: "${words(26)}"`,
  ],
  [
    'a word of lawyers in the part for children',
    { [file]: entryText({ child: 'Người đó là bị can.' }) },
    `${here}: child part says "bị can" without explaining it`,
  ],
  [
    'too few questions',
    { [file]: entryText({ questions: ['một', 'hai', 'ba', 'bốn'] }) },
    `${here}: has 4 questions, at least 5 are needed`,
  ],
  [
    'a question that stands in two entries',
    { [other]: entryText({ id: 'second', questions: ['Trẻ em mấy tuổi?', ...questions], answer: 'Khác hẳn.' }) },
    `${there}: question "Trẻ em mấy tuổi?" also stands in ${here}`,
  ],
  [
    'an answer that is written twice',
    {
      [other]: entryText({
        id: 'second',
        questions,
        answer: 'Trẻ em là những người dưới 16 tuổi. Hỏi thêm: {{child_hotline}}.',
      }),
    },
    `${there}: answer is nearly that of ${here}`,
  ],
  [
    'figures that contradict each other',
    {
      [file]: entryText({ answer: fine('5–10 triệu đồng') }),
      [other]: entryText({ id: 'second', questions, answer: `${apart} ${fine('10–20 triệu đồng')}` }),
    },
    `${there}: says "${fine('10–20 triệu đồng').slice(0, -1)}" by luat-a 1 2, and ${here} says "${fine('5–10 triệu đồng').slice(0, -1)}"`,
  ],
  [
    'two versions for one day',
    {
      'vi/basics/child-age.until-2025-06-30.md': entryText({ until: '2025-06-30' }),
      [file]: entryText({ from: '2025-06-30' }),
    },
    `knowledge/vi/basics/child-age.until-2025-06-30.md: id child-age is taken by ${here}`,
  ],
  [
    'an end before the beginning',
    { [file]: entryText({ from: '2026-02-01', until: '2026-01-01' }) },
    `${here}: until is before from`,
  ],
  [
    'a version in a file that is named for another day',
    {
      'vi/basics/child-age.until-2025-06-30.md': entryText({ until: '2025-03-31' }),
      [file]: entryText({ from: '2025-04-01' }),
    },
    'knowledge/vi/basics/child-age.until-2025-06-30.md: id is child-age until 2025-03-31, the file is named child-age.until-2025-06-30',
  ],
  [
    'a telephone number that nobody verified for 90 days',
    {
      'phones.yaml': `phones:
  child_hotline: { number: '111', name: x, nameEn: x, verifiedOn: 2026-08-23 }
  police: { number: '113', name: x, nameEn: x, verifiedOn: 2026-08-24 }
`,
    },
    'knowledge/phones.yaml: child_hotline was last verified on 2026-08-23, over 90 days ago',
  ],
]

describe('check names', () => {
  it.each(mistakes)('%s', async (_what, changed, line) => {
    const found = await says(changed)
    expect(found).toContain(line)
    expect(found.length).toBeLessThanOrEqual(2)
  })

  it('nothing in a folder without mistakes', async () => {
    expect(await says({})).toEqual([])
  })
})

describe('check does not mind', () => {
  it.each<readonly [string, Files]>([
    ['a word of lawyers that is explained', { [file]: entryText({ child: 'Bị can nghĩa là người bị công an nghi.' }) }],
    [
      'a word of lawyers with its meaning in brackets',
      { [file]: entryText({ child: 'Bị can (người bị nghi) ở xa em.' }) },
    ],
    [
      'the same figures in two entries',
      {
        [file]: entryText({ answer: fine('5–10 triệu đồng') }),
        [other]: entryText({ id: 'second', questions, answer: `${apart} ${fine('5–10 triệu đồng')}` }),
      },
    ],
    [
      'other figures under another clause',
      {
        [file]: entryText({ answer: fine('5–10 triệu đồng') }),
        [other]: entryText({
          id: 'second',
          questions,
          citations: "[{ document: luat-a, article: '1', clause: '3' }]",
          answer: `${apart} ${fine('10–20 triệu đồng')}`,
        }),
      },
    ],
    [
      'versions of one entry that are alike, and their questions',
      {
        'vi/basics/child-age.until-2025-06-30.md': entryText({ until: '2025-06-30' }),
        [file]: entryText({ from: '2025-07-01' }),
      },
    ],
    [
      'an ended office in a version for the days on which it existed',
      {
        'vi/basics/child-age.until-2025-02-28.md': entryText({
          until: '2025-02-28',
          answer: 'Ngày ấy còn công an huyện nghe trẻ kể.',
        }),
        [file]: entryText({ from: '2025-03-01' }),
      },
    ],
  ])('%s', async (_what, changed) => {
    expect(await says(changed)).toEqual([])
  })
})

describe('figures of the real entries', () => {
  const { entries, rules } = loadTestKnowledge()
  const inLocale = (locale: string): readonly Entry[] => entries.filter((entry) => entry.locale === locale)
  const conflicts = (locale: string, some: readonly Entry[]) => {
    const rulesHere = rules[locale]
    if (rulesHere === undefined) throw new Error(`no rules for ${locale}`)
    return findConflicts(some, rulesHere).map(({ entry, other: second }) => [entry.id, second.id].sort().join(' '))
  }

  it.each(['vi', 'en'])('do not contradict each other in %s', (locale) => {
    expect(conflicts(locale, inLocale(locale))).toEqual([])
  })

  it.each([
    [
      'online-grooming',
      'bật camera: khung cơ bản từ 6 tháng đến 3 năm tù',
      '6 tháng',
      '1 tháng',
      'online-grooming online-sextortion',
    ],
    [
      'report-time-limit',
      'trong vòng 12 giờ',
      '12 giờ',
      '24 giờ',
      'commune-child-protection-officer report-time-limit',
    ],
    [
      'teacher-hits-student',
      '10–20 triệu đồng',
      '10–20',
      '20–30',
      'emotional-violence-definition teacher-hits-student',
    ],
    [
      'offence-inducing-minor-crime',
      'từ 1 đến 5 năm tù',
      '1 đến 5',
      '1 đến 7',
      'drug-inducing-minors offence-inducing-minor-crime',
    ],
  ])('contradict when %s says other ones', (id, sentence, from, to, expected) => {
    const changed = inLocale('vi').map((entry) => {
      if (entry.id !== id || !isWithin(entry, testDay)) return entry
      expect(entry.answer).toContain(sentence)
      return { ...entry, answer: entry.answer.replace(sentence, sentence.replace(from, to)) }
    })
    expect(conflicts('vi', changed)).toContain(expected)
  })
})
