import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dangers, harmKinds, worse, type Assess, type Danger, type Triage } from '../../src/core/triage.ts'
import { plainSpelling } from '../../src/knowledge/spelling.ts'
import type { LinearModel } from '../../src/learning/linear-model.ts'
import { searchMessages } from '../../src/search-messages.ts'
import { evidenceBits } from '../../src/triage/evidence.ts'
import { loadLexicon } from '../../src/triage/lexicon.ts'
import { messageBits } from '../../src/triage/message-features.ts'
import type { Told } from '../../src/triage/told.ts'
import { createWeigh, levelBy, modelReason, type DangerModel } from '../../src/triage/weigh.ts'

const lexicon = loadLexicon('knowledge/lexicon.yaml')

/** Holds each class for as likely as its share, whatever the features; `rows` add weights of one step of 1 to buckets. */
function modelOf(
  bits: number,
  shares: Readonly<Record<string, number>>,
  rows: readonly (readonly [bucket: number, owner: string, weight: number])[] = [],
): LinearModel {
  const classes = Object.keys(shares)
  const sorted = [...rows].sort(([a], [b]) => a - b)
  return {
    classes,
    bits,
    step: 1,
    offsets: Object.values(shares).map(Math.log),
    starts: Uint32Array.from({ length: 2 ** bits + 1 }, (_, at) => sorted.filter(([bucket]) => bucket < at).length),
    owners: Uint8Array.from(sorted, ([, owner]) => classes.indexOf(owner)),
    weights: Int8Array.from(sorted, ([, , weight]) => weight),
  }
}
const even = { emergency: 0.25, urgent: 0.25, normal: 0.25, none: 0.25 }
const sure = (level: Danger) => ({ emergency: 0.01, urgent: 0.01, normal: 0.01, none: 0.01, [level]: 0.97 })

describe('the level that shares come to', () => {
  const limits = { danger: 0.6, emergency: 0.4 }

  test.each<[Danger, readonly number[]]>([
    ['emergency', [0.24, 0.36, 0.2, 0.2]],
    ['emergency', [1, 0, 0, 0]],
    ['urgent', [0.23, 0.37, 0.2, 0.2]],
    ['urgent', [0, 0.6, 0, 0.4]],
    ['normal', [0.19, 0.4, 0.21, 0.2]],
    ['none', [0.19, 0.4, 0.2, 0.21]],
    ['none', [0.3, 0.2, 0.25, 0.25]],
  ])('%s: %j', (level, shares) => {
    expect(levelBy(shares, limits)).toBe(level)
  })

  test('is never lower when some of the share of none goes to emergency', () => {
    const parts = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 })
    const limit = fc.integer({ min: 1, max: 99 }).map((percent) => percent / 100)
    fc.assert(
      fc.property(parts, fc.nat(100), limit, limit, (all, percent, danger, emergency) => {
        const total = all.reduce((a, b) => a + b, 0)
        fc.pre(total > 0)
        const [first = 0, second = 0, third = 0, last = 0] = all.map((each) => each / total)
        const moved = (last * percent) / 100
        const before = levelBy([first, second, third, last], { danger, emergency })
        const after = levelBy([first + moved, second, third, last - moved], { danger, emergency })
        expect(worse(before, after)).toBe(after)
      }),
    )
  })
})

