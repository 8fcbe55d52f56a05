import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A small knowledge folder without faults; tests change one thing in it. */
const files: Readonly<Record<string, string>> = {
  'documents.yaml': `documents:
  - { id: luat-a, number: 102/2016/QH13, kind: law, title: Luật A, titleEn: Law A, from: 2017-06-01, endedParts: [{ articles: 90–107, until: 2025-12-31 }] }
  - { id: luat-b, number: 7/2020/QH14, kind: law, title: Luật B, titleEn: Law B, secondary: true }
  - { id: luat-cu, number: 8/2010/QH12, kind: law, title: Luật cũ, titleEn: Old law, until: 2025-12-31, replacedBy: luat-a }
  - { id: luat-moi, number: 9/2026/QH16, kind: law, title: Luật mới, titleEn: New law, from: 2027-03-01 }
`,
  'phones.yaml': `phones:
  child_hotline: { number: '111', name: Tổng đài, nameEn: Hotline, verifiedOn: 2026-11-22 }
  police: { number: '113', name: Công an, nameEn: Police, verifiedOn: 2026-11-22 }
`,
  'rules.yaml': `vi:
  recheckMark: cần kiểm tra lại
  leastQuestions: 5
  legalWords: [bị can, dâm ô]
  explainedBy: [nghĩa là]
  units: [triệu đồng, năm, tháng]
  between: ['–', đến]
  outside: [thời tiết]
en: { recheckMark: to be checked again, leastQuestions: 5, legalWords: [], explainedBy: [], units: [years], between: [to], outside: [] }
`,
  'offices.yaml': `offices:
  - { id: commune-police, names: { vi: [công an xã] }, source: '2.09' }
  - { id: district-police, names: { vi: [công an huyện] }, until: 2025-02-28, replacedBy: commune-police, source: '2.10' }
  - { id: regional-court, names: { vi: [toà án khu vực] }, from: 2025-07-01, source: '1.22' }
`,
  'topics.yaml': `topics:
  - { id: child-age, cites: { luat-a: [] } }
`,
  'speech.yaml': `vi:
  followUp: { begins: [còn], ends: [thì sao], bare: [báo ở đâu] }
  child: [em bị]
  adult: [con tôi]
  selves: []
  school: []
  others: { words: [em], before: [trẻ], after: [gái] }
`,
  'synonyms.yaml': `vi:
  short: { ko: không }
  afterNumber: { t: tuổi }
  ignored: ạ nhé
  same: [bố ba cha]
  phrases: { trẻ em: [con nít] }
  ages: { word: tuổi, limits: [13, 16, 18] }
`,
  'vi/basics/child-age.md': entryText({ id: 'child-age' }),
  'vi/basics/old-offices.md': entryText({
    id: 'old-offices',
    title: 'Công an huyện không còn',
    mayName: '[district-police]',
    questions: [
      'công an huyện ở đâu',
      'bỏ cấp huyện thì báo ai',
      'huyện giải thể chưa',
      'báo công an nào bây giờ',
      'nơi nhận tin mới',
    ],
    citations: '[{ document: luat-b }]',
    answer: 'Không còn công an huyện; báo công an xã.',
  }),
}

/** The words of one entry's file; what is not given is right. */
export function entryText(
  given: {
    readonly id?: string
    readonly title?: string
    readonly from?: string
    readonly until?: string
    readonly mayName?: string
    readonly questions?: readonly string[]
    readonly citations?: string
    readonly confidence?: string
    readonly reviewedOn?: string
    readonly reviewBy?: string
    readonly answer?: string
    readonly child?: string
    readonly next?: string
  } = {},
): string {
  const questions = given.questions ?? [
    'trẻ em mấy tuổi',
    'bao nhiêu tuổi là trẻ em',
    'tuổi trẻ em',
    'trẻ em dưới mấy tuổi',
    'khi nào hết là trẻ em',
  ]
  return `---
id: ${given.id ?? 'child-age'}
title: ${given.title ?? 'Tuổi của trẻ em'}
audience: everyone
${[line('from', given.from), line('until', given.until), line('mayName', given.mayName)].join('')}questions:
${questions.map((question) => `  - ${question}`).join('\n')}
citations: ${given.citations ?? "[{ document: luat-a, article: '1', clause: '2', point: c }]"}
facts: ['1.01']
confidence: ${given.confidence ?? 'cao'}
reviewedOn: ${given.reviewedOn ?? '2026-11-22'}
reviewBy: ${given.reviewBy ?? '2027-05-22'}
---

${given.answer ?? 'Trẻ em là người dưới 16 tuổi. Hỏi thêm: {{child_hotline}}.'}

## child

${given.child ?? 'Em dưới 16 tuổi là trẻ em. Em gọi {{child_hotline}} nhé.'}

## next

${given.next ?? '- Gọi {{child_hotline}} hoặc {{police}}.'}
`
}

function line(name: string, value: string | undefined): string {
  return value === undefined ? '' : `${name}: ${value}\n`
}

/** Writes the folder with changed files (undefined leaves one out) and hands it to `use`; removed afterwards. */
export async function withKnowledge<T>(
  changed: Readonly<Record<string, string | undefined>>,
  use: (dir: string) => T | Promise<T>,
): Promise<T> {
  const dir = mkdtempSync(join(tmpdir(), 'knowledge-'))
  try {
    for (const [file, text] of Object.entries({ ...files, ...changed })) {
      if (text === undefined) continue
      mkdirSync(dirname(join(dir, file)), { recursive: true })
      writeFileSync(join(dir, file), text)
    }
    return await use(dir)
  } finally {
    rmSync(dir, { recursive: true })
  }
}
