import { describe, expect, it } from 'vitest'
import { readOrientation, writeOrientation } from '../../../src/media/image/orientation.ts'
import { stripMetadata } from '../../../src/media/strip-metadata.ts'
import { createPlanter } from '../canaries.ts'
import { corpus } from '../corpus.ts'
import { exifOf } from '../exif-sample.ts'

describe('the orientation of a picture', () => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8])('is read and written as %i, whatever byte comes first', (orientation) => {
    expect(readOrientation(exifOf(createPlanter(), orientation))).toBe(orientation)
    expect(readOrientation(exifOf(createPlanter(), orientation, true))).toBe(orientation)
    expect(readOrientation(writeOrientation(orientation))).toBe(orientation)
  })

  it.each([
    ['nothing', ''],
    ['no header', 'abcdefghijklmnop'],
    ['a directory far away', 'MM\0*\xff\xff\xff\xff\0\0\0\0'],
    ['a directory that goes on and on', 'MM\0*\0\0\0\x08\xff\xff\0\0'],
    ['a number that means nothing', 'MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x09\0\0\0\0\0\0'],
  ])('is 1 where there is %s', (_what, text) => {
    expect(readOrientation(new Uint8Array(Buffer.from(text, 'latin1')))).toBe(1)
  })

  it.each([
    ['a JPEG of a phone', 'Exif\0\0', 6],
    ['a JPEG of a phone that writes the low byte first', 'Exif\0\0', 8],
    ['a PNG with EXIF and a time', 'eXIf', 3],
    ['a lossy WebP with everything', 'EXIF', 6],
  ])('is all of EXIF that %s keeps', (name, before, orientation) => {
    const sample = corpus.find((each) => each.name === name)
    const result = stripMetadata(sample?.bytes ?? new Uint8Array())
    const bytes = Buffer.from('bytes' in result ? result.bytes : [])
    const at = bytes.indexOf(Buffer.from(writeOrientation(orientation)))
    expect(at).toBeGreaterThan(0)
    expect(bytes.subarray(at - 10, at).includes(before)).toBe(true)
    expect(bytes.toString('latin1').match(/MM\0\*|II\*\0/g)).toHaveLength(1)
  })

  it('leaves no EXIF behind where the picture is not turned', () => {
    const sample = corpus.find((each) => each.name === 'a WebP that moves')
    const result = stripMetadata(sample?.bytes ?? new Uint8Array())
    expect(Buffer.from('bytes' in result ? result.bytes : 'EXIF').includes('EXIF')).toBe(false)
  })
})
