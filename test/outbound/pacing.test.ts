import { expect, it } from 'vitest'
import { createPacing, mostContacts } from '../../src/outbound/pacing.ts'

const at = (ms: number) => new Date(1_000_000 + ms)
const pace = { all: { everyMs: 40, burst: 5 }, each: { everyMs: 1_000, burst: 2 } }

it('takes nothing of the channel from a message that has to wait for its contact', () => {
  const pacing = createPacing(pace)
  for (let i = 0; i < 2; i++) expect(pacing.take('a', at(0))).toBeUndefined()
  for (let i = 0; i < 9; i++) expect(pacing.take('a', at(0))).toEqual(at(1_000))
  expect(pacing.room(at(0))).toBe(3)
  expect(pacing.take('b', at(0))).toBeUndefined()
})

it('asks everybody to wait for the channel', () => {
  const pacing = createPacing({ all: pace.all })
  for (let i = 0; i < 5; i++) expect(pacing.take(`c${i}`, at(0))).toBeUndefined()
  expect(pacing.take('other', at(0))).toEqual(at(40))
  expect(pacing.opensAt()).toEqual(at(40))
})

it('holds what the platform says, and no more', () => {
  const contact = createPacing(undefined)
  contact.take('a', at(0))
  contact.hold('a', 'contact', at(7_000))
  expect(contact.take('a', at(6_999))).toEqual(at(7_000))
  expect(contact.take('a', at(7_000))).toBeUndefined()
  expect(contact.allowed(at(0)).upTo).toBe('broadcast')

  const broadcasts = createPacing(undefined)
  broadcasts.take('a', at(0))
  broadcasts.hold('a', 'broadcasts', at(7_000))
  expect(broadcasts.allowed(at(6_999))).toEqual({ upTo: 'reply', until: at(7_000) })
  expect(broadcasts.allowed(at(7_000)).upTo).toBe('broadcast')
  expect(broadcasts.take('b', at(0))).toBeUndefined()

  const channel = createPacing(undefined)
  channel.take('a', at(0))
  channel.hold('a', 'channel', at(7_000))
  expect(channel.take('b', at(6_999))).toEqual(at(7_000))
})

it('remembers a bounded number of contacts, and forgets a wait last', () => {
  const pacing = createPacing(undefined)
  pacing.take('patient', at(0))
  pacing.hold('patient', 'contact', at(1e9))
  for (let i = 0; i < 3 * mostContacts; i++) pacing.take(`c${i}`, at(i))
  expect(pacing.take('patient', at(1e8))).toEqual(at(1e9))
  for (let i = 0; i < mostContacts; i++) {
    pacing.take(`held${i}`, at(0))
    pacing.hold(`held${i}`, 'contact', at(1e9))
  }
  expect(pacing.take('patient', at(1e8))).toBeUndefined()
})
