import { expect } from 'vitest'
import { channelNames, platformId, type Address } from '../../../src/core/channel.ts'
import { sendFailures, type SendFailure } from '../../../src/core/errors.ts'
import { priorities } from '../../../src/core/message.ts'
import type { Check } from './talk.ts'

/** What somebody is shown as it was sent, by what it is. */
const unchanged: readonly (readonly [string, string])[] = [
  ['words', 'Trẻ em là người dưới 16 tuổi.'],
  ['every mark of Vietnamese', 'Ầm ĩ quá, “đừng ngoảnh mặt” – gọi 111 nhé…'],
  ['emoji', 'Bạn không một mình 🫂 👩‍👧 🇻🇳'],
  ['what looks like HTML, as text', '<b>x</b> & <a href="http://v">w</a> &lt;'],
  ['what looks like Markdown, as text', '*x* _y_ `z` [w](http://v) ~~u~~ # t'],
  ['what looks like a template, as text', '{{x}} ${y} %s <%= z %>'],
  ['quotes and strokes', `"x" 'y' \\ / \\n`],
]
const final: readonly SendFailure[] = ['rejected', 'opted-out', 'window-closed']

/** How words go out. */
export function describeSending(check: Check): void {
  for (const [what, text] of unchanged)
    check(`shows ${what}`, async ({ hello, send, last }) => {
      await hello()
      await send({ text })
      expect((await last()).text.trim()).toBe(text)
    })

  check('shows decomposed text without losing a mark', async ({ hello, send, last }) => {
    await hello()
    await send({ text: 'trẻ em bị ngược đãi'.normalize('NFD') })
    expect((await last()).text.trim().normalize('NFC')).toBe('trẻ em bị ngược đãi')
  })
  check('keeps lines apart', async ({ hello, send, last }) => {
    await hello()
    await send({ text: 'một\nhai\n\nba' })
    const lines = (await last()).text.split('\n').map((line) => line.trim())
    expect(lines.filter((line) => line !== '')).toEqual(['một', 'hai', 'ba'])
  })
  check('shows a link as it is written, without looking up where it leads', async ({ hello, send, last }) => {
    await hello()
    await send({ text: 'Xem https://example.org/tre-em?x=1&y=2' })
    const { text, hasPreview } = await last()
    expect(text).toContain('https://example.org/tre-em?x=1&y=2')
    expect(hasPreview).not.toBe(true)
  })
  check('shows one message for one that is sent', async ({ hello, send, shownTexts }) => {
    await hello()
    const before = (await shownTexts()).length
    await send({ text: 'một lần' })
    expect(await shownTexts(before)).toEqual(['một lần'])
  })
  check('answers with ids of the platform, another for each message', async ({ hello, send }) => {
    await hello()
    const ids = [await send(), await send(), await send()]
    expect(new Set(ids).size).toBe(3)
    for (const id of ids) expect(id).toMatch(/^\S+$/)
  })
  check('shows messages in the order of sending', async ({ hello, send, shownTexts }) => {
    await hello()
    const texts = Array.from({ length: 12 }, (_, index) => `trả lời ${index}.`)
    for (const text of texts) await send({ text })
    expect((await shownTexts()).slice(-12)).toEqual(texts)
  })
  check('shows each of those that are sent at the same moment, once', async ({ hello, send, shownTexts }) => {
    await hello()
    const texts = Array.from({ length: 8 }, (_, index) => `cùng lúc ${index}`)
    await Promise.all(texts.map((text) => send({ text })))
    expect((await shownTexts()).slice(-8).toSorted()).toEqual(texts)
  })
  check('shows messages of every priority', async ({ hello, send, shownTexts }) => {
    await hello()
    for (const priority of priorities) await send({ text: `tin ${priority}`, priority })
    expect((await shownTexts()).slice(-3)).toEqual(priorities.map((priority) => `tin ${priority}`))
  })
  check('shows nothing of what only the bot knows of a message', async ({ hello, send, harness }) => {
    await hello()
    await send({ about: 'canary-tip', deliveryId: 'canary-delivery', priority: 'tip' })
    expect(JSON.stringify(await harness.shown())).not.toContain('canary')
  })
  check('sends sources along without an error', async ({ hello, send, last }) => {
    await hello()
    await send({ citations: [{ document: '102/2016/QH13', article: 'Điều 1', title: 'Luật Trẻ em 2016' }] })
    expect((await last()).text).toContain('Chào bạn')
  })
  check('can write to a contact who wrote before, at any later time', async ({ hello, harness, send, last }) => {
    await hello()
    await harness.write('còn nữa')
    harness.clock.advance(11 * 3_600_000)
    await send({ text: 'cán bộ trả lời', priority: 'tip' })
    expect((await last()).text).toContain('cán bộ trả lời')
  })
  check(
    'shows nobody what was sent to somebody else',
    async ({ hello, harness, channel, message, shownTexts }) => {
      await hello('lan')
      await hello('minh')
      const people = ['lan', 'minh'] as const
      await Promise.all(
        people.map(async (who) => {
          for (const count of [0, 1, 2, 3, 4])
            await channel.send(message({ to: harness.address(who), text: `gửi ${who} ${count}` }))
        }),
      )
      for (const who of people)
        expect((await shownTexts(0, who)).filter((text) => text.startsWith('gửi'))).toEqual(
          [0, 1, 2, 3, 4].map((count) => `gửi ${who} ${count}`),
        )
    },
    { needs: 'company' },
  )

  check('shows a repeated delivery once', async ({ hello, send, shownTexts }) => {
    await hello()
    const before = (await shownTexts()).length
    await send({ deliveryId: 'delivery-1' })
    await send({ deliveryId: 'delivery-1' })
    expect(await shownTexts(before)).toHaveLength(1)
  })
  check('answers a repeated delivery as it did the first time', async ({ hello, send }) => {
    await hello()
    const first = await send({ deliveryId: 'delivery-1' })
    await send({ text: 'khác', deliveryId: 'delivery-2' })
    expect(await send({ deliveryId: 'delivery-1' })).toBe(first)
  })
  check('shows the same words twice when they are two deliveries', async ({ hello, send, shownTexts }) => {
    await hello()
    const before = (await shownTexts()).length
    await send({ text: 'như nhau', deliveryId: 'delivery-1' })
    await send({ text: 'như nhau', deliveryId: 'delivery-2' })
    expect(await shownTexts(before)).toEqual(['như nhau', 'như nhau'])
  })

  check('refuses an address at which nobody is, for good', async ({ hello, harness, channel, message, failureOf }) => {
    await hello()
    const { failure } = await failureOf(channel.send(message({ to: harness.nobody })))
    expect(final).toContain(failure)
    expect(sendFailures).toContain(failure)
  })
  check('refuses an address of another channel, whoever has that id here', async (talk) => {
    const { harness, channel, hello, message, failureOf, shownTexts } = talk
    await hello()
    const before = await shownTexts()
    for (const name of channelNames.filter((each) => each !== channel.name)) {
      const to: Address = `${name}:${platformId(harness.address())}`
      expect((await failureOf(channel.send(message({ to })))).failure).toBe('rejected')
    }
    expect(await shownTexts()).toEqual(before)
  })
  check('refuses what is no address at all', async ({ hello, channel, message, failureOf, shownTexts }) => {
    await hello()
    const before = await shownTexts()
    for (const id of ['', ' ', '../x', '0', '-1', 'null', 'x'.repeat(5_000)])
      expect(final).toContain((await failureOf(channel.send(message({ to: `${channel.name}:${id}` })))).failure)
    expect(await shownTexts()).toEqual(before)
  })
}
