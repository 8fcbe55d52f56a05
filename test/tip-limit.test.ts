import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Address } from '../src/core/channel.ts'
import { purge } from '../src/purge.ts'
import { dumpState } from './support/dump-state.ts'
import { createMemoryChannel, type MemoryChannel } from './support/memory-channel.ts'
import { startTestApp, type TestApp } from './support/test-app.ts'

const minuteMs = 60_000
const school = { source: 'one network address' }

let app: TestApp
let web: MemoryChannel
beforeAll(async () => {
  app = await startTestApp({ channels: (clock) => [(web = createMemoryChannel('web', clock.now))] })
})
afterAll(() => app.close())

const receiptsOf = (from: Address) =>
  web.sent.flatMap(({ to, text }) => (to === from ? (/\d{4}-\d{4}-\d{4}-\d{4}/.exec(text) ?? []) : []))

async function draft(from: Address, words: string): Promise<void> {
  for (const text of [`/baotin ${words}`, ...Array<string>(4).fill('bỏ qua')]) await web.write(from, text, school)
}

async function send(from: Address, words = 'bạn cùng lớp hay bị trêu'): Promise<void> {
  await draft(from, words)
  await web.write(from, 'gửi', school)
}

describe('tips of one contact', () => {
  it('from forty pupils behind one address within five minutes are all taken', async () => {
    const pupils = Array.from({ length: 40 }, (_, i) => `web:pupil-${i}` as const)
    for (let i = 0; i < pupils.length; i += 10) {
      await Promise.all(pupils.slice(i, i + 10).map((pupil) => send(pupil)))
      app.clock.advance(minuteMs)
    }
    expect(pupils.map((pupil) => receiptsOf(pupil).length)).toEqual(Array<number>(40).fill(1))
  })

  it('are five within any hour, not within each hour of the clock', async () => {
    const from = 'web:steady'
    for (let i = 0; i < 5; i++) {
      await send(from)
      app.clock.advance(10 * minuteMs)
    }
    await send(from)
    expect(receiptsOf(from)).toHaveLength(5)
    app.clock.advance(9 * minuteMs)
    await web.write(from, 'gửi')
    expect(receiptsOf(from)).toHaveLength(5)
    app.clock.advance(2 * minuteMs)
    await web.write(from, 'gửi')
    expect(receiptsOf(from)).toHaveLength(6)
    await send(from)
    expect(receiptsOf(from)).toHaveLength(6)
  })

  it('are counted under a mark that stands nowhere else, beside no tip, and forgotten after the hour', async () => {
    const from = 'web:marked'
    await send(from)
    const { contact, sender } = app.base.marks
    const mark = sender(contact(from))
    const tables = Object.entries(await dumpState(app.base.config.database)).filter(([, rows]) =>
      rows.some((row) => Object.values(row).includes(mark)),
    )
    expect(tables.map(([name]) => name)).toEqual(['sent_tip'])
    expect(Object.keys(tables[0]?.[1][0] ?? {})).toEqual(['id', 'sender', 'at'])
    app.clock.advance(61 * minuteMs)
    await purge(app.base)
    expect((await dumpState(app.base.config.database)).sent_tip).toEqual([])
  })

  it('come with their files when they had to wait', async () => {
    const from = 'web:files'
    for (let i = 0; i < 5; i++) await send(from)
    const bytes = new TextEncoder().encode('what was heard')
    await draft(from, 'bạn cùng lớp hay bị trêu')
    await web.write(from, '', { attachments: [{ kind: 'file', mediaType: 'text/plain', bytes }] })
    await web.write(from, 'gửi')
    expect(receiptsOf(from)).toHaveLength(5)
    const attached = async () => (await dumpState(app.base.config.database)).tip_attachment ?? []
    expect(await attached()).toEqual([])
    app.clock.advance(61 * minuteMs)
    await web.write(from, 'gửi')
    expect(receiptsOf(from)).toHaveLength(6)
    expect(await attached()).toHaveLength(1)
  })
})
