import { afterEach, describe, expect, it } from 'vitest'
import { createStripper, type Stripper, type StripperOptions } from '../../src/media/strip-in-worker.ts'
import { stripMetadata } from '../../src/media/strip-metadata.ts'
import { photo } from '../support/photo.ts'

const odd = new URL('./threads/odd-thread.ts', import.meta.url)
const fine = { kind: 'file', mediaType: 'text/plain' }
let stripper: Stripper
afterEach(() => stripper.stop())
function open(options: StripperOptions = {}): Stripper {
  stripper = createStripper(options)
  return stripper
}
const ask = (what: string) => stripper.strip(Buffer.from(what))

describe('cleaning in a thread', () => {
  it('answers what cleaning answers, and leaves the bytes that it was given', async () => {
    open()
    const given = photo()
    const before = Buffer.from(given)
    const [cleaned, refused] = await Promise.all([
      stripper.strip(given, 'image/jpeg'),
      stripper.strip(Buffer.from('<svg/>'), 'image/svg+xml'),
    ])
    const expected = stripMetadata(given)
    if ('refused' in expected || 'refused' in cleaned) throw new Error('the photo was refused')
    expect(Buffer.from(cleaned.bytes).equals(expected.bytes)).toBe(true)
    expect([cleaned.kind, cleaned.mediaType]).toEqual(['image', 'image/jpeg'])
    expect(refused).toEqual({ refused: 'unknown-type' })
    expect(before.equals(given)).toBe(true)
  })

  it('refuses only the file on which a thread crashes, ends, or fills the memory', async () => {
    open({ thread: odd, mostMegabytes: 16 })
    const results = await Promise.all(['throw', 'a', 'exit', 'b', 'memory', 'c'].map(ask))
    expect(results).toMatchObject([
      { refused: 'damaged' },
      fine,
      { refused: 'damaged' },
      fine,
      { refused: 'damaged' },
      fine,
    ])
  })

  it('refuses only the file that takes for ever', async () => {
    open({ thread: odd, timeoutMs: 2_500 })
    expect(await Promise.all([ask('loop'), ask('a')])).toMatchObject([{ refused: 'cannot-clean' }, fine])
    expect(await Promise.all([ask('b'), ask('c')])).toMatchObject([fine, fine])
  })

  it('refuses what is under way, what waits and what comes when it is stopped', async () => {
    open({ thread: odd })
    const all = Promise.all([ask('loop'), ask('loop'), ask('a')])
    await stripper.stop()
    expect(await all).toMatchObject([{ refused: 'damaged' }, { refused: 'damaged' }, { refused: 'cannot-clean' }])
    expect(await ask('a')).toEqual({ refused: 'cannot-clean' })
  })
})
