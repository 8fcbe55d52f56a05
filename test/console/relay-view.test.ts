import { afterEach, beforeEach, expect, it } from 'vitest'
import { deadReasons } from '../../src/core/errors.ts'
import type { TipMessage } from '../../src/core/tip.ts'
import { loadTranslate } from '../../src/translate.ts'
import { hourMs, tipWith } from './desk-fixture.ts'
import { openConsole, type Browser, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
let browser: Browser
beforeEach(async () => {
  app = await openConsole()
  browser = await app.signIn(await app.addOfficer('officer', '01', 'Lê Thị Nhận'))
})
afterEach(() => app.close())

const path = '/console/tips/ABCD-2345'
const answered = (id: string): TipMessage => ({
  id,
  tip: 'ABCD-2345',
  author: 'officer',
  alias: 12,
  text: 'trả lời',
  attachments: [],
  at: new Date('2026-11-22T01:02:00Z'),
})

const at = (hours: number) => new Date(Date.parse('2026-11-22T05:00:00Z') + hours * hourMs)
it.each([
  ['telegram', -1, undefined, undefined, 'Telegram: liên hệ lần cuối 22/11/2026 11:00. Gửi được lúc nào cũng được.'],
  ['zalo', -1, 47, 167, 'Gửi miễn phí đến 24/11/2026 11:00, gửi được đến 29/11/2026 11:00.'],
  ['zalo', -48, 0, 120, 'Đã hết gửi miễn phí, còn gửi được đến 27/11/2026 12:00.'],
  ['zalo', -168, -120, 0, 'Đã đóng từ 22/11/2026 12:00: trả lời được giữ đến khi họ liên hệ lại'],
] as const)('says how long %s, last heard from %d h ago, stays open', async (channel, last, free, closes, shown) => {
  const moment = (hours: number | undefined) => (hours === undefined ? undefined : at(hours))
  const way = { channel, lastAt: at(last), freeUntil: moment(free), closesAt: moment(closes) }
  app.desk.tips = [tipWith({}, { waysBack: [way] })]
  expect(await browser.text(path)).toContain(shown)
  expect(await browser.text(`${path}/fragment`)).toContain(shown)
})

it.each([
  ['sent', undefined, 0, 'Zalo: đã gửi.'],
  ['waiting', undefined, 0, 'Zalo: đang gửi.'],
  ['waiting', undefined, -7 * 24, 'Zalo: đang gửi.'],
  ['waiting', undefined, -8 * 24, 'người báo tin đã xoá dữ liệu'],
  ['parked', 'window-closed', 0, 'Zalo: chờ người báo tin liên hệ lại.'],
  ['dead', 'opted-out', 0, 'Người báo tin đã chặn kênh, ngừng nhận hoặc ngắt đường về.'],
] as const)('says what became of an answer: %s (%s) after %d h', async (state, failure, hours, shown) => {
  const relay = { message: 'm1', channel: 'zalo', state, failure, at: at(hours) } as const
  app.desk.tips = [tipWith({}, { messages: [answered('m1')], relays: [relay] })]
  const page = await browser.text(path)
  expect(page).toContain(shown)
  expect(page.match(/class="relay/g)).toHaveLength(1)
})

it('says that what stands behind a parked answer waits as well, and what went nowhere is stored', async () => {
  const relay = { channel: 'zalo', failure: undefined, at: at(-80) } as const
  app.desk.tips = [
    tipWith(
      {},
      {
        messages: ['m1', 'm2', 'm3'].map(answered),
        relays: [
          { ...relay, message: 'm1', state: 'parked' },
          { ...relay, message: 'm2', state: 'waiting' },
        ],
      },
    ),
  ]
  const page = await browser.text(path)
  expect(page.match(/chờ người báo tin liên hệ lại/g)).toHaveLength(2)
  expect(page).toContain('Đã lưu. Người báo tin xem được bằng mã tra cứu.')
})

it.each(deadReasons)('has words for %s in both languages', (reason) => {
  for (const locale of ['vi', 'en']) {
    const words = loadTranslate('locales')(locale)
    for (const key of ['tip.relayFailure', 'deliveries.failure']) expect(words(`console.${key}.${reason}`)).not.toBe('')
  }
})
