import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { learnCommand } from '../../src/cli/learn.ts'
import { loadKnowledge } from '../../src/knowledge/load.ts'
import { loadDanger } from '../../src/triage/learned.ts'
import { withKnowledge } from '../knowledge/knowledge-folder.ts'
import { testDay } from '../knowledge/test-answerer.ts'
import { openCommands, type OpenCommands } from './open-commands.ts'

let open: OpenCommands
beforeAll(async () => {
  open = await openCommands()
})
afterAll(() => open.close())

const questions = [
  'split\tstyle\tentry\tquestion',
  'dev\tmarks\tchild-age\tmấy tuổi còn là trẻ em',
  'dev\tplain\tchild-age\ttre em la bao nhieu tuoi',
  'dev\tmarks\told-offices\tbáo công an huyện nào',
  'dev\tmarks\t-\tem ăn cơm chưa',
  'held\tmarks\t-\ttrẻ em ăn gì',
]
const asked = ['style\tentry\tquestion', 'plain\tchild-age\tmay tuoi het la tre con', 'marks\t-\tem ăn gì', '']
const told = [
  'part\tlevel\tkinds\tstyle\ttext',
  ...['ở nhà', 'ở trường', 'ở quê'].flatMap((place) => [
    `model\temergency\tphysical_violence\tmarks\tbố đang đánh em ${place}`,
    `model\tnone\tnone\tmarks\tem đi chơi vui ${place}`,
  ]),
  '',
]

/** A project of a small knowledge folder, with the questions that confidence is fitted on. */
function inProject(
  changed: Readonly<Record<string, string>>,
  use: (root: string, learn: (...args: readonly string[]) => ReturnType<OpenCommands['run']>) => Promise<void>,
  asks: readonly string[] = questions,
): Promise<void> {
  return withKnowledge(changed, async (dir) => {
    const root = mkdtempSync(join(tmpdir(), 'la-chan-learn-'))
    try {
      symlinkSync(dir, join(root, 'knowledge'))
      mkdirSync(join(root, 'test/knowledge'), { recursive: true })
      writeFileSync(join(root, 'test/knowledge/questions.tsv'), asks.join('\n'))
      await use(root, (...args) => open.run(learnCommand, [...args, '--root', root]))
    } finally {
      rmSync(root, { recursive: true })
    }
  })
}

describe('learn questions', () => {
  it.each([
    ['for the first time', {}],
    ['anew over a damaged file', { 'learned/vi.json': '{' }],
  ])('writes what was learnt %s, and prints what each threshold comes to', async (_what, before) => {
    await inProject({ 'asked/vi.tsv': asked.join('\n'), ...before }, async (root, learn) => {
      const { out, faults } = await learn('questions')
      expect(faults).toEqual([])
      expect(out).toHaveLength(1 + 19 + 1)
      expect(out.filter((line) => line.includes('*') && /^0\.\d\d \*/.test(line))).toHaveLength(1)
      expect(out.at(-1)).toContain('knowledge/learned/vi.json')
      const knowledge = loadKnowledge(join(root, 'knowledge'), { today: testDay, lapsedIsFault: true })
      const { learned } = knowledge.asking('vi')
      expect(learned?.judge.classes).toEqual(['-', 'child-age', 'old-offices'])
      expect(out.some((line) => line.startsWith(`${learned?.curve.answered.toFixed(2)} *`))).toBe(true)
    })
  })

  it('writes the same file again from the same questions', async () => {
    await inProject({ 'asked/vi.tsv': asked.join('\n') }, async (root, learn) => {
      const read = () => readFileSync(join(root, 'knowledge/learned/vi.json'), 'utf8')
      await learn('questions')
      const first = read()
      await learn('questions')
      expect(read()).toBe(first)
    })
  })

  it('names other faults of the folder and writes nothing', async () => {
    const bad = [...asked, 'plain\tgone\to dau'].join('\n')
    await inProject({ 'asked/vi.tsv': bad, 'learned/vi.json': '{' }, async (root, learn) => {
      const { out, faults } = await learn('questions')
      expect([out, faults]).toEqual([[], [expect.stringMatching(/^knowledge\/asked\/vi\.tsv: line 5: .*gone/)]])
      expect(readFileSync(join(root, 'knowledge/learned/vi.json'), 'utf8')).toBe('{')
    })
  })

  it.each([
    ['without the tuned part', questions.filter((line) => !line.startsWith('dev')), /questions\.tsv: .*dev$/],
    ['about an entry that does not exist', [...questions, 'dev\tmarks\tgone\tx'], /questions\.tsv: .*7.*gone/],
  ])('names questions %s', async (_what, asks, fault) => {
    await inProject(
      {},
      async (_root, learn) => {
        expect((await learn('questions')).faults).toEqual([expect.stringMatching(fault)])
      },
      asks,
    )
  })
})

describe('learn danger', () => {
  const files = { 'told.tsv': told.join('\n'), 'lexicon.yaml': readFileSync('knowledge/lexicon.yaml', 'utf8') }

  it('writes what was learnt, and prints what each threshold comes to', async () => {
    await inProject(files, async (root, learn) => {
      const { out, faults } = await learn('danger')
      expect(faults).toEqual([])
      expect(out).toHaveLength(1 + 17 + 1)
      expect(out.at(-1)).toMatch(/\b6\b.*knowledge\/learned\/danger\.json/)
      const { model, staleness } = loadDanger(join(root, 'knowledge'))
      expect(staleness).toEqual([])
      expect(out.filter((line) => line.startsWith(`${model.danger.toFixed(2)} *`))).toHaveLength(1)
    })
  })

  it('names a bad line of what was told', async () => {
    await inProject(
      { ...files, 'told.tsv': `${told.join('\n')}model\tbad\tnone\tmarks\tx\n` },
      async (_root, learn) => {
        expect((await learn('danger')).faults).toEqual([
          expect.stringMatching(/^knowledge\/told\.tsv: line 8: the level/),
        ])
      },
    )
  })
})

describe('learn', () => {
  it.each([[[]], [['anything']], [['--root', 'x']]])('%j says what there is to learn', async (args) => {
    const { out, faults } = await open.run(learnCommand, args)
    expect([out, faults]).toEqual([[], [expect.stringMatching(/learn questions .*learn danger/)]])
  })

  it('names a flag that it does not know', async () => {
    await expect(open.run(learnCommand, ['questions', '--loud'])).rejects.toThrow(/--loud/)
  })
})
