import { afterAll, beforeAll, expect, it } from 'vitest'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { realContent, sampleOfficer, startTestApp, type TestApp } from '../support/test-app.ts'
import { storeTip } from '../tips/store-tip.ts'

let app: TestApp
let telegram: MemoryChannel
beforeAll(async () => {
  app = await startTestApp({
    channels(clock) {
      telegram = createMemoryChannel('telegram', clock.now)
      return [telegram]
    },
  })
})
afterAll(() => app.close())

const blanks = ['\u200b\u200b', '\u2060 \ufeff\n', '\u3164', '\u2800\u00ad']

it.each(blanks)('words that nobody can see are no words of a tip: %j', async (blank) => {
  const from = `telegram:${JSON.stringify(blank)}` as const
  await telegram.write(from, '/baotin')
  const before = telegram.sent.length
  await telegram.write(from, blank)
  const said = telegram.sent.slice(before).map(({ text }) => text)
  const words = realContent().translate('vi')
  expect(said).toEqual([words('common.writeSomething'), words('tip.words')])
})

it.each(blanks)('words that nobody can see are no answer of an officer: %j', async (blank) => {
  const officer = await sampleOfficer(app)
  const { id } = await storeTip(app.base, 'telegram:lan', { unit: officer.unit })
  expect(await app.desk.reply(officer, id, blank)).toMatchObject({ because: 'empty' })
})
