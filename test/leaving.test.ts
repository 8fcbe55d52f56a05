import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../src/core/channel.ts'
import { createPlatforms, fileTip, personOnZalo, zaloEnv, type Running } from './support/platforms.ts'
import type { FakeZalo } from './support/fake-zalo.ts'
import { signEvent } from './support/fake-zalo-webhook.ts'
import { createTestClock, sampleOfficer, type TestClock } from './support/test-app.ts'

const hourMs = 3_600_000
const lan = '8123456789012345678'
const address: Address = `zalo:${lan}`
const words = 'bé nhà bên hay bị bỏ đói'

const platforms = createPlatforms()
let clock: TestClock
let zalo: FakeZalo
let dataDir: string
let run: Running
beforeEach(async () => {
  clock = createTestClock()
  zalo = await platforms.zalo({ clock })
  dataDir = mkdtempSync(join(tmpdir(), 'la-chan-leaving-'))
  await start()
})
afterEach(async () => {
  await platforms.closeAll()
  rmSync(dataDir, { recursive: true, force: true })
})

async function start(): Promise<void> {
  run = await platforms.run({ ...zaloEnv(zalo), DATA_DIR: dataDir }, { clock })
  zalo.webhook.aim(`${run.url}/webhooks/zalo-oa`)
}

async function restart(): Promise<void> {
  await run.app.stop()
  await start()
}

async function settled(): Promise<void> {
  await run.app.inbound.idle()
  await run.app.sender.idle()
}

/** What somebody does, a second after what was done before. */
async function does(act: Parameters<FakeZalo['personDoes']>[1]): Promise<number> {
  clock.advance(1_000)
  const status = await zalo.personDoes(lan, act)
  await settled()
  return status
}

/** News of leaving as it comes by itself: of that moment, whenever it comes. */
async function hearsOf(name: 'unfollow' | 'user_withdraw', atMs: number): Promise<number> {
  const who = name === 'unfollow' ? { follower: { id: lan } } : { user_id: lan }
  const { appId, oaId } = zalo.state
  const body = JSON.stringify({ app_id: appId, oa_id: oaId, event_name: name, timestamp: String(atMs), ...who })
  const status = await zalo.webhook.post(body, { 'x-zevent-signature': signEvent(body, String(atMs), zalo.state) })
  await settled()
  return status
}

const session = async () => (await run.base.storage.sessions.find(run.base.marks.contact(address), clock.now()))?.flow

/** At once: what waits to be tried again is not due yet. */
async function erases(): Promise<void> {
  for (const text of ['/xoa', '1']) {
    await zalo.personDoes(lan, { text })
    await settled()
  }
}

async function tipOf(): Promise<{ readonly tip: string; readonly receipt: string }> {
  const receipt = await fileTip(personOnZalo(zalo, lan, run), words)
  const [tip] = await run.base.storage.tips.list({ units: ['VN'], limit: 1 })
  clock.advance(hourMs)
  return { tip: tip?.id ?? '', receipt }
}

async function opened(tip: string) {
  const shown = await run.app.desk.open(await sampleOfficer(run.app), tip)
  return {
    ways: shown?.waysBack.map(({ channel }) => channel),
    relays: shown?.relays.map(({ state, failure }) => [state, failure]),
  }
}

async function answer(tip: string, text: string): Promise<void> {
  expect(await run.app.desk.reply(await sampleOfficer(run.app), tip, text)).toEqual({ kind: 'done' })
  await run.app.sender.deliverDue()
  await run.app.sender.idle()
}

