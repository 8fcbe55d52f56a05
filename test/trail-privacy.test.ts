import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import type { Address } from '../src/core/channel.ts'
import { dumpState } from './support/dump-state.ts'
import { filesIn, findLeaks } from './support/find-leaks.ts'
import { createMemoryChannel } from './support/memory-channel.ts'
import { sampleOfficer, startTestApp, type TestApp } from './support/test-app.ts'

const address: Address = 'telegram:998877665544332211'
const hourMs = 3_600_000

let app: TestApp | undefined
afterEach(async () => {
  await app?.close()
  app = undefined
})

it('keeps of a chat only what it takes to delete it, joined with no tip, and nothing of who erased it', async () => {
  const clocks: (() => Date)[] = []
  const telegram = createMemoryChannel('telegram', () => clocks[0]?.() ?? new Date())
  const started = await startTestApp({
    channels(clock) {
      clocks.push(clock.now)
      return [telegram]
    },
  })
  app = started
  const { base, clock, dataDir, desk, sender } = started
  const ids: string[] = []
  const write = async (text: string) => {
    ids.push(`canary-message-${7_000 + ids.length}`)
    await telegram.write(address, text, { externalId: ids.at(-1) ?? '' })
  }
  for (const text of ['/baotin', 'bé nhà bên hay bị bỏ đói', ...Array<string>(4).fill('bỏ qua'), 'gửi'])
    await write(text)
  const [tip] = await base.storage.tips.list({ units: ['VN'], limit: 1 })
  await desk.reply(await sampleOfficer(started), tip?.id ?? '', 'Cảm ơn bạn.')
  await sender.idle()

  const contact = base.marks.contact(address)
  const read = () => dumpState({ kind: 'sqlite', file: join(dataDir, 'la-chan.sqlite') })
  const rowsWith = async (value: unknown) =>
    Object.entries(await read()).flatMap(([table, rows]) =>
      rows.filter((row) => Object.values(row).includes(value)).map(() => table),
    )
  const trail = (await read()).chat_trail ?? []
  expect(trail).toHaveLength(ids.length + telegram.sent.length)
  for (const row of trail) {
    expect(Object.keys(row).sort()).toEqual(['at', 'contact', 'id', 'sealed'])
    expect([row.contact, Number(row.at) % hourMs]).toEqual([contact, 0])
    const posted = JSON.parse(base.seal.open('trail', String(row.id), row.sealed as Uint8Array)) as object
    expect(Object.keys(posted).sort()).toEqual(['atMs', 'id'])
    // It is called like nothing else: no delivery, no message of a tip.
    expect(await rowsWith(row.id)).toEqual(['chat_trail'])
  }
  expect(await rowsWith(tip?.id)).not.toContain('chat_trail')
  expect(findLeaks(filesIn(dataDir), [...ids, address])).toEqual([])

  for (const text of ['/xoa', 'xoá']) await write(text)
  // What is left is the erasure of the last words, until it is done.
  expect(await rowsWith(contact)).toEqual(['delivery'])
  clock.advance(10 * 60_000)
  await sender.deliverDue()
  expect(await rowsWith(contact)).toEqual([])
  expect(telegram.erased).toHaveLength(ids.length + telegram.sent.length)
  expect((await read()).tip).toHaveLength(1)
})
