import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { AuthorQuestions, AuthorQueue, JudgedEntry, QuestionCluster } from '../../src/core/question.ts'
import { noQuestions, openConsole, type ConsoleFixture } from './fixture.ts'

const cluster = (n: number, change: Partial<QuestionCluster> = {}): QuestionCluster => ({
  ids: [`id-${n}-a`, `id-${n}-b`],
  locale: 'vi',
  samples: [`câu số ${n} <b>`],
  firstDay: '2026-11-02',
  lastDay: '2026-11-20',
  near: [{ entry: 'hotline-111', title: 'Tổng đài 111' }],
  answeredBy: undefined,
  ...change,
})
const judged = (n: number, change: Partial<JudgedEntry> = {}): JudgedEntry => ({
  entry: `entry-${n}`,
  title: `Mục ${n}`,
  locale: 'vi',
  version: `0000000${n % 10}`,
  helpful: 3,
  unhelpful: 1,
  firstDay: '2026-11-02',
  lastDay: '2026-11-02',
  isCurrent: true,
  ...change,
})

let queue: { questions: AuthorQuestions; verdicts: readonly JudgedEntry[] }
let finished: (readonly string[])[]
let app: ConsoleFixture
beforeEach(async () => {
  queue = { questions: await noQuestions.questions(), verdicts: [] }
  finished = []
  const authorQueue: AuthorQueue = {
    questions: async () => queue.questions,
    finish: async (ids) => void finished.push(ids),
    verdicts: async () => queue.verdicts,
  }
  app = await openConsole({ authorQueue })
})
afterEach(() => app.close())

const supervisor = async () => app.signIn(await app.addOfficer('supervisor', '01'))
const show = (clusters: readonly QuestionCluster[], change: Partial<AuthorQuestions> = {}): void => {
  queue.questions = { clusters, kept: clusters.length, read: clusters.length, dropped: 0, ...change }
}

describe('questions for the authors', () => {
  it.each([
    { role: 'officer', status: 404, isLinked: false },
    { role: 'supervisor', status: 200, isLinked: true },
    { role: 'admin', status: 200, isLinked: true },
  ] as const)('are a $status for an $role', async ({ role, status, isLinked }) => {
    const browser = await app.signIn(await app.addOfficer(role, '01'))
    expect((await browser.get('/console/questions')).status).toBe(status)
    expect((await browser.text('/console')).includes('href="/console/questions"')).toBe(isLinked)
  })

  it('are none at first', async () => {
    const page = await (await supervisor()).text('/console/questions')
    expect(page).toContain('Không có câu hỏi nào đang chờ.')
    expect(page).toContain('Chưa có lượt bấm nào.')
    expect(page).not.toContain('Nay đã có câu trả lời')
  })

  it('show samples as text, how many, the days and what is near', async () => {
    show([cluster(1)])
    const page = await (await supervisor()).text('/console/questions')
    for (const shown of ['câu số 1 &lt;b&gt;', '2/11/2026 – 20/11/2026', 'Tổng đài 111', 'id-1-a.id-1-b'])
      expect(page).toContain(shown)
    expect(page).not.toContain('<b>')
  })

  it('that have an answer meanwhile are a part of their own, with the entry', async () => {
    show([cluster(1), cluster(2, { answeredBy: { entry: 'child-age', title: 'Tuổi của trẻ em' } })])
    const page = await (await supervisor()).text('/console/questions')
    const [open = '', answered = ''] = page.split('id="answered-title"')
    expect(open).toContain('câu số 1')
    expect(open).not.toContain('câu số 2')
    expect(answered).toContain('câu số 2')
    expect(answered).toContain('Tuổi của trẻ em')
  })

  it('say how many are looked at, and how many were only counted', async () => {
    show([cluster(1)], { kept: 2_500, read: 1_000, dropped: 40 })
    const page = await (await supervisor()).text('/console/questions')
    expect(page).toContain('1.000 câu mới nhất trong 2.500 câu')
    expect(page).toContain('40 câu khác chỉ được đếm')
  })

  it('are shown twenty groups a page', async () => {
    show(Array.from({ length: 45 }, (_, n) => cluster(n)))
    const browser = await supervisor()
    const rows = async (path: string) =>
      [...(await browser.text(path)).matchAll(/câu số (\d+)[^<]*<\/li>/g)].map(([, n]) => Number(n))
    expect(await rows('/console/questions')).toHaveLength(20)
    expect(await rows('/console/questions?page=3')).toEqual([40, 41, 42, 43, 44])
    const second = await browser.text('/console/questions?page=2')
    expect(second).toContain('id="page-previous"')
    expect(second).toContain('href="/console/questions?page=3#open-title"')
    expect(await browser.text('/console/questions?page=x')).toContain('câu số 0 ')
  })
})

describe('a group of questions', () => {
  it('is marked as done by those who may see it: exactly the questions that were shown', async () => {
    const browser = await supervisor()
    const response = await browser.post('/console/questions/done', { ids: 'id-1-a.id-1-b' })
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe('/console/questions?done=2')
    expect(finished).toEqual([['id-1-a', 'id-1-b']])
    expect(await browser.text('/console/questions?done=2')).toContain('Đã gỡ 2 câu hỏi.')
  })

  it.each(['', 'a b', '../x', `${'x'.repeat(65)}`, "a';--"])(
    'is not done by what is no list of ids: %j',
    async (ids) => {
      const response = await (await supervisor()).post('/console/questions/done', { ids })
      expect(response.status).toBe(303)
      expect(finished).toEqual([])
    },
  )

  it('is left alone by an officer, without the csrf value, and from another site', async () => {
    const officer = await app.signIn(await app.addOfficer('officer', '01'))
    expect((await officer.post('/console/questions/done', { ids: 'a' })).status).toBe(404)
    const browser = await supervisor()
    expect((await browser.post('/console/questions/done', { ids: 'a', csrf: 'x' })).status).toBe(403)
    const foreign = await browser.post('/console/questions/done', { ids: 'a' }, { Origin: 'http://evil.test' })
    expect(foreign.status).toBe(403)
    expect(finished).toEqual([])
  })
})

describe('verdicts on answers', () => {
  it('are shown with numbers, share and wording', async () => {
    queue.verdicts = [judged(1), judged(1, { version: 'ffffffff', isCurrent: false, helpful: 0, unhelpful: 5 })]
    const page = await (await supervisor()).text('/console/questions')
    for (const shown of ['Mục 1', '25 %', '100 %', 'ffffffff', 'đang dùng', 'bản cũ']) expect(page).toContain(shown)
  })

  it('are shown fifty a page, and paging them keeps the page of questions', async () => {
    show(Array.from({ length: 25 }, (_, n) => cluster(n)))
    queue.verdicts = Array.from({ length: 51 }, (_, n) => judged(n))
    const page = await (await supervisor()).text('/console/questions?page=2')
    expect(page).not.toContain('Mục 50')
    expect(page).toContain('href="/console/questions?page=2&amp;verdicts=2#verdicts-title"')
  })
})