describe('somebody who leaves the account', { timeout: 60_000 }, () => {
  it('and takes back consent has no way back left, so that later answers are seen by receipt alone', async () => {
    const { tip, receipt } = await tipOf()
    expect(await does('withdraw')).toBe(200)
    expect(await opened(tip)).toEqual({ ways: [], relays: [] })
    Object.assign(zalo.state.people.get(lan) ?? {}, { refusesWith: undefined })
    const before = zalo.messagesTo(lan).length
    await answer(tip, 'Câu một')
    expect(zalo.messagesTo(lan)).toHaveLength(before)
    await does('follow')
    await does({ text: `/ma ${receipt}` })
    expect(zalo.messagesTo(lan).some(({ text }) => text.includes('Câu một'))).toBe(true)
  })

  it('by unfollowing keeps the way back', async () => {
    const { tip } = await tipOf()
    await does('unfollow')
    expect((await opened(tip)).ways).toEqual(['zalo'])
  })

  it.each(['unfollow', 'withdraw'] as const)('by %s is forgotten after what was written before', async (act) => {
    await does('follow')
    const acts = [{ text: '/baotin' }, { text: words }, act] as const
    expect(await Promise.all(acts.map((each) => zalo.personDoes(lan, each)))).toEqual([200, 200, 200])
    await settled()
    expect(await session()).toBeUndefined()
    expect(await run.base.storage.deliveries.waitingFor(run.base.marks.contact(address))).toEqual([])
  })

  it('is forgotten once, though the same is brought again after a restart', async () => {
    await does('follow')
    const leftAtMs = clock.now().getTime()
    expect(await hearsOf('unfollow', leftAtMs)).toBe(200)
    for (const act of ['follow', { text: '/baotin' }, { text: words }] as const) await does(act)
    await restart()
    // The mark alone has to know it: when they were heard since is forgotten earlier.
    await run.base.storage.contacts.purgeHeard(new Date(clock.now().getTime() + hourMs))
    expect(await hearsOf('unfollow', leftAtMs)).toBe(200)
    expect(await session()).toBe('tip')
    expect(await hearsOf('unfollow', leftAtMs + 1)).toBe(200)
    expect(await session()).toBeUndefined()
  })

  it.each(['unfollow', 'user_withdraw'] as const)(
    'loses nothing by %s that comes when they are back, nor by one from days ago',
    async (name) => {
      const { tip } = await tipOf()
      const leftAtMs = clock.now().getTime()
      await does({ text: '/baotin' })
      await restart()
      expect(await hearsOf(name, leftAtMs)).toBe(200)
      expect([await session(), (await opened(tip)).ways]).toEqual(['tip', ['zalo']])
      // Long after anything is known of when they were heard.
      await run.base.storage.contacts.purgeHeard(new Date(clock.now().getTime() + hourMs))
      expect(await hearsOf(name, leftAtMs - 49 * hourMs)).toBe(200)
      expect([await session(), (await opened(tip)).ways]).toEqual(['tip', ['zalo']])
      expect(await hearsOf(name, clock.now().getTime())).toBe(200)
      expect(await session()).toBeUndefined()
    },
  )

  it.each<readonly [string, 'waiting' | 'parked', () => Promise<unknown>]>([
    ['unfollowing', 'waiting', () => does('unfollow')],
    ['unfollowing', 'parked', () => does('unfollow')],
    ['/xoa', 'waiting', () => erases()],
  ])('by %s while an answer is %s: the desk sees that it will not be sent', async (_what, state, leaves) => {
    const { tip, receipt } = await tipOf()
    if (state === 'parked') clock.advance(8 * 24 * hourMs)
    else zalo.fail('send', { code: -200 }, 1)
    await answer(tip, 'Câu một')
    expect((await opened(tip)).relays?.map(([reached]) => reached)).toEqual([state])
    await leaves()
    expect((await opened(tip)).relays).toEqual([['dead', 'opted-out']])
    expect(await run.base.storage.deliveries.deadLetters(9)).toMatchObject([{ failure: 'opted-out', priority: 'tip' }])
    await does('follow')
    await does({ text: `/ma ${receipt}` })
    expect(zalo.messagesTo(lan).filter(({ text }) => text.includes('Câu một'))).toHaveLength(1)
  })
})
