import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { localeFaults } from '../src/locale-faults.ts'
import { realContent } from './support/test-app.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'la-chan-locales-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const put = (file: string, content: unknown) => {
  mkdirSync(dirname(join(dir, file)), { recursive: true })
  writeFileSync(join(dir, file), JSON.stringify(content))
}
const faults = () => localeFaults(dir, 'vi', ['hotline'])

describe('what another language lacks', () => {
  it.each([
    ['nothing', { a: 'A {{x}}', b: { c: 'C' } }, []],
    ['a key', { a: 'A {{x}}' }, ['b.c: is missing']],
    ['the words of a key', { a: 'A {{x}}', b: { c: ' ' } }, ['b.c: is missing']],
    ['a variable', { a: 'A', b: { c: 'C' } }, ['a: does not use {{x}}']],
    ['nothing, but has a key too much', { a: '{{ x }}', b: { c: 'C', d: 'D' } }, ['b.d: has no counterpart']],
    ['a variable, by a slip', { a: 'A {{y}}', b: { c: 'C' } }, ['a: does not use {{x}}', 'a: uses unknown {{y}}']],
    ['a whole branch', { a: 'A {{x}}', b: 'C' }, ['b.c: is missing', 'b: has no counterpart']],
  ])('%s', (_what, english, expected) => {
    put('vi/tip.json', { a: 'Một {{x}}', b: { c: 'Ba' } })
    put('en/tip.json', english)
    expect(faults()).toEqual(expected.map((fault) => `locales/en/tip.json: ${fault}`))
  })

  it('is no variable that every text may use', () => {
    put('vi/tip.json', { a: 'gọi {{hotline}}', b: 'x' })
    put('en/tip.json', { a: 'call', b: 'call {{hotline}}' })
    expect(faults()).toEqual([])
  })

  it('may be a whole file, on either side', () => {
    put('vi/tip.json', { a: 'A' })
    put('vi/start.json', { a: 'A' })
    put('en/tip.json', { a: 'A' })
    put('en/extra.json', { a: 'A' })
    put('km/tip.json', {})
    expect(faults().toSorted()).toEqual([
      'locales/en/extra.json: is not in vi',
      'locales/en/start.json: is missing',
      'locales/km/start.json: is missing',
      'locales/km/tip.json: a: is missing',
    ])
  })
})

describe('the languages of the project', () => {
  it('lack nothing', () => {
    expect(localeFaults('locales', 'vi', Object.keys(realContent().phones).concat('fire'))).toEqual([])
  })
})
