import { describe, expect, test } from 'vitest'
import { readTold, type Told } from '../../src/triage/told.ts'

const head = 'part\tlevel\tkinds\tstyle\ttext'

function read(...lines: readonly string[]): { readonly told: readonly Told[]; readonly faults: readonly string[] } {
  const faults: string[] = []
  const told = readTold(lines.join('\n'), (fault) => void faults.push(fault))
  return { told, faults }
}

describe('messages whose danger is known', () => {
  test('are read with level, kinds and what they are for', () => {
    const lines = [
      'rules\temergency\tphysical_violence,suicide\tmarks\tem sợ lắm',
      'contrast\tnone\tnone\tplain\tvui qua',
      '',
      'model\tnormal\tmarriage\tteen\tluat z k',
    ]
    expect(read(head, ...lines)).toEqual({
      told: [
        { part: 'rules', level: 'emergency', kinds: ['physical_violence', 'suicide'], text: 'em sợ lắm' },
        { part: 'contrast', level: 'none', kinds: ['none'], text: 'vui qua' },
        { part: 'model', level: 'normal', kinds: ['marriage'], text: 'luat z k' },
      ],
      faults: [],
    })
  })

  test('are read in NFC', () => {
    const line = 'model\tnone\tnone\tmarks\tmẹ ơi'
    expect(read(head, line.normalize('NFD'))).toEqual(read(head, line.normalize('NFC')))
  })

  test.each([
    ['of an unknown part', 'dev\tnone\tnone\tmarks\tx', 'the part must be one of rules, model, contrast'],
    ['of an unknown level', 'model\tbad\tnone\tmarks\tx', 'the level must be one of emergency, urgent, normal, none'],
    ['of an unknown kind', 'model\turgent\tonline,theft\tmarks\tx', /^the kinds must be among sexual_abuse, .*none$/],
    ['without a kind', 'model\turgent\t\tmarks\tx', /^the kinds must be among/],
    [
      'of danger without a kind of harm',
      'model\turgent\tnone\tmarks\tx',
      'the kind none goes with the level none alone',
    ],
    ['of harm without danger', 'model\tnone\tonline\tmarks\tx', 'the kind none goes with the level none alone'],
    ['that says nothing', 'model\tnone\tnone\tmarks\t ', 'must have 5 cells'],
    ['with too few cells', 'model\tnone\tnone\tx', 'must have 5 cells'],
    ['with too many cells', 'model\tnone\tnone\tmarks\tx\ty', 'must have 5 cells'],
    ['that stands twice', 'rules\turgent\tonline\tmarks\tvui quá', 'stands twice'],
  ])('a line %s is named and left out', (_what, line, fault) => {
    const { told, faults } = read(head, 'model\tnone\tnone\tmarks\tvui quá', line)
    expect(told).toHaveLength(1)
    expect(faults).toHaveLength(1)
    expect(faults[0]?.slice(0, 8)).toBe('line 3: ')
    expect(faults[0]?.slice(8)).toMatch(typeof fault === 'string' ? new RegExp(`^${fault}$`) : fault)
  })

  test('other columns are a fault of the first line', () => {
    expect(read('level\tkinds\tstyle\ttext').faults).toEqual([
      'line 1: must name the columns part, level, kinds, style, text, by tabs',
    ])
  })
})
