import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { evalCommand } from '../../src/cli/eval.ts'
import { runCli } from '../support/run-main.ts'
import { openCommands, type OpenCommands } from './open-commands.ts'

// One case runs the command line as a process of its own.
vi.setConfig({ testTimeout: 60_000 })

let open: OpenCommands
beforeAll(async () => {
  open = await openCommands()
})
afterAll(() => open.close())

const lines = (...all: readonly unknown[]): readonly string[] =>
  all.map((each) => (typeof each === 'string' ? each : JSON.stringify(each)))

const corpus = lines(
  { id: 'hit', title: 'Đánh trẻ em', text: 'Người đánh trẻ em bị phạt tiền.' },
  { id: 'work', title: 'Lao động', text: 'Không thuê người dưới 15 tuổi làm việc nặng.', source: 'ignored' },
  { id: 'smoke', title: 'Thuốc lá', text: 'Không bán thuốc lá cho người dưới 18 tuổi.' },
)

describe('eval retrieval', () => {
  const ask = (questions: readonly string[], more: readonly string[] = [], documents = corpus) =>
    open.run(evalCommand, [
      'retrieval',
      '--corpus',
      open.file('c.jsonl', ...documents),
      '--questions',
      open.file('q.jsonl', ...questions),
      '--out',
      join(open.dir, 'r.jsonl'),
      ...more,
    ])
  const written = (): readonly unknown[] =>
    readFileSync(join(open.dir, 'r.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)

  const questions = lines(
    { id: '1', q: 'đánh trẻ em', relevant: ['hit'] },
    { id: '2', q: 'ban thuoc la', relevant: ['smoke', 'work'] },
    '',
    { id: '3', q: 'thuê làm việc nặng', relevant: ['hit'] },
    { id: '4', q: 'weather', relevant: ['hit'] },
  )

  it('writes what it finds and prints how good that is', async () => {
    const { out, faults } = await ask(questions)
    expect(faults).toEqual([])
    expect(written()).toEqual([
      { id: '1', ranked: ['hit'] },
      { id: '2', ranked: ['smoke'] },
      { id: '3', ranked: ['work'] },
      { id: '4', ranked: [] },
    ])
    // 1 of 1, 1 of 2, none of 1, none of 1: at every depth, since no question finds more than one article.
    expect(out.slice(0, 5)).toEqual([
      '4 câu hỏi, 3 văn bản',
      'recall@1   0.3750',
      'recall@3   0.3750',
      'recall@10  0.3750',
      'MRR@10     0.5000',
    ])
    expect(out[5]).toMatch(/^lập chỉ mục: \d+\.\d\d giây$/)
    expect(out[6]).toMatch(/^ms mỗi câu hỏi: trung vị \d+\.\d{3}, p95 \d+\.\d{3}$/)
    expect(out).toHaveLength(7)
  })

  it('writes as many as --top says, and measures ten all the same', async () => {
    const question = lines({ id: '1', q: 'người dưới 18 tuổi', relevant: ['work'] })
    const all = await ask(question)
    const [{ ranked }] = written() as [{ readonly ranked: readonly string[] }]
    expect(ranked.slice(0, 2)).toEqual(['smoke', 'work'])
    const one = await ask(question, ['--top', '1'])
    expect(written()).toEqual([{ id: '1', ranked: ['smoke'] }])
    expect(one.out.slice(0, 5)).toEqual(all.out.slice(0, 5))
    expect(one.out.slice(1, 5)).toEqual([
      'recall@1   0.0000',
      'recall@3   1.0000',
      'recall@10  1.0000',
      'MRR@10     0.5000',
    ])
  })

  it('says which questions it cannot judge', async () => {
    const { out } = await ask(
      lines({ id: '1', q: 'đánh trẻ em', relevant: ['hit', 'gone'] }, { id: '2', q: 'thuốc lá', relevant: [] }),
    )
    expect(out[1]).toMatch(/^1 câu hỏi/)
    expect(out[2]).toMatch(/^1 mã/)
    expect(out[3]).toBe('recall@1   0.5000')
  })

  const good = { id: '1', q: 'x', relevant: ['hit'] }
  it.each([
    ['a question that is no JSON', lines(good, '', '{"id": '), corpus, /q\.jsonl: dòng 3: không phải JSON$/],
    [
      'a question without a list',
      lines(good, { id: '2', q: 'x', relevant: 'hit' }),
      corpus,
      /q\.jsonl: dòng 2: .*relevant/,
    ],
    ['a question asked twice', lines(good, good), corpus, /q\.jsonl: dòng 2: .*“1”/],
    ['no question', [''], corpus, /q\.jsonl: /],
    ['a document without text', lines(good), lines({ id: 'a', title: 'A' }), /c\.jsonl: dòng 1: .*text/],
    ['a document whose id is a number', lines(good), lines({ id: 5, title: 'A', text: 'A' }), /c\.jsonl: dòng 1: .*id/],
    ['two documents with one id', lines(good), [...corpus, ...corpus], /c\.jsonl: dòng 4: .*“hit”/],
  ])('refuses %s with one line and writes nothing', async (_what, questions, documents, words) => {
    const out = join(open.dir, 'refused.jsonl')
    const { faults } = await ask(questions, ['--out', out], documents)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toMatch(words)
    expect(existsSync(out)).toBe(false)
  })

  it.each([['0'], ['-1'], ['1.5'], ['many'], ['']])('refuses --top %s', async (top) => {
    const { faults } = await ask(questions, [`--top=${top}`])
    expect(faults).toEqual([expect.stringMatching(/^--top /)])
  })

  it('says which file is missing or cannot be read or written', async () => {
    const file = open.file('c.jsonl', ...corpus)
    const asked = open.file('q.jsonl', ...questions)
    const run = async (...args: readonly string[]) => (await open.run(evalCommand, ['retrieval', ...args])).faults
    expect(await run('--questions', asked, '--out', 'r')).toEqual(['Thiếu --corpus'])
    expect(await run('--corpus', file, '--out', 'r')).toEqual(['Thiếu --questions'])
    expect(await run('--corpus', file, '--questions', asked)).toEqual(['Thiếu --out'])
    expect((await run('--corpus', '/none.jsonl', '--questions', asked, '--out', 'r'))[0]).toContain('/none.jsonl')
    expect((await run('--corpus', file, '--questions', asked, '--out', '/none/r.jsonl'))[0]).toContain('/none/r.jsonl')
  })

  it('is a command of the command line', async () => {
    const args = ['--corpus', open.file('c.jsonl', ...corpus), '--questions', open.file('q.jsonl', ...questions)]
    const out = join(open.dir, 'cli.jsonl')
    const ran = await runCli(['eval', 'retrieval', ...args, '--out', out], { DATA_DIR: open.dir })
    expect([ran.status, ran.err]).toEqual([0, ''])
    expect(ran.out).toContain('recall@1   0.3750')
    expect(readFileSync(out, 'utf8')).toContain('{"id":"1","ranked":["hit"]}\n')
  })
})

describe('eval knowledge', () => {
  it('prints a line for each style and one for all', async () => {
    const file = open.file(
      'q.tsv',
      '# written by someone else',
      'style\tentry\tquestion',
      'marks\tchild-definition-age\ttrẻ em là bao nhiêu tuổi',
      'plain\tchild-definition-age\ttre em la bao nhieu tuoi',
      'plain\temergency-numbers\ttre em la bao nhieu tuoi',
      'plain\t-\tthoi tiet ngay mai',
    )
    const { out, faults } = await open.run(evalCommand, ['knowledge', '--questions', file])
    expect(faults).toEqual([])
    expect(out.slice(1).map((line) => line.split(/\s{2,}/))).toEqual([
      ['marks', '1', '100.0%', '100.0%', '100.0%', '0.0%', '0.0%', '0', '-'],
      ['plain', '2', '50.0%', expect.stringMatching(/^(50|100)\.0%$/), '100.0%', '50.0%', '0.0%', '1', '100.0%'],
      ['tất cả', '3', '66.7%', expect.stringMatching(/^(66\.7|100\.0)%$/), '100.0%', '33.3%', '0.0%', '1', '100.0%'],
    ])
  })

  it('takes the questions of the project by itself, part by part', async () => {
    const { out } = await open.run(evalCommand, ['knowledge'])
    const names = out.slice(1).map((line) => line.split(/\s{2,}/)[0])
    expect(names).toEqual(expect.arrayContaining(['dev marks', 'held plain', 'tất cả']))
  })

  it('names every bad line with its file', async () => {
    const file = open.file('bad.tsv', 'style\tentry\tquestion', 'marks\tno-such-entry\tx', 'marks\t-')
    const { faults } = await open.run(evalCommand, ['knowledge', '--questions', file])
    expect(faults).toHaveLength(2)
    expect(faults[0]).toMatch(/bad\.tsv: dòng 2: .*no-such-entry/)
    expect(faults[1]).toMatch(/bad\.tsv: dòng 3: /)
  })
})

it.each([[[]], [['anything']]])('eval %s says what there is to evaluate', async (args) => {
  expect((await open.run(evalCommand, args)).faults).toEqual([
    expect.stringMatching(/eval retrieval .* eval knowledge/),
  ])
})
