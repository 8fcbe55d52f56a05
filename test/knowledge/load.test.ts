import { describe, expect, it } from 'vitest'
import { ContentError } from '../../src/core/errors.ts'
import { entriesCiting, loadKnowledge, readKnowledge } from '../../src/knowledge/load.ts'
import { entryText, withKnowledge } from './knowledge-folder.ts'
import { loadTestKnowledge, testDay } from './test-answerer.ts'

const today = { today: testDay, lapsedIsFault: true }
const file = 'vi/basics/child-age.md'
const faultsOf = (changed: Readonly<Record<string, string | undefined>>): Promise<readonly string[]> =>
  withKnowledge(changed, (dir) => (({ faults, lapsed }) => [...faults, ...lapsed])(readKnowledge(dir, today)))
const words = (count: number): string => Array.from({ length: count }, (_, at) => `từ${at}`).join(' ')

describe('the real folder', () => {
  it('has no faults, and every text part of every entry', () => {
    const { entries } = loadTestKnowledge()
    expect(entries.filter(({ locale }) => locale === 'vi').length).toBeGreaterThanOrEqual(120)
    expect(entries.every(({ answer, child, next }) => answer !== '' && child !== '' && next !== '')).toBe(true)
  })
})

describe('a folder without faults', () => {
  it('is read with its texts in NFC, whatever form they are stored in', async () => {
    await withKnowledge({ [file]: entryText().normalize('NFD') }, (dir) => {
      const [entry] = loadKnowledge(dir, today).entries
      expect(entry).toMatchObject({
        id: 'child-age',
        locale: 'vi',
        file: `knowledge/${file}`,
        title: 'Tuổi của trẻ em'.normalize('NFC'),
      })
      expect(entry?.child).toBe('Em dưới 16 tuổi là trẻ em. Em gọi {{child_hotline}} nhé.')
    })
  })

  it('reads files with Windows line ends', async () => {
    expect(await faultsOf({ [file]: entryText().replaceAll('\n', '\r\n') })).toEqual([])
  })

  it('reads every language that has a folder; the same id may stand once in each', async () => {
    await withKnowledge({ 'en/basics/child-age.md': entryText() }, (dir) => {
      expect(loadKnowledge(dir, today).entries.map(({ locale, id }) => `${locale} ${id}`)).toEqual([
        'en child-age',
        'vi child-age',
        'vi old-offices',
      ])
    })
  })

  it('names the entries that rest on a document', async () => {
    await withKnowledge({}, (dir) => {
      const knowledge = loadKnowledge(dir, today)
      expect(entriesCiting(knowledge, 'luat-a').map(({ id }) => id)).toEqual(['child-age'])
      expect(entriesCiting(knowledge, 'luat-moi')).toEqual([])
    })
  })

  it('warns of an entry whose review is overdue, and loads it', async () => {
    await withKnowledge({ [file]: entryText({ reviewedOn: '2026-01-01', reviewBy: '2026-11-21' }) }, (dir) => {
      const { warnings, entries } = loadKnowledge(dir, today)
      expect(warnings).toEqual([`knowledge/${file}: was to be reviewed by 2026-11-21`])
      expect(entries).toHaveLength(2)
    })
  })

  it('allows numbers that are no telephone', async () => {
    const answer = 'Trang tongdai111.vn, Luật 115/2020/QH14, ngày 11/1/2026, 111% và 1.113 đồng, 0.111.'
    expect(await faultsOf({ [file]: entryText({ answer }) })).toEqual([])
  })
})

describe('law that has ended', () => {
  it('is a warning at the start of the bot, so that the turn of a year never keeps it from starting', async () => {
    await withKnowledge(
      { [file]: entryText({ citations: '[{ document: luat-a }, { document: luat-cu }]' }) },
      (dir) => {
        const warning = `knowledge/${file}: cites luat-cu, which ended on 2025-12-31`
        expect(loadKnowledge(dir, { today: testDay, lapsedIsFault: false }).warnings).toEqual([warning])
      },
    )
  })
})

