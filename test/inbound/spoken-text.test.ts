import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { spokenText } from '../../src/inbound/spoken-text.ts'
import { openDecide, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

const emergency = '["/khancap"]'
const skip = '["/boqua","/khancap"]'

describe('a typed number', () => {
  it.each([
    ['1', 'receipt', 'write', emergency, 'telegram:lan', '1'],
    ['1', 'tip', 'words', emergency, 'telegram:lan', '1'],
    ['2', 'tip', 'place', skip, 'telegram:lan', '2'],
    ['1', 'tip', 'place', skip, 'telegram:lan', '/boqua'],
    ['0', 'receipt', 'write', emergency, 'telegram:lan', '/khancap'],
    // Where choices are listed by number, the number was shown.
    ['1', 'receipt', 'write', emergency, 'terminal:lan', '/khancap'],
    ['2', 'erase', 'sure', '["yes","/khancap"]', 'telegram:lan', '/khancap'],
  ] as const)('“%s” in %s at %s, with %s, at %s: %s', (text, flow, step, menu, from, meant) => {
    expect(spokenText(open.turn(text, { from, session: open.at(flow, step, { menu }) }), open.deps)).toBe(meant)
  })
})