describe('weighing', () => {
  const byRule: Triage = { level: 'urgent', kinds: ['neglect'], because: ['left-alone'] }
  const byOther: Triage = { level: 'normal', kinds: ['other'], because: ['odd'] }
  const unsure: Triage = { level: 'none', kinds: ['none'], because: [] }
  const kinds = (shares: Readonly<Partial<Record<string, number>>>) =>
    modelOf(
      messageBits,
      Object.fromEntries(harmKinds.filter((kind) => kind !== 'none').map((kind) => [kind, shares[kind] ?? 0.001])),
    )
  const weigh = (triage: Triage, model: Partial<DangerModel>, told: readonly Told[] = [], isOver = false): Assess =>
    createWeigh({
      rules: () => ({ triage, isOver }),
      lexicon,
      told,
      findAlike: searchMessages(told, plainSpelling),
      model: {
        words: modelOf(messageBits, even),
        kinds: kinds({ online: 0.9 }),
        scales: modelOf(evidenceBits, even),
        danger: 0.6,
        emergency: 0.4,
        ...model,
      },
    })
  const certain = (level: Danger): Partial<DangerModel> => ({ scales: modelOf(evidenceBits, sure(level)) })

  test.each(['', ' \n', '???', '😭😭', '\u200b', '1205-2128-8273-4850', '14'])(
    'a text without letters, %j, is left to the rules alone',
    (text) => {
      expect(weigh(byRule, certain('none'))(text)).toBe(byRule)
      expect(weigh(unsure, certain('emergency'))(text)).toBe(unsure)
    },
  )

  test('keeps the reasons of the rules where both say the same, and names itself first where not', () => {
    expect(weigh(byRule, certain('urgent'))('mẹ đi vắng')).toMatchObject({ level: 'urgent', because: ['left-alone'] })
    expect(weigh(byRule, certain('emergency'))('mẹ đi vắng')).toMatchObject({
      level: 'emergency',
      because: [modelReason, 'left-alone'],
    })
    expect(weigh(unsure, certain('urgent'))('mẹ đi vắng')).toMatchObject({ level: 'urgent', because: [modelReason] })
  })

  test.each([
    ['online', 'normal'],
    ['school_violence', 'normal'],
    ['sexual_abuse', 'urgent'],
    ['trafficking', 'urgent'],
    ['suicide', 'urgent'],
  ] as const)('holds %s that is long over and ended well for %s', (kind, level) => {
    const over = weigh(unsure, { ...certain('urgent'), kinds: kinds({ [kind]: 0.9 }) }, [], true)
    expect(over('mẹ đi vắng')).toMatchObject({ level, kinds: [kind] })
    expect(weigh(unsure, certain('none'), [], true)('mẹ đi vắng').level).toBe('none')
  })

  test('has no kind and no reason where there is no danger', () => {
    expect(weigh(byRule, certain('none'))('mẹ đi vắng')).toEqual({ level: 'none', kinds: ['none'], because: [] })
  })

  test.each([
    ['the likely ones', unsure, { drugs: 0.5, marriage: 0.45, labour: 0.05 }, ['drugs', 'marriage']],
    ['one that is likely alone', unsure, { drugs: 0.7, marriage: 0.2, labour: 0.1 }, ['drugs']],
    ['one that is just likely enough', unsure, { drugs: 0.43, marriage: 0.27, labour: 0.2, online: 0.1 }, ['drugs']],
    ['other where none is likely', unsure, { drugs: 0.3, marriage: 0.25, labour: 0.25, online: 0.2 }, ['other']],
    ['those of the rules too', byRule, { drugs: 0.9, labour: 0.1 }, ['drugs', 'neglect']],
    ['no other of the rules beside a likely one', byOther, { drugs: 0.9, labour: 0.1 }, ['drugs']],
    ['each once', byRule, { neglect: 0.6, drugs: 0.35, labour: 0.05 }, ['neglect', 'drugs']],
    ['those of the rules alone where none is likely', byRule, { drugs: 0.4, labour: 0.3, online: 0.3 }, ['neglect']],
  ] as const)('names as kinds %s', (_what, ruled, shares, expected) => {
    expect(weigh(ruled, { ...certain('normal'), kinds: kinds(shares) })('mẹ đi vắng').kinds).toEqual(expected)
  })

  test('weighs what the rules say as it was learnt', () => {
    const scales = modelOf(evidenceBits, even, [
      [8 + dangers.indexOf('urgent'), 'urgent', 5],
      [8 + dangers.indexOf('none'), 'none', 5],
    ])
    expect(weigh(byRule, { scales })('mẹ đi vắng').level).toBe('urgent')
    expect(weigh(unsure, { scales })('mẹ đi vắng').level).toBe('none')
  })

  test('weighs what the words say', () => {
    const scales = modelOf(
      evidenceBits,
      even,
      dangers.map((level, at) => [at, level, 20] as const),
    )
    for (const level of dangers)
      expect(weigh(unsure, { scales, words: modelOf(messageBits, sure(level)) })('mẹ đi vắng').level).toBe(level)
  })

  test('weighs the level of known messages that are alike', () => {
    const scales = modelOf(
      evidenceBits,
      even,
      dangers.map((level, at) => [4 + at, level, 20] as const),
    )
    const told: readonly Told[] = [
      { part: 'model', level: 'none', kinds: ['none'], text: 'em đi chơi' },
      { part: 'model', level: 'emergency', kinds: ['neglect'], text: 'mẹ đi vắng mấy hôm' },
    ]
    expect(weigh(unsure, { scales }, told)('mẹ đi vắng').level).toBe('emergency')
    expect(weigh(unsure, { scales }, told)('em đi chơi').level).toBe('none')
  })
})
