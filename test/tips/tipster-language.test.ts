import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Officer } from '../../src/core/shift.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { realContent, sampleOfficer, startTestApp, type TestApp } from '../support/test-app.ts'

let app: TestApp
let telegram: MemoryChannel
let officer: Officer
beforeAll(async () => {
  app = await startTestApp({
    channels(clock) {
      telegram = createMemoryChannel('telegram', clock.now)
      return [telegram]
    },
  })
  officer = await sampleOfficer(app)
})
afterAll(() => app.close())

const said = (locale: string, key: string, vars = {}) => realContent().translate(locale)(key, vars)

describe('what the desk tells a tipster', () => {
  it.each([
    ['in the language of the platform', 'en', undefined, 'en'],
    ['in the language that was chosen since', 'en', 'tiếng Việt', 'vi'],
    ['in the language that was chosen, whatever the platform says', 'vi', 'English', 'en'],
  ])('is framed %s', async (what, locale, choosing, expected) => {
    const from = `telegram:${what}` as const
    const known = new Set((await app.base.storage.tips.list({ units: ['VN'], limit: 50 })).map(({ id }) => id))
    const words = locale === 'en' ? 'the neighbour leaves her kid alone' : 'bé nhà bên hay ở nhà một mình'
    const skip = locale === 'en' ? 'skip' : 'bỏ qua'
    for (const text of ['/baotin', words, skip, skip, skip, skip, locale === 'en' ? 'send' : 'gửi'])
      await telegram.write(from, text, { locale })
    for (const text of choosing === undefined ? [] : ['/lang', choosing]) await telegram.write(from, text, { locale })
    const tip = (await app.base.storage.tips.list({ units: ['VN'], limit: 50 })).find(({ id }) => !known.has(id))
    expect(tip).toBeDefined()
    const before = telegram.sent.length
    await app.desk.move(officer, tip?.id ?? '', 'acknowledged')
    await app.desk.reply(officer, tip?.id ?? '', 'Where is the child?')
    await app.sender.idle()
    const told = telegram.sent.slice(before).filter(({ to }) => to === from)
    expect(told.map(({ text }) => text)).toEqual([
      said(expected, 'tip.statusChanged', { status: said(expected, 'status.child.acknowledged') }),
      said(expected, 'tip.fromOfficer', { alias: officer.alias, text: 'Where is the child?' }),
    ])
    expect(told[1]?.quickReplies?.map(({ label }) => label)).toEqual([said(expected, 'tip.replyButton')])
  })
})