describe('a fault of one entry is named', () => {
  it.each([
    ['no front matter', 'Trẻ em là ai', 'does not begin with front matter between two lines of ---'],
    ['front matter that is not YAML', entryText({ title: '"x' }), /^not YAML: /],
    ['a field that is missing', entryText().replace(/^audience.*\n/m, ''), /^audience: /],
    ['a field that is wrong', entryText({ confidence: 'thấp' }), /^confidence: /],
    ['a field that nobody knows', entryText().replace('audience:', 'note: x\naudience:'), /Unrecognized key: "note"/],
    ['a day that does not exist', entryText({ reviewBy: '2027-02-30' }), /^reviewBy: /],
    ['a review that ends before it begins', entryText({ reviewBy: '2026-01-01' }), 'reviewBy is before reviewedOn'],
    ['another id than the file has', entryText({ id: 'other' }), 'id is other, the file is named child-age'],
    [
      'an unknown document',
      entryText({ citations: '[{ document: luat-a }, { document: luat-x }]' }),
      'cites luat-x, which is not in documents.yaml',
    ],
    [
      'a document that has ended',
      entryText({ citations: '[{ document: luat-a }, { document: luat-cu }]' }),
      'cites luat-cu, which ended on 2025-12-31',
    ],
    [
      'only documents that are not in force yet',
      entryText({ citations: '[{ document: luat-moi }]' }),
      `none of the cited documents is in force on ${testDay}`,
    ],
    [
      'a clause without its article',
      entryText({ citations: "[{ document: luat-a, clause: '1' }]" }),
      'cites a clause of luat-a without its article',
    ],
    [
      'a point without its clause',
      entryText({ citations: "[{ document: luat-a, article: '1', point: a }]" }),
      'cites a point of luat-a without its clause',
    ],
    [
      'a placeholder that is no telephone',
      entryText({ next: '- Gọi {{hotline}}.' }),
      '{{hotline}} is not in phones.yaml',
    ],
    [
      'a placeholder named like a method of objects',
      entryText({ next: '- Gọi {{constructor}}.' }),
      '{{constructor}} is not in phones.yaml',
    ],
    [
      'a known number typed in the answer',
      entryText({ answer: 'Gọi 111.' }),
      'telephone number 111 is typed: write {{name}} of phones.yaml',
    ],
    [
      'a known number typed in the title',
      entryText({ title: 'Gọi 113 khi nào' }),
      'telephone number 113 is typed: write {{name}} of phones.yaml',
    ],
    [
      'a mobile number',
      entryText({ child: 'Em gọi 0968 123 456 nhé.' }),
      'telephone number 0968 123 456 is typed: write {{name}} of phones.yaml',
    ],
    [
      'a service number',
      entryText({ next: '- Gọi 1900 969 680.' }),
      'telephone number 1900 969 680 is typed: write {{name}} of phones.yaml',
    ],
    ['an answer that is too long', entryText({ answer: words(121) }), 'answer has 121 words, at most 120'],
    [
      'a child part that is too long',
      entryText({ child: `${words(10)}. `.repeat(6) + words(1) }),
      'child part has 61 words, at most 60',
    ],
    [
      'sentences that are too long for a child',
      entryText({ child: words(16) }),
      'sentences of the child part have 16.0 words, at most 15',
    ],
    [
      'too few questions',
      entryText({ questions: ['một', 'hai', 'ba', 'bốn'] }),
      'has 4 questions, at least 5 are needed',
    ],
    [
      'a doubtful fact that is not marked as one',
      entryText({ confidence: 'TB' }),
      'confidence is TB but the answer does not say "cần kiểm tra lại"',
    ],
    [
      'an office that no longer exists',
      entryText({ next: '- Báo Công an huyện.' }),
      'names "công an huyện" (district-police), which ended on 2025-02-28',
    ],
    ['no part for children', entryText().replace('## child', ''), 'has no part "## child"'],
    ['an empty part', entryText({ next: ' ' }), 'has no part "## next"'],
    ['a part that nobody knows', `${entryText()}\n## law\n\nx\n`, 'has an unknown part "## law"'],
    ['a part that stands twice', `${entryText()}\n## next\n\n- x\n`, 'has two parts "## next"'],
    ['no answer', entryText({ answer: ' ' }), 'has no answer'],
  ])('%s', async (_name, text, expected) => {
    const faults = (await faultsOf({ [file]: text })).map((fault) => fault.replace(`knowledge/${file}: `, ''))
    expect(faults).toContainEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected))
  })
})

