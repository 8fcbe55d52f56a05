import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { stringify } from 'yaml'
import { ContentError } from '../../src/core/errors.ts'
import { createAssess } from '../../src/triage/assess.ts'
import { loadLexicon } from '../../src/triage/lexicon.ts'

/** A whole lexicon, as small as it can be. */
const small = {
  spelling: {
    onsets: 'b ch đ m n nh',
    rimes: 'a e o anh em en ot uon',
    beginnings: { w: 'qu' },
    endings: { g: 'ng' },
    short: { ko: 'không', bm: 'bố mẹ', m: ['mày', 'mình'] },
  },
  classes: { me: 'em|con' },
  frames: { allright: 'ổn|vui' },
  negators: 'không',
  negations: ['không bị?'],
  homographs: ['đánh răng'],
  compounds: ['trẻ em'],
  idioms: ['mệt muốn chết'],
  cues: {
    question: ['là gì'],
    hypothetical: ['nếu'],
    fiction: ['phim'],
    past: ['năm ngoái'],
    over: ['năm ngoái *4 giờ *2 <allright>'],
    again: ['vẫn'],
    now: ['đang'],
    alarm: ['cứu'],
    direct: ['em bị'],
    concrete: ['bố em'],
  },
  rules: [
    {
      id: 'beating',
      level: 'urgent',
      kinds: ['physical_violence'],
      now: 'emergency',
      patterns: ['đánh *1 <me>', 'bị đánh'],
    },
    { id: 'wish', level: 'emergency', kinds: ['suicide'], firm: true, negated: 'urgent', patterns: ['muốn chết'] },
  ],
}

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lexicon-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true })
})

function load(content: unknown): ReturnType<typeof loadLexicon> {
  const path = join(folder, 'small.yaml')
  writeFileSync(path, typeof content === 'string' ? content : stringify(content))
  return loadLexicon(path)
}

function faultsOf(content: unknown): readonly string[] {
  try {
    load(content)
  } catch (error) {
    if (error instanceof ContentError) return error.faults
    throw error
  }
  return []
}

describe('a lexicon', () => {
  test('does what it says', () => {
    const assess = createAssess(load(small))
    expect(assess('bố đánh em')).toEqual({ level: 'urgent', kinds: ['physical_violence'], because: ['beating'] })
    expect(assess('đang đánh em').level).toBe('emergency')
    expect(assess('em đánh răng con').level).toBe('none')
    expect(assess('không bị đánh').level).toBe('none')
    expect(assess('mệt muốn chết').level).toBe('none')
    expect(assess('em muốn chết').level).toBe('emergency')
    expect(assess('em không muốn chết').level).toBe('urgent')
    expect(assess('năm ngoái bố đánh em, giờ ổn').level).toBe('normal')
    expect(assess('năm ngoái bố đánh em, giờ ổn mà vẫn đánh').level).toBe('urgent')
    expect(assess('năm ngoái em muốn chết, giờ vui').level).toBe('urgent')
  })

  test('the real one has no fault', () => {
    expect(() => loadLexicon('knowledge/lexicon.yaml')).not.toThrow()
  })

  const [beating, wish] = small.rules
  test.each<[string, unknown, string]>([
    [
      'a class that does not exist',
      { ...small, idioms: ['<nobody> chết'] },
      'idioms: "<nobody> chết" names a class that does not exist: nobody',
    ],
    [
      'a class that names itself',
      { ...small, classes: { me: 'em|<me>' } },
      'classes.me: names a class that does not exist: me',
    ],
    [
      'a frame named as a class is',
      { ...small, frames: { allright: 'ổn', me: 'tôi' } },
      'frames.me: there is a class of that name',
    ],
    ['a class that nothing uses', { ...small, classes: { me: 'em', you: 'bạn' } }, 'classes.you: is not used'],
    [
      'a gap at the beginning',
      { ...small, idioms: ['* chết'] },
      'idioms: "* chết" must begin with words that may not be missing',
    ],
    ['a gap without a number', { ...small, idioms: ['a *x b'] }, 'idioms: "a *x b" has a wrong gap: *x'],
    ['a gap that is too wide', { ...small, idioms: ['a *9 b'] }, 'idioms: "a *9 b" has a wrong gap: *9'],
    ['an empty alternative', { ...small, idioms: ['a|'] }, 'idioms: "a|" has a wrong alternative: empty'],
    ['two blanks', { ...small, idioms: ['a  b'] }, 'idioms: "a  b" has two blanks in a row, or one at an end'],
    ['an end in the middle', { ...small, idioms: ['a $ b'] }, 'idioms: "a $ b" $ stands only at the end'],
    ['a beginning in the middle', { ...small, idioms: ['a ^ b'] }, 'idioms: "a ^ b" ^ stands only at the beginning'],
    [
      'too long a pattern',
      { ...small, idioms: ['a *8 b *8 c *8 d *8 e'] },
      'idioms: "a *8 b *8 c *8 d *8 e" may match more than 30 words',
    ],
    ['the same pattern twice', { ...small, idioms: ['a b', 'a b'] }, 'idioms: has a pattern twice'],
    ['the same id twice', { ...small, rules: [beating, { ...wish, id: 'beating' }] }, 'rules: two have the id beating'],
    [
      'an abbreviation with several long readings',
      { ...small, spelling: { ...small.spelling, short: { x: ['bố mẹ', 'ba'] } } },
      'spelling.short.x: a reading of several syllables must be the only one',
    ],
    [
      'an abbreviation that is no word',
      { ...small, spelling: { ...small.spelling, short: { 'b m': 'bố mẹ' } } },
      'spelling.short.b m: is not one word in lower case',
    ],
  ])('with %s is refused', (_, content, fault) => {
    expect(faultsOf(content)).toContain(`small.yaml: ${fault}`)
  })

  test('with an unknown level, kind and field is refused with all three', () => {
    const faults = faultsOf({ ...small, rules: [{ ...beating, level: 'high', kinds: ['none'], pattern: 'x' }] })
    expect(faults).toHaveLength(3)
    expect(faults.every((fault) => fault.startsWith('small.yaml: rules.0'))).toBe(true)
  })

  test('tells every faulty pattern at once', () => {
    expect(faultsOf({ ...small, idioms: ['* a', 'b|'], compounds: ['<x>'] })).toHaveLength(3)
  })

  test('that is no YAML, or not there, is refused', () => {
    expect(faultsOf('rules: [')[0]).toMatch(/^small\.yaml: /)
    expect(() => loadLexicon(join(folder, 'nowhere.yaml'))).toThrow('nowhere.yaml: cannot be read')
  })
})
