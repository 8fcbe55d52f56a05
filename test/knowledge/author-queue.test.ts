import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { StoredQuestion, Verdict } from '../../src/core/question.ts'
import type { AuthorQueue } from '../../src/core/question.ts'
import type { Storage } from '../../src/core/storage.ts'
import { createAuthorQueue } from '../../src/knowledge/author-queue.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { createTestAnswerer, loadTestKnowledge, testDay } from './test-answerer.ts'

const knowledge = loadTestKnowledge()
const answerer = createTestAnswerer(knowledge)
const seal = createSeal(new Uint8Array(32).fill(3))
const gold = 'giá vàng hôm nay bao nhiêu'
const cat = 'nuôi mèo trong lớp học'
const age = 'trẻ em là bao nhiêu tuổi'

let dir: string
let storage: Storage
let queue: AuthorQueue
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'la-chan-queue-'))
  storage = await openStorage({ kind: 'sqlite', file: join(dir, 'data.db') })
  queue = createAuthorQueue({
    storage,
    seal,
    clock: { now: () => new Date(`${testDay}T09:00:00+07:00`) },
    answerer,
    knowledge,
  })
})
afterEach(async () => {
  await storage.close()
  rmSync(dir, { recursive: true })
})

let count = 0
async function note(text: string, change: Partial<StoredQuestion> = {}): Promise<string> {
  const id = `q-${String(++count).padStart(4, '0')}`
  const sealed = seal.seal('unanswered', id, text)
  const question = { id, locale: 'vi', kind: 'unknown' as const, ranked: [], day: testDay, sealed, ...change }
  await storage.commit([{ write: 'note-unanswered', question, most: 2_000 }])
  return id
}

async function judge(entry: string, version: string, verdict: Verdict, times: number, day = testDay): Promise<void> {
  for (let time = 0; time < times; time++)
    await storage.commit([{ write: 'count-verdict', entry, locale: 'vi', version, verdict, day }])
}

describe('questions for the authors', () => {
  it('are grouped, the biggest group first, with days, samples and the nearest entries', async () => {
    const ids = [await note(gold, { day: '2026-11-02' }), await note('gia vang hom nay bao nhieu'), await note(gold)]
    await note(cat)
    const { clusters, kept, read, dropped } = await queue.questions()
    expect({ kept, read, dropped }).toEqual({ kept: 4, read: 4, dropped: 0 })
    expect(clusters.map(({ ids }) => ids.length)).toEqual([3, 1])
    const [first] = clusters
    expect([...(first?.ids ?? [])].sort()).toEqual(ids)
    expect(first?.samples).toEqual(expect.arrayContaining([gold, 'gia vang hom nay bao nhieu']))
    expect(first).toMatchObject({ firstDay: '2026-11-02', lastDay: testDay, answeredBy: undefined })
    const { ranked } = await answerer.ask(first?.samples[0] ?? '', { locale: 'vi' })
    expect(first?.near.map(({ entry }) => entry)).toEqual(ranked.slice(0, 3))
    for (const { title } of first?.near ?? []) expect(title).not.toContain('{{')
  })

  it('that today’s entries answer name the entry', async () => {
    await note(age)
    const { clusters } = await queue.questions()
    expect(clusters[0]?.answeredBy?.entry).toBe('child-definition-age')
    expect(clusters[0]?.answeredBy?.title).not.toBe('')
  })

  it('of different languages are apart', async () => {
    await note('zalo')
    await note('zalo', { locale: 'en' })
    expect((await queue.questions()).clusters.map(({ locale }) => locale).sort()).toEqual(['en', 'vi'])
  })

  it('are gone when an author is done with them, and those that came meanwhile stay', async () => {
    await note(gold)
    const seen = (await queue.questions()).clusters[0]?.ids ?? []
    const later = await note(gold)
    await queue.finish(seen)
    expect((await queue.questions()).clusters.map(({ ids }) => ids)).toEqual([[later]])
  })

  it('show at most three samples, and none twice', async () => {
    for (const end of ['', ' ạ', ' vậy', ' thế', ' nhỉ', '']) await note(gold + end)
    const [cluster] = (await queue.questions()).clusters
    expect(cluster?.ids).toHaveLength(6)
    expect(new Set(cluster?.samples).size).toBe(3)
    expect(cluster?.samples).toHaveLength(3)
  })
})

describe('verdicts for the authors', () => {
  it('are sorted by the share that was not helped, as sure as that is; the newest version of an entry first', async () => {
    const current = knowledge.entries.find(({ id, locale }) => id === 'child-definition-age' && locale === 'vi')
    if (current === undefined) throw new Error('no such entry')
    await judge('hotline-111', 'aaaaaaaa', 'unhelpful', 1)
    await judge('child-definition-age', '00000000', 'unhelpful', 9, '2026-11-01')
    await judge('child-definition-age', current.version, 'unhelpful', 6, '2026-11-20')
    await judge('child-definition-age', current.version, 'helpful', 4)
    await judge('no-such-entry', 'bbbbbbbb', 'helpful', 2)
    const judged = await queue.verdicts()
    expect(judged.map(({ entry, version, isCurrent }) => [entry, version, isCurrent])).toEqual([
      ['child-definition-age', current.version, true],
      ['child-definition-age', '00000000', false],
      ['hotline-111', 'aaaaaaaa', false],
      ['no-such-entry', 'bbbbbbbb', false],
    ])
    expect(judged[0]).toMatchObject({ helpful: 4, unhelpful: 6, firstDay: '2026-11-20', lastDay: testDay })
    expect(judged[0]?.title).toBe(current.title)
    expect(judged.at(-1)?.title).toBe('no-such-entry')
  })
})
