import { describe, expect, it } from 'vitest'
import { stripOgg } from '../../../src/media/audio/strip-ogg.ts'
import { corpus } from '../corpus.ts'
import { hasSoundPages, oggPages } from '../ogg.ts'
import { bytesOf, noise, zeros } from '../sample.ts'

const samples = corpus.filter(({ mediaType }) => mediaType === 'audio/ogg')

describe('a voice message without its comments', () => {
  it.each(samples)('has pages whose check sums are right: $name', ({ bytes, name }) => {
    if (!name.includes('junk')) expect(hasSoundPages(bytes)).toBe(true)
    expect(hasSoundPages(stripOgg(bytes))).toBe(true)
  })

  it('has comments that are empty, by their own count', () => {
    const [voice] = samples
    const cleaned = Buffer.from(stripOgg(voice?.bytes ?? zeros(0)))
    const at = cleaned.indexOf('OpusTags')
    expect(cleaned.readUInt32LE(at + 8)).toBe(0)
    expect(cleaned.readUInt32LE(at + 12)).toBe(0)
  })

  it.each([
    ['unknown-type', oggPages([[bytesOf('fishead\0', zeros(56))], [noise(40)], [noise(40)]])],
    ['damaged', oggPages([[bytesOf('OpusHead', zeros(11))], [bytesOf('short')], [noise(40)]])],
    ['damaged', oggPages([[bytesOf('OpusHead', zeros(11))]])],
  ])('is refused as %s when it is something else', (because, bytes) => {
    expect(() => stripOgg(bytes)).toThrow(because)
  })
})
