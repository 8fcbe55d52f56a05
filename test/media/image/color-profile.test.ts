import { describe, expect, it } from 'vitest'
import { cleanColorProfile } from '../../../src/media/image/color-profile.ts'
import { createPlanter, findCanaries } from '../canaries.ts'
import { profileOf } from '../exif-sample.ts'
import { be32, bytesOf, zeros } from '../sample.ts'

/** The tags of a profile by name. */
function tagsOf(profile: Uint8Array): ReadonlyMap<string, Uint8Array> {
  const data = Buffer.from(profile)
  return new Map(
    Array.from({ length: data.readUInt32BE(128) }, (_, i) => {
      const at = 132 + i * 12
      const from = data.readUInt32BE(at + 4)
      return [data.toString('latin1', at, at + 4), profile.slice(from, from + data.readUInt32BE(at + 8))] as const
    }),
  )
}

describe('a colour profile', () => {
  it('keeps every number that makes colours, and no text, date, id or tag of its own', () => {
    const plant = createPlanter()
    const profile = profileOf(plant)
    const cleaned = cleanColorProfile(profile) ?? new Uint8Array()
    expect([...findCanaries(profile)].sort()).toEqual([...plant.planted].sort())
    expect([...findCanaries(cleaned)]).toEqual([])
    const [before, after] = [tagsOf(profile), tagsOf(cleaned)]
    for (const name of ['wtpt', 'rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'])
      expect(after.get(name)).toEqual(before.get(name))
    expect([...after.keys()].sort()).toEqual(['bTRC', 'bXYZ', 'cprt', 'desc', 'gTRC', 'gXYZ', 'rTRC', 'rXYZ', 'wtpt'])
    expect(Buffer.from(cleaned).readUInt32BE(0)).toBe(cleaned.length)
  })

  it('keeps its length where it is asked to', () => {
    const profile = profileOf(createPlanter())
    const cleaned = cleanColorProfile(profile, profile.length) ?? new Uint8Array()
    expect(cleaned).toHaveLength(profile.length)
    expect(Buffer.from(cleaned).readUInt32BE(0)).toBe(profile.length)
  })

  it('leaves out what a tag has behind its numbers', () => {
    const plant = createPlanter()
    const profile = Buffer.from(profileOf(plant))
    const at = profile.indexOf('wtpt') + 4
    const long = bytesOf(profile, plant.word('slack'), zeros(3))
    // The white point is said to reach to the end of the profile.
    long.set(be32(long.length - profile.readUInt32BE(at)), at + 4)
    const cleaned = cleanColorProfile(long) ?? new Uint8Array()
    expect(tagsOf(cleaned).get('wtpt')).toHaveLength(20)
    expect([...findCanaries(cleaned)]).toEqual([])
  })

  it.each([
    ['no profile', zeros(200)],
    ['cut off', profileOf(createPlanter()).slice(0, 300)],
    ['without colours', bytesOf(profileOf(createPlanter()).slice(0, 128), be32(0))],
  ])('is given up when it is %s', (_what, bytes) => {
    expect(cleanColorProfile(bytes)).toBeUndefined()
  })
})
