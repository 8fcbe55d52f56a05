import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { askCommand } from '../../src/cli/ask.ts'
import { triageCommand } from '../../src/cli/triage.ts'
import { runCli } from '../support/run-main.ts'
import { openCommands, type OpenCommands } from './open-commands.ts'

// Each run of the command line is a process of its own: on a busy machine a case of several takes its time.
vi.setConfig({ testTimeout: 60_000 })

const question = 'trẻ em là bao nhiêu tuổi'
const jsonl = (...lines: readonly unknown[]) =>
  lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
const read = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>)

let open: OpenCommands
beforeAll(async () => {
  open = await openCommands()
})
afterAll(() => open.close())
const ask = (args: readonly string[], input?: string) => open.run(askCommand, args, input)

describe('ask', () => {
  it('answers a question with its sources', async () => {
    const { status, out, err } = await runCli(['ask', question])
    expect([status, err]).toEqual([0, ''])
    expect(out).toContain('Trẻ em là người dưới 16 tuổi')
    expect(out).toMatch(/^Theo: .*Luật Trẻ em 2016, Điều 1/m)
  })

  it('takes the words of a question as they come, and says when it does not know', async () => {
    expect((await ask(question.split(' '))).out).toEqual((await ask([question])).out)
    const { out, faults } = await ask(['giá vàng hôm nay bao nhiêu'])
    expect(faults).toEqual([])
    expect(out.join()).toContain('chưa có câu trả lời chắc chắn')
  })

  it('offers what is near by title', async () => {
    const [text = ''] = (await ask(['bạo lực'])).out
    expect(text.split('\n').filter((line) => line.startsWith('- ')).length).toBeGreaterThan(0)
  })

  it('answers in the language asked for, and for the day asked for', async () => {
    const [today] = (await ask([question])).out
    const [english] = (await ask(['--locale', 'en', question])).out
    const [past] = (await ask(['--on', '2026-01-05', question])).out
    expect(english).not.toBe(today)
    expect(past).toContain('Theo quy định ngày 5/1/2026')
  })

  it('says that it has no checked answer for a day, and whom to ask', async () => {
    const [text = ''] = (await ask(['--on', '2021-06-01', 'bạo lực gia đình phạt bao nhiêu tiền'])).out
    expect(text).toContain('chưa có câu trả lời đã kiểm tra cho ngày 1/6/2021')
    expect(text).toContain('111')
    const [english = ''] = (
      await ask(['--on', '2021-06-01', '--locale', 'en', 'fine for a false report or prank call'])
    ).out
    expect(english).toContain('do not have a checked answer for 1/6/2021')
  })

  it.each([
    ['nothing', [], 'ask "'],
    ['white space', ['  '], 'ask "'],
    ['a day that does not exist', ['--on', '2026-02-30', question], '2026-02-30'],
    ['a day written otherwise', ['--on', '5/1/2026', question], '5/1/2026'],
  ])('given %s says what is wrong', async (_what, args, words) => {
    const { out, faults } = await ask(args)
    expect(out).toEqual([])
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(words)
  })
})

describe('ask --jsonl', () => {
  it('answers every line with exactly the fields that programs rely on', async () => {
    const input = jsonl(
      { q: question },
      '',
      { q: 'giá vàng hôm nay bao nhiêu', locale: 'vi' },
      { q: 'em đang bị đánh', locale: 'en', on: '2026-01-05' },
    )
    const { status, out, err } = await runCli(['ask', '--jsonl'], {}, `${input}\r\n`)
    expect([status, err]).toEqual([0, ''])
    const rows = read(out.trimEnd().split('\n'))
    expect(rows).toHaveLength(3)
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['q', 'kind', 'entry', 'ranked', 'text', 'citations', 'triage', 'ms'])
      expect(['answered', 'unsure', 'unknown']).toContain(row.kind)
      expect(row.ranked).toBeInstanceOf(Array)
      expect((row.ranked as unknown[]).length).toBeLessThanOrEqual(5)
      expect(row.text).not.toBe('')
      expect(Object.keys(row.triage as object)).toEqual(['level', 'kinds'])
      expect(typeof row.ms).toBe('number')
    }
    const [answered, unknown, danger] = rows
    expect(answered).toMatchObject({ q: question, kind: 'answered', entry: 'child-definition-age' })
    expect((answered?.ranked as string[])[0]).toBe('child-definition-age')
    expect((answered?.citations as object[]).length).toBeGreaterThan(0)
    for (const citation of answered?.citations as object[]) {
      expect(Object.keys(citation)).toEqual(['document', 'article', 'title'])
    }
    expect(unknown).toMatchObject({ kind: 'unknown', entry: null, citations: [], triage: { level: 'none' } })
    expect(danger).toMatchObject({ triage: { level: 'emergency', kinds: ['physical_violence'] } })
  })

  it('ends with one line and status 1 at a line that is no JSON, after answering those before it', async () => {
    const { status, out, err } = await runCli(['ask', '--jsonl'], {}, jsonl({ q: question }, '', '{"q": ', { q: 'x' }))
    expect(status).toBe(1)
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    expect(err).toBe('dòng 3: không phải JSON\n')
  })

  it.each([
    ['no JSON', 'hello', /^dòng 3: .*JSON/],
    ['no question', { question: 'x' }, /^dòng 3: .*\bq\b/],
    ['a question that is no text', { q: 5 }, /^dòng 3: .*\bq\b/],
    ['a list', ['x'], /^dòng 3: /],
    ['null', 'null', /^dòng 3: /],
    ['a question on a day that does not exist', { q: question, on: '2026-13-01' }, /2026-13-01/],
  ])('names the line that is %s', async (_what, bad, words) => {
    const { out, faults } = await ask(['--jsonl'], jsonl({ q: question }, '', bad, { q: question }))
    expect(out).toHaveLength(1)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(words)
  })

  it('of nothing answers nothing', async () => {
    expect(await ask(['--jsonl'])).toEqual({ out: [], faults: [] })
  })
})

describe('triage', () => {
  it('--jsonl tells level, kinds and reasons of every line', async () => {
    const lines = [{ text: 'em đang bị đánh' }, { text: 'xin chào' }, { text: 'em không muốn sống nữa' }]
    const { status, out, err } = await runCli(['triage', '--jsonl'], {}, jsonl(...lines))
    expect([status, err]).toEqual([0, ''])
    const rows = read(out.trimEnd().split('\n'))
    for (const row of rows) expect(Object.keys(row)).toEqual(['text', 'level', 'kinds', 'because'])
    expect(rows).toMatchObject([
      { ...lines[0], level: 'emergency', kinds: ['physical_violence'] },
      { ...lines[1], level: 'none', kinds: ['none'], because: [] },
      { ...lines[2], level: 'emergency', kinds: ['suicide'] },
    ])
    expect(JSON.stringify(rows[0]?.because)).not.toContain('đánh')
  })

  it('takes one message too, and says what is wrong with none or a bad line', async () => {
    const { out } = await open.run(triageCommand, ['em', 'đang bị đánh'])
    expect(read(out)).toMatchObject([{ text: 'em đang bị đánh', level: 'emergency' }])
    expect((await open.run(triageCommand, [])).faults).toHaveLength(1)
    const bad = await open.run(triageCommand, ['--jsonl'], jsonl({ text: 'x' }, { q: 'x' }))
    expect(bad.faults).toHaveLength(1)
    expect(bad.faults[0]).toMatch(/^dòng 2: .*text/)
  })
})
