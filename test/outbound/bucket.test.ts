import { expect, it } from 'vitest'
import { createBucket, unpaced } from '../../src/outbound/bucket.ts'

const start = 1_000_000
/** When each of so many messages is sent by somebody who sends as soon as it is allowed. */
function sentAt(pace: { everyMs: number; burst: number }, count: number): readonly number[] {
  const bucket = createBucket(pace)
  let now = start
  return Array.from({ length: count }, () => {
    now = Math.max(now, bucket.opensAt())
    expect(bucket.room(now)).toBeGreaterThanOrEqual(1)
    bucket.spend(now)
    return now - start
  })
}

it('lets a burst pass at once and the rest one by one', () => {
  expect(sentAt({ everyMs: 1_000, burst: 4 }, 7)).toEqual([0, 0, 0, 0, 1_000, 2_000, 3_000])
})

it.each([
  ['30 a second on Telegram', { everyMs: 40, burst: 5 }, 1_000, 30],
  ['20 a minute in a group', { everyMs: 4_000, burst: 5 }, 60_000, 20],
  ['4,000 a minute on Zalo', { everyMs: 20, burst: 200 }, 60_000, 4_000],
] as const)('keeps to %s in every window', (_what, pace, windowMs, most) => {
  const times = sentAt(pace, most * 3)
  const spans = times.slice(most).map((at, index) => at - (times[index] ?? 0))
  expect(Math.min(...spans)).toBeGreaterThanOrEqual(windowMs)
})

it('counts its room down and back', () => {
  const bucket = createBucket({ everyMs: 100, burst: 3 })
  expect(bucket.room(start)).toBe(3)
  for (const left of [2, 1, 0]) {
    bucket.spend(start)
    expect(bucket.room(start)).toBe(left)
  }
  expect([99, 100, 199, 200, 300, 9_999].map((ms) => bucket.room(start + ms))).toEqual([0, 1, 1, 2, 3, 3])
})

it('has no room while it is held, and rests when all has come back', () => {
  const bucket = createBucket(unpaced)
  bucket.hold(start + 500)
  expect(bucket.room(start + 499)).toBe(0)
  expect(bucket.isRested(start + 499)).toBe(false)
  expect(bucket.room(start + 500)).toBe(unpaced.burst)
  expect(bucket.isRested(start + 500)).toBe(true)
})
