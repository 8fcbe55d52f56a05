import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ContentError } from '../../src/core/errors.ts'
import { loadFlows } from '../../src/flows/load.ts'

let dir = ''
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'la-chan-flows-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const known = { actions: ['shout'], hasWords: (key: string) => key.startsWith('a.') }
const faultsOf = (files: Readonly<Record<string, string>>): readonly string[] => {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(dir, name), text)
  try {
    loadFlows(dir, known)
    return []
  } catch (error) {
    if (error instanceof ContentError) return error.faults
    throw error
  }
}
const good = 'id: good\nstart: one\nsteps:\n  one: { ask: a.q, save: x, next: two }\n  two: { end: a.bye }\n'

describe('loading flows', () => {
  it('reads a good one', () => {
    expect(faultsOf({ 'good.yaml': good })).toEqual([])
  })

  it.each([
    ['text that is not YAML', 'id: [', 'not YAML'],
    ['a missing field', 'id: bad\nsteps: { one: { end: a.x } }', 'start'],
    ['an unknown kind of step', 'id: bad\nstart: one\nsteps: { one: { jump: two } }', 'steps.one'],
    [
      'two kinds in one step',
      'id: bad\nstart: one\nsteps: { one: { say: a.x, ask: a.y, save: z, next: one } }',
      'steps.one',
    ],
    ['an unknown next step', 'id: bad\nstart: one\nsteps: { one: { say: a.x, next: two } }', 'step one: no step two'],
    ['an unknown start', 'id: bad\nstart: zero\nsteps: { one: { end: a.x } }', 'no step zero'],
    [
      'an unknown action',
      'id: bad\nstart: one\nsteps: { one: { do: sing, next: two }, two: { end: a.x } }',
      'no action sing',
    ],
    ['unknown words', 'id: bad\nstart: one\nsteps: { one: { end: b.x } }', 'no words for b.x'],
    [
      'a step that is never reached',
      'id: bad\nstart: one\nsteps: { one: { end: a.x }, two: { end: a.x } }',
      'step two: is never reached',
    ],
    [
      'a loop that asks nothing',
      'id: bad\nstart: one\nsteps: { one: { branch: v, cases: { a: two, else: three } }, two: { say: a.x, next: one }, three: { end: a.x } }',
      'goes round without asking',
    ],
    [
      'a way without an end',
      'id: bad\nstart: one\nsteps: { one: { ask: a.x, save: v, next: one } }',
      'leads to no end',
    ],
    [
      'one value for two options',
      'id: bad\nstart: one\nsteps: { one: { choose: a.x, options: [ { label: a.y, value: v, next: two }, { label: a.z, value: v, next: two } ] }, two: { end: a.x } }',
      'two options have the value v',
    ],
    ['an id that is not the name of its file', good, 'the file is named bad'],
  ])('names %s', (_what, text, fault) => {
    const faults = faultsOf({ 'bad.yaml': text })
    expect(faults.some((line) => line.startsWith('flows/bad.yaml: ') && line.includes(fault))).toBe(true)
  })

  it('names the faults of several files at once, and one trigger for two flows', () => {
    const triggered = (id: string) =>
      `id: ${id}\ntriggers: [{ keyword: Xin Chào }]\nstart: one\nsteps: { one: { end: a.x } }`
    const faults = faultsOf({
      'a-flow.yaml': triggered('a-flow'),
      'b-flow.yaml': triggered('b-flow'),
      'c-flow.yaml': 'id: c-flow\nstart: x\nsteps: { one: { end: b.x } }',
    })
    expect(faults).toContain('flows/b-flow.yaml: xin chao already starts a-flow')
    expect(faults.filter((fault) => fault.startsWith('flows/c-flow.yaml'))).toHaveLength(2)
  })
})
