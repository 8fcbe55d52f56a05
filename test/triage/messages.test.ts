import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import { loadContent } from '../../src/content.ts'
import { fold } from '../../src/core/text.ts'
import { dangers, harmKinds, type Assess, type Danger, type HarmKind } from '../../src/core/triage.ts'
import { createAssess } from '../../src/triage/assess.ts'
import { loadTold } from '../../src/triage/learned.ts'
import { loadLexicon } from '../../src/triage/lexicon.ts'

// Hundreds of messages in each test.
vi.setConfig({ testTimeout: 120_000 })

interface Message {
  readonly level: Danger
  readonly kinds: readonly HarmKind[]
  readonly text: string
}

const [header, ...lines] = readFileSync('test/triage/messages.tsv', 'utf8').trimEnd().split('\n')
const held = lines.map((line): Message & { readonly style: string } => {
  const [level, kinds, style, text] = line.split('\t') as [Danger, string, string, string]
  return { level, kinds: kinds.split(',') as HarmKind[], style, text }
})
const root = join(import.meta.dirname, '../..')
const told = loadTold(join(root, 'knowledge'))
const ruled = told.filter(({ part }) => part === 'rules')
const rules = createAssess(loadLexicon(join(root, 'knowledge/lexicon.yaml')))
const { assess } = loadContent(root)
const isAlarm = (level: Danger): boolean => level === 'emergency' || level === 'urgent'

interface Figures {
  readonly emergencyAlarmed: number
  readonly emergencyExact: number
  readonly urgentAlarmed: number
  readonly normalAsEmergency: number
  readonly noneAlarmed: number
  readonly kindNamed: number
}

function measure(part: readonly Message[], assess: Assess, write: (text: string) => string): Figures {
  const found = part.map((message) => ({ message, triage: assess(write(message.text)) }))
  const share = (level: Danger, holds: (level: Danger) => boolean): number => {
    const all = found.filter((each) => each.message.level === level)
    return all.filter((each) => holds(each.triage.level)).length / all.length
  }
  const alarmed = found.filter((each) => isAlarm(each.message.level) && isAlarm(each.triage.level))
  const named = alarmed.filter(({ message, triage }) => message.kinds.some((kind) => triage.kinds.includes(kind)))
  return {
    emergencyAlarmed: share('emergency', isAlarm),
    emergencyExact: share('emergency', (level) => level === 'emergency'),
    urgentAlarmed: share('urgent', isAlarm),
    normalAsEmergency: share('normal', (level) => level === 'emergency'),
    noneAlarmed: share('none', isAlarm),
    kindNamed: named.length / alarmed.length,
  }
}

function show(name: string, figures: Figures): void {
  const shown = Object.entries(figures).map(([figure, value]) => `${figure} ${(100 * value).toFixed(1)} %`)
  process.stdout.write(`triage, ${name}: ${shown.join(', ')}\n`)
}

const asItStands = (text: string): string => text
const writings = [
  ['as they stand', asItStands],
  ['without marks', fold],
] as const

describe('the held messages', () => {
  test('are well formed, stand once and were not learnt', () => {
    expect(header).toBe('level\tkinds\tstyle\ttext')
    const known = new Set(told.map(({ text }) => text))
    for (const message of held) {
      expect(dangers).toContain(message.level)
      for (const kind of message.kinds) expect(harmKinds).toContain(kind)
      expect(['marks', 'plain', 'teen', 'typo', 'dialect']).toContain(message.style)
      expect(message.kinds.includes('none')).toBe(message.level === 'none')
      expect(known).not.toContain(message.text)
    }
    expect(new Set(held.map(({ text }) => text)).size).toBe(held.length)
    expect(held.length).toBeGreaterThanOrEqual(400)
  })

  test('are told apart as well as was asked for', () => {
    const figures = measure(held, assess, asItStands)
    show('held as they stand', figures)
    expect(figures.emergencyAlarmed).toBeGreaterThanOrEqual(0.98)
    expect(figures.emergencyExact).toBeGreaterThanOrEqual(0.92)
    expect(figures.urgentAlarmed).toBeGreaterThanOrEqual(0.92)
    expect(figures.normalAsEmergency).toBeLessThanOrEqual(0.02)
    expect(figures.noneAlarmed).toBeLessThanOrEqual(0.01)
    expect(figures.kindNamed).toBeGreaterThanOrEqual(0.8)
  })

  test('are told apart nearly as well when they lose their marks', () => {
    const third = held.filter((_, at) => at % 3 === 0)
    const figures = measure(third, assess, fold)
    show('a third of the held without marks', figures)
    expect(figures.emergencyAlarmed).toBeGreaterThanOrEqual(0.96)
    expect(figures.emergencyExact).toBeGreaterThanOrEqual(0.9)
    expect(figures.urgentAlarmed).toBeGreaterThanOrEqual(0.9)
    expect(figures.normalAsEmergency).toBeLessThanOrEqual(0.02)
    expect(figures.noneAlarmed).toBeLessThanOrEqual(0.03)
  })
})

describe('the messages that the rules were written with', () => {
  test.each(writings)('%s are told apart by the rules alone', (name, write) => {
    const figures = measure(ruled, rules, write)
    show(`rules alone, ${name}`, figures)
    expect(figures.emergencyAlarmed).toBeGreaterThanOrEqual(0.96)
    expect(figures.urgentAlarmed).toBeGreaterThanOrEqual(0.92)
    expect(figures.normalAsEmergency).toBeLessThanOrEqual(0.02)
    expect(figures.noneAlarmed).toBeLessThanOrEqual(0.01)
  })

  test('that lose their marks stay at least urgent, but for a few', () => {
    const lost = ruled.filter(
      ({ level, text }) => level === 'emergency' && isAlarm(rules(text).level) && !isAlarm(rules(fold(text)).level),
    )
    expect(lost.length).toBeLessThanOrEqual(4)
  })
})
