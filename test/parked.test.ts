import { afterEach, describe, expect, it } from 'vitest'
import type { Channel } from '../src/core/channel.ts'
import { purge } from '../src/purge.ts'
import { replyLimits } from '../src/zalo-api-sdk/window.ts'
import { createMemoryChannel, type MemoryChannel } from './support/memory-channel.ts'
import { sampleOfficer, startTestApp, type TestApp } from './support/test-app.ts'
import { storeTip } from './tips/store-tip.ts'

const dayMs = 24 * 60 * 60_000
const from = 'zalo:8123456789012345678'
let app: TestApp
let zalo: MemoryChannel
afterEach(() => app.close())

/** A tip that was sent by Zalo, which closes for people who were silent for a week. */
async function openWithTip(): Promise<string> {
  app = await startTestApp({
    channels(clock) {
      zalo = createMemoryChannel('zalo', clock.now, undefined, { replyLimits })
      return [zalo]
    },
  })
  for (const text of ['/baotin', 'bé nhà bên hay bị bỏ đói', '/boqua', '/boqua', '/boqua', '/boqua', 'gửi'])
    await zalo.write(from, text)
  const [tip] = await app.base.storage.tips.list({ units: ['VN'], limit: 1 })
  return tip?.id ?? ''
}

async function answer(tip: string, ...texts: readonly string[]): Promise<void> {
  const officer = await sampleOfficer(app)
  for (const text of texts) {
    expect(await app.desk.reply(officer, tip, text)).toEqual({ kind: 'done' })
    await app.sender.deliverDue()
  }
}
const fates = async (tip: string) =>
  (await app.desk.open(await sampleOfficer(app), tip))?.relays.map(({ state, failure, channel }) => [
    channel,
    state,
    failure,
  ])
const shownSince = (count: number) => zalo.sent.slice(count).map(({ text }) => text)

describe('an answer after Zalo has closed', { timeout: 60_000 }, () => {
  it('waits for the tipster, who gets all of it in order with the next message, before what the bot says', async () => {
    const tip = await openWithTip()
    app.clock.advance(8 * dayMs)
    zalo.fail('window-closed', 1)
    const before = zalo.sent.length
    await answer(tip, 'Câu một', 'Câu hai')
    expect(await fates(tip)).toEqual([
      ['zalo', 'parked', 'window-closed'],
      ['zalo', 'waiting', undefined],
    ])
    expect(shownSince(before)).toEqual([])
    app.clock.advance(dayMs)
    await app.sender.deliverDue()
    await zalo.write(from, '/khancap')
    const shown = shownSince(before)
    expect(shown.map((text) => ['Câu một', 'Câu hai', '111'].find((words) => text.includes(words)))).toEqual([
      'Câu một',
      'Câu hai',
      '111',
    ])
    expect(await fates(tip)).toEqual([
      ['zalo', 'sent', undefined],
      ['zalo', 'sent', undefined],
    ])
  })

  it('can be read by receipt all the while', async () => {
    const tip = await openWithTip()
    const receipt = /\d{4}-\d{4}-\d{4}-\d{4}/.exec(zalo.sent.map(({ text }) => text).join('\n'))?.[0]
    app.clock.advance(8 * dayMs)
    zalo.fail('window-closed', 2)
    await answer(tip, 'Câu một')
    const before = zalo.sent.length
    await zalo.write('zalo:somewhere-else', `/ma ${receipt}`)
    expect(shownSince(before).join('\n')).toContain('Câu một')
  })

  it('is given up after 30 days, with its reason', async () => {
    const tip = await openWithTip()
    app.clock.advance(8 * dayMs)
    zalo.fail('window-closed', 9)
    await answer(tip, 'Câu một')
    for (let day = 0; day < 32; day++) {
      app.clock.advance(dayMs)
      await purge(app.base)
      await app.sender.deliverDue()
      if (day === 28) expect((await fates(tip))?.[0]?.[1]).toBe('parked')
    }
    expect(await fates(tip)).toEqual([['zalo', 'dead', 'window-closed']])
    const letters = await app.base.storage.deliveries.deadLetters(9)
    expect(letters.map(({ failure, priority }) => [priority, failure])).toContainEqual(['tip', 'window-closed'])
    expect(await app.base.storage.deliveries.parkedCount()).toBe(0)
  })

  it('is not shown to somebody who leaves in a hurry', async () => {
    const tip = await openWithTip()
    zalo.fail('window-closed', 1)
    await answer(tip, 'Câu một')
    const before = zalo.sent.length
    await zalo.write(from, '/thoat')
    expect(shownSince(before).join('\n')).not.toContain('Câu một')
    await zalo.write(from, '/help')
    expect(shownSince(before).join('\n')).toContain('Câu một')
  })

  it('does not go out once the tipster has cut the way back', async () => {
    const tip = await openWithTip()
    zalo.fail('window-closed', 1)
    await answer(tip, 'Câu một')
    await app.base.storage.commit([{ write: 'drop-tip-addresses', tip }])
    const before = zalo.sent.length
    await zalo.write(from, '/help')
    expect(shownSince(before).join('\n')).not.toContain('Câu một')
    expect(await fates(tip)).toEqual([['zalo', 'dead', 'opted-out']])
  })
})

describe('what the desk knows of the ways back', () => {
  it('are the platform, when it closes, and nothing of where', async () => {
    const tip = await openWithTip()
    const writtenAt = app.clock.now().getTime()
    app.clock.advance(dayMs)
    const opened = await app.desk.open(await sampleOfficer(app), tip)
    const at = (ms: number) => new Date(writtenAt + ms)
    expect(opened?.waysBack).toEqual([
      { channel: 'zalo', lastAt: at(0), freeUntil: at(2 * dayMs), closesAt: at(7 * dayMs) },
    ])
    expect(JSON.stringify(opened)).not.toContain('8123456789012345678')
  })

  it('are none when the web page was left', async () => {
    let isOpen = true
    app = await startTestApp({
      channels: (clock) => [
        {
          ...createMemoryChannel('web', clock.now),
          addressesLast: false,
          reaches: async () => isOpen,
        } satisfies Channel,
      ],
    })
    const { id } = await storeTip(app.base, 'web:token')
    const officer = await sampleOfficer(app)
    const read = async () => {
      const { hasWayBack, waysBack } = (await app.desk.open(officer, id)) ?? {}
      return [hasWayBack, waysBack?.length]
    }
    expect(await read()).toEqual([true, 1])
    isOpen = false
    expect(await read()).toEqual([false, 0])
    await app.desk.reply(officer, id, 'Câu một')
    expect(await fates(id)).toEqual([])
  })
})
