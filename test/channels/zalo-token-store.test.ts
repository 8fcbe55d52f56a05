import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createTokenStore, type TokenTable } from '../../src/channels/zalo/token-store.ts'
import { createIds } from '../../src/ids.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { startFakeZalo } from '../support/fake-zalo.ts'
import type { FakeFault } from '../support/fake-zalo-fault.ts'
import { writeMigratedFile } from '../support/migrated-file.ts'
import { createTestClock } from '../support/test-app.ts'
import type { RefreshOptions } from './zalo-refresh-process.ts'

const script = fileURLToPath(new URL('./zalo-refresh-process.ts', import.meta.url))
const hourMs = 60 * 60_000
const pair = {
  accessToken: 'at-secret',
  refreshToken: 'rt-secret',
  issuedAt: new Date('2026-11-22T03:00:00.000Z'),
  expiresAt: new Date('2026-11-23T04:00:00.000Z'),
  spent: [],
}

function openFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-zalo-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  return dir
}

async function openStore(more: { readonly table?: Partial<TokenTable>; readonly patienceMs?: number } = {}) {
  const dir = openFolder()
  const clock = createTestClock()
  const seal = createSeal(new Uint8Array(32).fill(7))
  const file = join(dir, 'tokens.sqlite')
  await writeMigratedFile(file)
  const storage = await openStorage({ kind: 'sqlite', file })
  onTestFinished(() => storage.close())
  const table = storage.zaloToken
  const warnings: string[] = []
  const none = () => undefined
  const store = createTokenStore({
    table: { ...table, ...more.table },
    seal: (text) => seal.seal('officer-address', 'zalo', text),
    open: (sealed) => seal.open('officer-address', 'zalo', sealed),
    clock,
    ids: createIds(),
    log: { debug: none, info: none, warn: (_fields, message) => void warnings.push(message), error: none },
    ...(more.patienceMs === undefined ? {} : { patienceMs: more.patienceMs }),
  })
  return { dir, clock, store, table, warnings }
}

describe('the token store', () => {
  it('keeps the pair, sealed', async () => {
    const { dir, store } = await openStore()
    expect(await store.read()).toBeUndefined()
    await store.write(pair)
    expect(await store.read()).toEqual(pair)
    const bytes = Buffer.concat(readdirSync(dir).map((file) => readFileSync(join(dir, file))))
    expect(bytes.includes('secret')).toBe(false)
    expect(bytes.includes('zalo_token')).toBe(true)
  })

  it('lets one work at a time, in the order of who comes', async () => {
    const { store } = await openStore()
    let running = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running--
    }
    await Promise.all(Array.from({ length: 5 }, () => store.withLock(work)))
    expect([most, running]).toEqual([1, 0])
  })

  it('gives the lease back when the work fails', async () => {
    const { store } = await openStore({ patienceMs: 200 })
    await expect(store.withLock(() => Promise.reject(new Error('refused')))).rejects.toThrow('refused')
    expect(await store.withLock(async () => 'next')).toBe('next')
  })

  it('waits for somebody who died with the lease, but not for ever', async () => {
    const { clock, store, table } = await openStore({ patienceMs: 100 })
    const until = new Date(clock.now().getTime() + 60_000)
    expect(await table.takeLease('dead', clock.now(), until)).toBe(true)
    await expect(store.withLock(async () => 'mine')).rejects.toMatchObject({ failure: 'retry-later' })
    clock.advance(60_000)
    expect(await store.withLock(async () => 'mine')).toBe('mine')
  })

  it('does not take away a lease that another has taken meanwhile', async () => {
    const { clock, store, table } = await openStore({ patienceMs: 100 })
    await store.withLock(async () => {
      clock.advance(60_000)
      await table.takeLease('other', clock.now(), new Date(clock.now().getTime() + 60_000))
    })
    await expect(store.withLock(async () => 'mine')).rejects.toMatchObject({ failure: 'retry-later' })
  })

  it('counts work as done when the lease cannot be given back', async () => {
    const { store, warnings } = await openStore({ table: { endLease: () => Promise.reject(new Error('locked')) } })
    expect(await store.withLock(async () => 'done')).toBe('done')
    expect(warnings).toHaveLength(1)
  })
})

/** What passes: the one repeat of a refresh cures the first four, the token that is still good the others. */
const faults: readonly { readonly fault: FakeFault; readonly times: number }[] = [
  { fault: 'drops-before', times: 1 },
  { fault: { status: 502 }, times: 1 },
  { fault: { status: 429 }, times: 1 },
  { fault: { late: 20 }, times: 2 },
  { fault: 'drops-before', times: 2 },
  { fault: { status: 503 }, times: 2 },
]
const cured = 4

describe('two processes that refresh at the same moment', () => {
  it('never break the chain, 200 times, through faults of Zalo', { timeout: 240_000 }, async () => {
    const clock = createTestClock()
    const zalo = await startFakeZalo({ clock })
    onTestFinished(() => zalo.close())
    const file = join(openFolder(), 'tokens.sqlite')
    await writeMigratedFile(file)
    const { appId, appSecret } = zalo.state
    const options: RefreshOptions = { file, root: zalo.root, appId, appSecret, refreshToken: zalo.refreshToken }
    const children: ChildProcess[] = []
    onTestFinished(() => children.forEach((child) => child.kill()))
    for (let i = 0; i < 2; i++) {
      const child = fork(script, [JSON.stringify(options)], { execArgv: [] })
      children.push(child)
      await once(child, 'message')
    }
    const askAll = () =>
      Promise.all(
        children.map(async (child) => {
          const answer = once(child, 'message')
          child.send(clock.now().getTime())
          return String((await answer)[0])
        }),
      )
    const trades = () => zalo.requests.filter((request) => request === 'POST /v4/oa/access_token').length
    expect(await askAll()).toEqual(['ok', 'ok'])
    for (let round = 1; round <= 200; round++) {
      // By the clock, and because Zalo no longer takes the token, in turns.
      const isByClock = round % 2 === 0
      clock.advance(isByClock ? 21 * hourMs : hourMs)
      if (!isByClock) for (const token of zalo.state.accessTokens.values()) token.isDead = true
      const planned = round % 3 === 0 ? undefined : faults[round % (isByClock ? faults.length : cured)]
      if (planned !== undefined) zalo.fail('token', planned.fault, planned.times)
      expect(await askAll(), `round ${round}`).toEqual(['ok', 'ok'])
      zalo.heal()
      expect(zalo.state.pairs, `round ${round}`).toBe(round + 1)
    }
    expect(trades()).toBeGreaterThan(250)
    expect([...zalo.state.refreshTokens.values()].filter(({ isUsed }) => !isUsed)).toHaveLength(1)
  })
})
