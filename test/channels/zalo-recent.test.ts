import { expect, it } from 'vitest'
import { createRecent } from '../../src/channels/zalo/recent.ts'

it('remembers the newest and forgets the oldest', () => {
  const recent = createRecent<number>(2)
  recent.put('a', 1)
  recent.put('b', 2)
  recent.put('a', 3)
  recent.put('c', 4)
  expect(['a', 'b', 'c'].map(recent.get)).toEqual([3, undefined, 4])
})
