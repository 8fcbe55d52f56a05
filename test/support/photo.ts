import { createPlanter } from '../media/canaries.ts'
import { jpegSamples } from '../media/jpeg-samples.ts'

/** A small photo as a phone takes it: place, owner, serial numbers and times are planted in it. */
export function photo(): Buffer {
  const sample = jpegSamples['a JPEG of a phone']
  if (sample === undefined) throw new Error('the photo is gone')
  return Buffer.from(sample(createPlanter()).bytes)
}

/** The words that are planted in the photo; its coordinates are found by `findCanaries`. */
export const photoCanaries = ['CANARY-owner-X', 'CANARY-body-serial-X', 'CANARY-artist-X', 'CANARY-gps-date-X'] as const