describe('faults between files', () => {
  it('an id that stands twice in a language is named in the second file', async () => {
    const faults = await faultsOf({ 'vi/other/child-age.md': entryText({ questions: ['a', 'b', 'c', 'd', 'e'] }) })
    expect(faults).toEqual([`knowledge/vi/other/child-age.md: id child-age is taken by knowledge/${file}`])
  })

  it('a question of two entries is named, whatever its marks', async () => {
    const faults = await faultsOf({
      'vi/other/second.md': entryText({
        id: 'second',
        questions: ['TRE EM MẤY TUỔI?', 'b', 'c', 'd', 'e'],
        answer: 'Câu trả lời khác.',
      }),
    })
    expect(faults).toEqual([
      `knowledge/vi/other/second.md: question "TRE EM MẤY TUỔI?" also stands in knowledge/${file}`,
    ])
  })

  it('a question that stands twice in one entry is named', async () => {
    expect(await faultsOf({ [file]: entryText({ questions: ['a', 'b', 'c', 'd', 'A?'] }) })).toEqual([
      `knowledge/${file}: question "A?" also stands in this entry`,
    ])
  })

  it.each(['documents.yaml', 'offices.yaml', 'phones.yaml', 'rules.yaml', 'synonyms.yaml', 'topics.yaml'])(
    'a missing %s is named',
    async (name) => {
      expect(await faultsOf({ [name]: undefined })).toContain(`knowledge/${name}: there is no such file`)
    },
  )

  it.each([
    ['documents.yaml', 'documents: [{ id: x }]', 'knowledge/documents.yaml: documents.0.number: '],
    ['phones.yaml', 'phones: { police: { number: 113 } }', 'knowledge/phones.yaml: phones.police.number: '],
    ['rules.yaml', 'vi: { outside: [] }', 'knowledge/rules.yaml: vi.recheckMark: '],
    ['synonyms.yaml', 'vi: {', 'knowledge/synonyms.yaml: not YAML: '],
  ])('what is wrong in %s is named', async (name, text, expected) => {
    expect(await faultsOf({ [name]: text })).toContainEqual(expect.stringContaining(expected))
  })

  it('a register that contradicts itself is named', async () => {
    const register = `documents:
  - { id: luat-a, number: 1/2016/QH13, kind: law, title: A, titleEn: A, from: 2017-06-01, until: 2017-01-01, replacedBy: luat-z }
  - { id: luat-b, number: 1/2016/QH13, kind: law, title: B, titleEn: B }
  - { id: luat-b, number: 2/2016/QH13, kind: law, title: B, titleEn: B }
`
    expect(await faultsOf({ 'documents.yaml': register })).toEqual(
      expect.arrayContaining([
        'knowledge/documents.yaml: luat-b stands twice',
        'knowledge/documents.yaml: luat-a is replaced by luat-z, which is unknown',
        'knowledge/documents.yaml: luat-a ends before it begins',
      ]),
    )
  })

  it('a language without rules is named', async () => {
    expect(await faultsOf({ 'fr/child-age.md': entryText() })).toEqual(['knowledge/rules.yaml: has no rules for fr'])
  })

  it('everything wrong anywhere comes in one error', async () => {
    const changed = {
      [file]: entryText({ answer: 'Gọi 111 ngay.', citations: '[{ document: luat-cu }]' }),
      'vi/broken.md': '---\n: :\n',
      'vi/other/third.md': entryText({ id: 'fourth', questions: ['a'] }),
    }
    const error = await withKnowledge(changed, (dir) => {
      try {
        loadKnowledge(dir, today)
        return undefined
      } catch (thrown) {
        return thrown
      }
    })
    expect(error).toBeInstanceOf(ContentError)
    expect([...(error as ContentError).faults].sort()).toEqual(
      [
        `knowledge/${'vi/broken.md'}: does not begin with front matter between two lines of ---`,
        `knowledge/${file}: cites luat-cu, which ended on 2025-12-31`,
        `knowledge/${file}: has to cite luat-a, as topics.yaml says`,
        `knowledge/${file}: none of the cited documents is in force on ${testDay}`,
        `knowledge/${file}: telephone number 111 is typed: write {{name}} of phones.yaml`,
        'knowledge/vi/other/third.md: id is fourth, the file is named third',
        'knowledge/vi/other/third.md: has 1 questions, at least 5 are needed',
      ].sort(),
    )
  })
})
