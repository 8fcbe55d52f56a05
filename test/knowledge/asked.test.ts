import { describe, expect, it } from 'vitest'
import { readAsked, type Asked } from '../../src/knowledge/asked.ts'

const head = 'style\tentry\tquestion'
const entries = new Set(['child-age', 'hotline'])

function read(...lines: readonly string[]): { readonly asked: readonly Asked[]; readonly faults: readonly string[] } {
  const faults: string[] = []
  const asked = readAsked(lines.join('\n'), entries, (fault) => void faults.push(fault))
  return { asked, faults }
}

describe('questions as they are asked', () => {
  it('are read with the entry that answers them, or without one', () => {
    expect(read(head, 'marks\tchild-age\tmấy tuổi là trẻ em', '', 'plain\t-\tthoi tiet mai', ' ')).toEqual({
      asked: [
        { entry: 'child-age', text: 'mấy tuổi là trẻ em' },
        { entry: undefined, text: 'thoi tiet mai' },
      ],
      faults: [],
    })
  })

  it('may be none', () => {
    expect(read(head)).toEqual({ asked: [], faults: [] })
  })

  it.each([
    ['of an entry that does not exist', 'marks\tgone\tở đâu', 'line 3: names the entry gone, which does not exist'],
    ['without an entry', 'marks\t\tở đâu', 'line 3: names the entry , which does not exist'],
    ['that asks nothing', 'marks\thotline\t ', 'line 3: must have 3 cells'],
    ['with too few cells', 'hotline\tở đâu', 'line 3: must have 3 cells'],
    ['with too many cells', 'marks\thotline\tở đâu\tx', 'line 3: must have 3 cells'],
    ['that stands twice', 'marks\thotline\tgọi số nào', 'line 3: stands twice'],
  ])('a line %s is named and left out', (_what, line, fault) => {
    expect(read(head, 'marks\thotline\tgọi số nào', line)).toEqual({
      asked: [{ entry: 'hotline', text: 'gọi số nào' }],
      faults: [fault],
    })
  })

  it('names every bad line, and other columns', () => {
    expect(read('entry\tquestion', 'marks\tgone\ta', 'marks\tgone\tb').faults).toEqual([
      'line 1: must name the columns style, entry, question, by tabs',
      'line 2: names the entry gone, which does not exist',
      'line 3: names the entry gone, which does not exist',
    ])
  })
})
