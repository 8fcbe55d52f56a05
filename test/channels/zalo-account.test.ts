import { expect, it, onTestFinished } from 'vitest'
import { createZaloAccount } from '../../src/channels/zalo/account.ts'
import type { LogFields } from '../../src/core/ports.ts'
import { createIds } from '../../src/ids.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { startFakeZalo } from '../support/fake-zalo.ts'
import { openTemporaryStorage } from '../support/temporary-storage.ts'
import { createTestClock } from '../support/test-app.ts'

const hourMs = 60 * 60_000

async function openAccount() {
  const clock = createTestClock()
  const zalo = await startFakeZalo({ clock })
  onTestFinished(() => zalo.close())
  const storage = await openTemporaryStorage()
  const errors: { readonly fields: LogFields; readonly message: string }[] = []
  const none = () => undefined
  const account = createZaloAccount({
    settings: {
      appId: zalo.state.appId,
      appSecret: zalo.state.appSecret,
      signature: { firstTerm: zalo.state.appId, secret: zalo.state.oaSecret },
      usesButtons: false,
      refreshToken: zalo.refreshToken,
      apiRoot: zalo.root,
      oauthRoot: zalo.root,
      verification: undefined,
    },
    table: storage.zaloToken,
    seal: createSeal(new Uint8Array(32).fill(7)),
    clock,
    ids: createIds(),
    log: { debug: none, info: none, warn: none, error: (fields, message) => void errors.push({ fields, message }) },
  })
  return { account, clock, zalo, errors }
}

it('keeps an idle account alive: its tokens are refreshed when they are 20 hours old', async () => {
  const { account, clock, zalo, errors } = await openAccount()
  await account.keepAlive()
  for (let hours = 1; hours <= 100; hours++) {
    clock.advance(hourMs)
    await account.keepAlive()
  }
  expect(zalo.state.pairs).toBe(1 + 100 / 20)
  expect(errors).toEqual([])
})

it('says so when tokens are over a day old, and when there are none to send with', async () => {
  const { account, clock, zalo, errors } = await openAccount()
  await account.keepAlive()
  zalo.fail('token', { status: 503 }, Number.POSITIVE_INFINITY)
  clock.advance(24 * hourMs)
  await account.keepAlive()
  expect(errors).toEqual([])
  clock.advance(hourMs / 2)
  await account.keepAlive()
  expect(errors).toEqual([{ fields: { hours: 24 }, message: 'the zalo tokens are not being refreshed' }])
  clock.advance(hourMs)
  await account.keepAlive()
  expect(errors[1]).toEqual({ fields: { failure: 'retry-later' }, message: 'there is no zalo token to send with' })
  zalo.heal()
  clock.advance(hourMs)
  errors.length = 0
  await account.keepAlive()
  expect(errors).toEqual([])
  expect(await account.tokenAgeMs()).toBe(0)
})

it('says so when the clock was set back and the tokens, which are from the future now, cannot be refreshed', async () => {
  const { account, clock, zalo, errors } = await openAccount()
  await account.keepAlive()
  zalo.fail('token', { status: 503 }, Number.POSITIVE_INFINITY)
  clock.advance(-10 * hourMs)
  await account.keepAlive()
  expect(errors).toMatchObject([{ message: 'the zalo tokens are not being refreshed' }])
  zalo.heal()
  clock.advance(hourMs)
  errors.length = 0
  await account.keepAlive()
  expect(errors).toEqual([])
  expect(await account.tokenAgeMs()).toBe(0)
})

it('waits for the token server no longer than a moment once it stops, and asks only once', async () => {
  const { account, zalo } = await openAccount()
  zalo.fail('token', 'hangs', 2)
  const keeping = account.keepAlive()
  while (zalo.requests.length === 0) await new Promise((resolve) => setTimeout(resolve, 2))
  const stoppedAt = Date.now()
  account.stop(20)
  await keeping
  // The client alone would wait 8 s, twice.
  expect(Date.now() - stoppedAt).toBeLessThan(8_000)
  expect(zalo.requests).toHaveLength(1)
})

it('hears the token server out when it answers within that moment', async () => {
  const { account, zalo, errors } = await openAccount()
  zalo.fail('token', { late: 50 })
  const keeping = account.keepAlive()
  account.stop(10_000)
  await keeping
  expect(errors).toEqual([])
  expect(await account.tokenAgeMs()).toBe(0)
})
