import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { loadContent } from '../../src/content.ts'
import { ContentError } from '../../src/core/errors.ts'
import { dangers, harmKinds } from '../../src/core/triage.ts'
import { evidenceBits } from '../../src/triage/evidence.ts'
import { trainLinear } from '../../src/learning/train.ts'
import {
  dangerFile,
  lexiconFile,
  loadDanger,
  loadTold,
  markOf,
  toldFile,
  wordsBeneath,
  writeDangerModel,
} from '../../src/triage/learned.ts'
import { messageBits } from '../../src/triage/message-features.ts'
import type { DangerModel } from '../../src/triage/weigh.ts'

const told = [
  'part\tlevel\tkinds\tstyle\ttext',
  'model\turgent\tonline\tmarks\tnó đòi ảnh',
  'rules\tnone\tnone\tplain\tvui qua',
  '',
]
const rules = 'rules: []\n'
const train = (classes: readonly string[], bits: number, bucket: number) => {
  const samples = [0, 1, 2, 3].map((at) => ({
    label: classes[at % 2] ?? '',
    features: new Map([[bucket + (at % 2), 1]]),
  }))
  return trainLinear(samples, { classes, bits, rounds: 2, rate: 0.3, least: 0 })
}
const model: DangerModel = {
  words: train(dangers, messageBits, 1),
  kinds: train(
    harmKinds.filter((kind) => kind !== 'none'),
    messageBits,
    7,
  ),
  scales: train(dangers, evidenceBits, 3),
  danger: 0.65,
  emergency: 0.4,
}
const howTo = 'run `npm run --silent cli -- learn danger`'
const damaged = `knowledge/learned/danger.json: is missing or damaged: ${howTo}`
const stale = `knowledge/learned/danger.json: was learnt from other messages or rules: ${howTo}`

const dir = mkdtempSync(join(tmpdir(), 'la-chan-danger-'))
const write = (file: string, text: string): void => writeFileSync(join(dir, file), text)
afterAll(() => rmSync(dir, { recursive: true }))
beforeEach(() => {
  mkdirSync(join(dir, 'learned'), { recursive: true })
  write(toldFile, told.join('\n'))
  write(lexiconFile, rules)
  write(dangerFile, writeDangerModel(model, markOf(loadTold(dir), wordsBeneath(dir))))
})

function faultsOf(load: () => unknown): readonly string[] {
  try {
    load()
    return []
  } catch (error) {
    if (error instanceof ContentError) return error.faults
    throw error
  }
}
type Written = Record<string, unknown> & { readonly words: object; readonly kinds: object; readonly scales: object }
const changed = (change: (written: Written) => Record<string, unknown>): void => {
  const written = JSON.parse(readFileSync(join(dir, dangerFile), 'utf8')) as Written
  write(dangerFile, JSON.stringify({ ...written, ...change(written) }))
}

describe('what was learnt about danger', () => {
  test('is read as it was written, but for the fifth decimal of its offsets', () => {
    const rounded = <T extends { readonly offsets: readonly number[] }>(each: T): T => {
      return { ...each, offsets: each.offsets.map((offset) => Number(offset.toFixed(4))) }
    }
    const { words, kinds, scales, ...limits } = model
    expect(loadDanger(dir)).toEqual({
      told: loadTold(dir),
      model: { words: rounded(words), kinds: rounded(kinds), scales: rounded(scales), ...limits },
      staleness: [],
    })
    expect(loadTold(dir).map(({ text }) => text)).toEqual(['nó đòi ảnh', 'vui qua'])
  })

  test.each<[string, () => void]>([
    ['is missing', () => rmSync(join(dir, dangerFile))],
    ['is empty', () => write(dangerFile, '')],
    ['is cut off', () => write(dangerFile, readFileSync(join(dir, dangerFile), 'utf8').slice(0, -50))],
    ['lacks a model', () => changed(() => ({ kinds: undefined }))],
    ['has a threshold that is no share', () => changed(() => ({ danger: 1.5 }))],
    ['has a part that nobody knows', () => changed(() => ({ more: 1 }))],
    ['has weights that do not fit together', () => changed(({ words }) => ({ words: { ...words, owners: '' } }))],
    ['has models in each other’s place', () => changed(({ words, kinds }) => ({ words: kinds, kinds: words }))],
    ['has other buckets than a message', () => changed(({ scales }) => ({ words: scales }))],
    ['has other buckets than the evidence', () => changed(({ words }) => ({ scales: words }))],
  ])('that %s is one fault that says what to do', (_what, damage) => {
    damage()
    expect(faultsOf(() => loadDanger(dir))).toEqual([damaged])
  })

  test('names every bad line of the known messages', () => {
    appendFileSync(join(dir, toldFile), 'model\tbad\tonline\tmarks\tx\nmodel\turgent\tonline\tmarks\n')
    const faults = faultsOf(() => loadDanger(dir))
    expect(faults).toHaveLength(2)
    expect(faults[0]).toMatch(/^knowledge\/told\.tsv: line 4: the level/)
    expect(faults[1]).toBe('knowledge/told.tsv: line 5: must have 5 cells')
  })

  test('names the known messages when they are missing', () => {
    rmSync(join(dir, toldFile))
    expect(faultsOf(() => loadDanger(dir))).toEqual(['knowledge/told.tsv: there is no such file'])
  })

  test.each<[string, () => void]>([
    ['a new message', () => appendFileSync(join(dir, toldFile), 'model\tnone\tnone\tmarks\tchào\n')],
    ['another level', () => write(toldFile, told.join('\n').replace('urgent', 'normal'))],
    ['another rule', () => write(lexiconFile, `${rules}# changed\n`)],
  ])('is stale after %s, and still used', (_what, change) => {
    change()
    const learnt = loadDanger(dir)
    expect(learnt.staleness).toEqual([stale])
    expect(learnt.model.danger).toBe(0.65)
  })

  test('is not stale after the style of a message was named otherwise, which nothing learns from', () => {
    write(toldFile, told.join('\n').replace('plain', 'teen'))
    expect(loadDanger(dir).staleness).toEqual([])
  })
})

describe('messages that have changed since they were learnt', () => {
  const root = mkdtempSync(join(tmpdir(), 'la-chan-stale-'))
  afterAll(() => rmSync(root, { recursive: true }))

  test('are named by check and only warned about at the start', () => {
    for (const part of ['flows', 'locales']) symlinkSync(resolve(part), join(root, part))
    cpSync('knowledge', join(root, 'knowledge'), { recursive: true })
    appendFileSync(join(root, 'knowledge', toldFile), 'model\tnone\tnone\tmarks\tcâu này chưa ai học\n')
    expect(faultsOf(() => loadContent(root, { lapsedIsFault: true }))).toContain(stale)
    const content = loadContent(root)
    expect(content.warnings).toContain(stale)
    expect(content.assess('em không muốn sống nữa').level).toBe('emergency')
  })
})
