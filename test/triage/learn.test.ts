import { describe, expect, test } from 'vitest'
import { plainSpelling } from '../../src/knowledge/spelling.ts'
import { dangers, type Assess, type Danger } from '../../src/core/triage.ts'
import { searchMessages } from '../../src/search-messages.ts'
import { createAssess, createRules } from '../../src/triage/assess.ts'
import { learnDanger, type LearnDeps, type Lesson } from '../../src/triage/learn.ts'
import { loadLexicon } from '../../src/triage/lexicon.ts'
import type { Told } from '../../src/triage/told.ts'
import { createWeigh } from '../../src/triage/weigh.ts'

const lexicon = loadLexicon('knowledge/lexicon.yaml')
const rules = createAssess(lexicon)
const line = (part: Told['part'], level: Danger, kind: Told['kinds'][number], text: string): Told => {
  return { part, level, kinds: [kind], text }
}
const places = ['ở nhà', 'ở trường', 'ngoài đường', 'trong phòng', 'ở quê', 'trên lớp', 'gần chợ', 'cạnh sông']
const told: readonly Told[] = [
  ...places.flatMap((place) => [
    line('model', 'emergency', 'physical_violence', `bố đang cầm dao đuổi em ${place}`),
    line('model', 'urgent', 'online', `người lạ đòi ảnh của em ${place}`),
    line('model', 'normal', 'marriage', `luật kết hôn quy định gì ${place}`),
    line('model', 'none', 'none', `hôm nay em đi chơi vui ${place}`),
  ]),
  line('rules', 'none', 'none', 'em chào chú'),
  line('rules', 'urgent', 'neglect', 'mẹ bỏ em một mình'),
]
const learn = (given: Partial<LearnDeps> = {}): Lesson => {
  const known = given.told ?? told
  return learnDanger({ rules, lexicon, told: known, findAlike: searchMessages(known, plainSpelling), ...given })
}
const lesson = learn()

describe('learning danger', () => {
  test('gives a model that tells messages apart that it never met', () => {
    const findAlike = searchMessages(told, plainSpelling)
    const assess = createWeigh({ rules: createRules(lexicon), lexicon, told, findAlike, model: lesson.model })
    expect(assess('bố đang cầm dao đuổi em sau vườn')).toMatchObject({
      level: 'emergency',
      kinds: expect.arrayContaining(['physical_violence']) as unknown,
    })
    expect(assess('có người lạ đòi ảnh của em')).toMatchObject({ level: 'urgent', kinds: ['online'] })
    expect(assess('luật kết hôn quy định gì vậy').level).toBe('normal')
    expect(assess('hôm nay em vui')).toEqual({ level: 'none', kinds: ['none'], because: [] })
  })

  test('gives the same for the same messages', () => {
    expect(learn({ told: structuredClone(told) })).toEqual(lesson)
  })

  test('shows what seventeen thresholds come to, the more the fewer are raised, and chooses one of them', () => {
    const { table, model } = lesson
    expect(table.map(({ danger }) => danger)).toEqual(Array.from({ length: 17 }, (_, at) => ((at + 2) * 5) / 100))
    expect(table.map(({ danger }) => danger)).toContain(model.danger)
    for (const [at, row] of table.entries()) {
      expect(row.emergency).toBe(model.emergency)
      expect(row.emergencyExact).toBeLessThanOrEqual(row.emergencyFound)
      for (const figure of ['emergencyFound', 'urgentFound', 'noneRaised', 'normalRaised'] as const)
        expect(row[figure]).toBeLessThanOrEqual(table[at - 1]?.[figure] ?? 1)
    }
    const chosen = table.find(({ danger }) => danger === model.danger)
    expect(chosen).toMatchObject({ emergencyFound: 1, urgentFound: 1, noneRaised: 0 })
  })

  test('has the levels and every kind of harm as classes', () => {
    expect(lesson.model.words.classes).toEqual(dangers)
    expect(lesson.model.scales.classes).toEqual(dangers)
    expect(lesson.model.kinds.classes).toHaveLength(11)
    expect(lesson.model.kinds.classes).not.toContain('none')
  })
})

describe('messages that only their like tell apart', () => {
  // Each stands with one other of the same words, five lines on: in the same of the five parts.
  const words = (at: number): readonly string[] =>
    ['b', 'c', 'd'].map(
      (onset) => onset + String.fromCharCode(97 + (at % 26)) + String.fromCharCode(97 + ((at * 7) % 26)) + 'z',
    )
  const pairs = Array.from({ length: 40 }, (_, at): Told => {
    const pair = Math.floor(at / 10) * 5 + (at % 5)
    const text = at % 10 < 5 ? words(pair) : [...words(pair)].reverse()
    return pair % 2 === 0
      ? line('model', 'emergency', 'suicide', text.join(' '))
      : line('model', 'none', 'none', text.join(' '))
  })
  const unsure: Assess = () => ({ level: 'none', kinds: ['none'], because: [] })
  const { table, model } = learn({ told: pairs, rules: unsure, findAlike: () => [] })

  test('are not known to the models that they are measured with', () => {
    expect(table.filter((row) => row.emergencyFound - row.noneRaised > 0.5)).toEqual([])
  })

  test('get the threshold that misses the aims least: it neither raises nor misses all', () => {
    expect(table.some((row) => row.noneRaised === 1) && table.some((row) => row.emergencyFound === 0)).toBe(true)
    const chosen = table.find(({ danger }) => danger === model.danger)
    expect(chosen?.emergencyFound).toBeGreaterThan(0)
    expect(chosen?.noneRaised).toBeLessThan(0.5)
  })
})

describe('what the rules are worth', () => {
  const saying =
    (part: Told['part'], level: Danger): Assess =>
    (text) =>
      told.some((each) => each.part === part && each.text === text) ? { ...rules(text), level } : rules(text)

  test('is not learnt from the messages that they were written with', () => {
    expect(learn({ rules: saying('rules', 'emergency') })).toEqual(lesson)
  })

  test('is learnt from those of the model', () => {
    expect(learn({ rules: saying('model', 'emergency') }).model.scales).not.toEqual(lesson.model.scales)
  })
})

describe('a line of contrast', () => {
  const contrast = [
    line('contrast', 'none', 'none', 'bố đang cầm chổi đuổi gà'),
    line('contrast', 'none', 'none', 'bố đang cầm chổi đuổi mèo'),
  ]
  const more = learn({ told: [...told, ...contrast] })

  test('teaches the words', () => {
    expect(more.model.words).not.toEqual(lesson.model.words)
  })

  test('is not counted among those that the thresholds are measured on', () => {
    const raised = learn({
      told: [...told, ...contrast],
      rules: (text) =>
        told.some((each) => each.text === text)
          ? rules(text)
          : { level: 'emergency', kinds: ['other'], because: ['x'] },
    })
    expect(raised).toEqual(more)
  })
})

test('a message is not likened to itself', () => {
  const itself = (text: string) => [{ id: String(told.findIndex((each) => each.text === text)), score: 1, coverage: 1 }]
  expect(learn({ findAlike: itself })).toEqual(learn({ findAlike: () => [] }))
})
