import type { Address } from '../../src/core/channel.ts'
import type { Effect } from '../../src/core/outcome.ts'
import type { Officer } from '../../src/core/shift.ts'
import type { Tip } from '../../src/core/tip.ts'
import { joinTip } from '../../src/tips/join-tip.ts'
import { addressKeyOf } from '../../src/tips/open-tip.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'
import { addOfficer, storeTip } from './store-tip.ts'

type OpenTip = Extract<Effect, { do: 'open-tip' }>

/** The desk of a whole app, an officer of Thanh Hóa, and two platforms on which tipsters are told. */
export interface OpenDesk {
  readonly app: TestApp
  readonly officer: Officer
  /** Stores a tip of a tipster of its own, from a commune below the officer's unit. */
  tip(change?: Partial<OpenTip>): Promise<OpenTip & { readonly from: Address }>
  statusOf(id: string): Promise<Tip | undefined>
  /** The tipster goes on from another address. */
  join(id: string, address: Address): Promise<void>
  /** The tipster cuts the way back. */
  leave(id: string): Promise<void>
  /** What was said to tipsters since the last `forget`. */
  told(): Promise<readonly { readonly to: Address; readonly text: string }[]>
  forget(): Promise<void>
}

export async function openDesk(): Promise<OpenDesk> {
  const channels: MemoryChannel[] = []
  const app = await startTestApp({
    channels(clock) {
      channels.push(createMemoryChannel('telegram', clock.now), createMemoryChannel('zalo', clock.now))
      return channels
    },
  })
  const { storage, seal, clock } = app.base
  let count = 0
  return {
    app,
    officer: await addOfficer(app.base, '38', 'officer', 'Nguyễn Văn Cường'),
    async tip(change = {}) {
      const from: Address = `telegram:tipster-${++count}`
      return { ...(await storeTip(app.base, from, { unit: '38-M1', ...change })), from }
    },
    statusOf: async (id) => (await storage.tips.find(id))?.tip,
    async join(id, address) {
      const wrapped = (await storage.tips.find(id))?.wrappedAddressKey ?? new Uint8Array()
      const key = seal.unwrap(addressKeyOf(id), wrapped)
      await storage.commit([joinTip(id, key, address, clock.now(), app.base)])
    },
    async leave(id) {
      await storage.commit([{ write: 'drop-tip-addresses', tip: id }])
    },
    async told() {
      await app.sender.idle()
      return channels.flatMap(({ sent }) => sent.map(({ to, text }) => ({ to, text })))
    },
    async forget() {
      await app.sender.idle()
      for (const { sent } of channels) sent.length = 0
    },
  }
}
