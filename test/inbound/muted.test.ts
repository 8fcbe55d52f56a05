import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

const hourMs = 3_600_000
let app: TestApp
let zalo: MemoryChannel
let count = 0
beforeAll(async () => {
  app = await startTestApp({
    channels(clock) {
      zalo = createMemoryChannel('zalo', clock.now)
      return [zalo]
    },
  })
})
afterAll(() => app.close())

/** Somebody new, whom a person of the office speaks with from now on for a minute. */
function talkWith() {
  const from = `zalo:${++count}` as const
  const { storage, marks, clock } = app.base
  return {
    async mute() {
      const until = new Date(clock.now().getTime() + 60_000)
      await storage.commit([{ write: 'mute-contact', contact: marks.contact(from), until }])
    },
    async answersTo(...texts: readonly string[]) {
      const before = zalo.sent.length
      for (const text of texts) await zalo.write(from, text)
      return zalo.sent.slice(before).map(({ text }) => text)
    },
  }
}

it.each([
  ['a question', 'trẻ em là bao nhiêu tuổi', false],
  ['small talk', 'cảm ơn', false],
  ['something unknown', 'giá vàng hôm nay', false],
  ['a keyword of the menu', 'giúp đỡ', false],
  ['a button of a forgotten conversation', 'Huỷ, không gửi', false],
  ['a command', '/help', true],
  ['a command that begins a tip', '/baotin', true],
  ['the words that begin a tip', 'báo tin', true],
  ['the words that hide everything', 'thoát nhanh', true],
  ['the emergency numbers', '/khancap', true],
  ['danger', 'bố đang đánh em chảy máu, cứu em với', true],
  ['a wish to die', 'em muốn chết', true],
])('while an officer writes, %s ("%s") is answered: %s', async (_what, text, isAnswered) => {
  const person = talkWith()
  await person.mute()
  expect((await person.answersTo(text)).length > 0).toBe(isAnswered)
  app.clock.advance(hourMs)
  expect(await person.answersTo(text)).not.toEqual([])
})

it('goes on with a tip that is being told', async () => {
  const person = talkWith()
  await person.answersTo('/baotin')
  await person.mute()
  const said = await person.answersTo('một bạn hay bị bắt nạt', '/boqua', '/boqua', '/boqua', '/boqua', 'gửi')
  expect(said.join('\n')).toMatch(/\d{4}-\d{4}-\d{4}-\d{4}/)
})

it('answers others', async () => {
  await talkWith().mute()
  expect(await talkWith().answersTo('trẻ em là bao nhiêu tuổi')).not.toEqual([])
})
