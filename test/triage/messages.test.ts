import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { fold } from '../../src/core/text.ts'
import { dangers, harmKinds, type Danger, type HarmKind } from '../../src/core/triage.ts'
import { createAssess } from '../../src/triage/assess.ts'
import { loadLexicon } from '../../src/triage/lexicon.ts'

interface Row {
  readonly split: 'dev' | 'held'
  readonly level: Danger
  readonly kinds: readonly HarmKind[]
  readonly style: string
  readonly text: string
}

const [header, ...lines] = readFileSync('test/triage/messages.tsv', 'utf8').trimEnd().split('\n')
const rows = lines.map((line): Row => {
  const [split, level, kinds, style, text] = line.split('\t') as [Row['split'], Danger, string, string, string]
  return { split, level, kinds: kinds.split(',') as HarmKind[], style, text }
})
const assess = createAssess(loadLexicon('knowledge/lexicon.yaml'))
const isAlarm = (level: Danger): boolean => level === 'emergency' || level === 'urgent'

interface Figures {
  readonly emergencyAlarmed: number
  readonly emergencyExact: number
  readonly urgentAlarmed: number
  readonly normalAsEmergency: number
  readonly noneAlarmed: number
  readonly kindNamed: number
}

function measure(part: readonly Row[], write: (text: string) => string): Figures {
  const found = part.map((row) => ({ row, triage: assess(write(row.text)) }))
  const share = (level: Danger, holds: (level: Danger) => boolean): number => {
    const all = found.filter((each) => each.row.level === level)
    return all.filter((each) => holds(each.triage.level)).length / all.length
  }
  const alarmed = found.filter((each) => isAlarm(each.row.level) && isAlarm(each.triage.level))
  return {
    emergencyAlarmed: share('emergency', isAlarm),
    emergencyExact: share('emergency', (level) => level === 'emergency'),
    urgentAlarmed: share('urgent', isAlarm),
    normalAsEmergency: share('normal', (level) => level === 'emergency'),
    noneAlarmed: share('none', isAlarm),
    kindNamed:
      alarmed.filter((each) => each.row.kinds.some((kind) => each.triage.kinds.includes(kind))).length / alarmed.length,
  }
}

describe('the labelled messages', () => {
  test('are well formed and each stands once', () => {
    expect(header).toBe('split\tlevel\tkinds\tstyle\ttext')
    for (const row of rows) {
      expect(['dev', 'held']).toContain(row.split)
      expect(dangers).toContain(row.level)
      for (const kind of row.kinds) expect(harmKinds).toContain(kind)
      expect(['marks', 'plain', 'teen', 'typo', 'dialect']).toContain(row.style)
      expect(row.kinds.includes('none')).toBe(row.level === 'none')
    }
    expect(new Set(rows.map((row) => row.text)).size).toBe(rows.length)
    expect(rows.length).toBeGreaterThanOrEqual(600)
  })

  // `noneAlarmed` of the held part: the aim is 0.01; the rules reach 2 of 93 without having been tuned on it, and are kept
  // from getting worse until the trained model (a later issue) takes over what rules cannot tell.
  test.each([
    { split: 'dev', written: 'as they stand', write: (text: string) => text, noneAtMost: 0.01 },
    { split: 'dev', written: 'without marks', write: fold, noneAtMost: 0.01 },
    { split: 'held', written: 'as they stand', write: (text: string) => text, noneAtMost: 0.03 },
    { split: 'held', written: 'without marks', write: fold, noneAtMost: 0.04 },
  ])('$split $written are told apart well enough', ({ split, written, write, noneAtMost }) => {
    const figures = measure(
      rows.filter((row) => row.split === split),
      write,
    )
    const shown = Object.entries(figures).map(([name, value]) => `${name} ${(100 * value).toFixed(1)} %`)
    process.stdout.write(`triage, ${split} ${written}: ${shown.join(', ')}\n`)
    expect(figures.emergencyAlarmed).toBeGreaterThanOrEqual(written === 'as they stand' ? 0.98 : 0.96)
    expect(figures.emergencyExact).toBeGreaterThanOrEqual(0.92)
    expect(figures.urgentAlarmed).toBeGreaterThanOrEqual(0.92)
    expect(figures.normalAsEmergency).toBeLessThanOrEqual(0.02)
    expect(figures.noneAlarmed).toBeLessThanOrEqual(noneAtMost)
    expect(figures.kindNamed).toBeGreaterThanOrEqual(0.85)
  })

  test('an emergency of the dev part that loses its marks is at least urgent, but for a few', () => {
    const lost = rows.filter(
      (row) =>
        row.split === 'dev' &&
        isAlarm(assess(row.text).level) &&
        row.level === 'emergency' &&
        !isAlarm(assess(fold(row.text)).level),
    )
    expect(lost.length).toBeLessThanOrEqual(4)
  })
})
