import { describe, expect, it } from 'vitest'
import { errorOf, openAccount } from './open-account.ts'

const hourMs = 60 * 60_000
const minuteMs = 60_000

/** How often the token server was asked. */
const asked = ({ requests }: { readonly requests: readonly string[] }) =>
  requests.filter((request) => request.endsWith('/access_token')).length

describe('the token chain when the clock is set back', () => {
  it('refreshes a pair from the future: the clock was set back', async () => {
    const { chain, client, clock, zalo } = await openAccount()
    const first = await chain.access()
    clock.advance(-30 * 24 * hourMs)
    expect(await chain.ageOf()).toBeGreaterThan(24 * hourMs)
    expect(await chain.access()).not.toBe(first)
    expect(await chain.ageOf()).toBe(0)
    for (let day = 0; day < 5; day++) {
      clock.advance(24 * hourMs)
      await client.account()
    }
    expect(zalo.state.pairs).toBe(2 + 5)
  })

  it('renews a refused pair from the future, and thinks of none as older for a few minutes’ difference', async () => {
    const { anotherChain, chain, clock, zalo } = await openAccount()
    const first = await chain.access()
    clock.advance(-5 * minuteMs)
    expect(await anotherChain().access()).toBe(first)
    expect(await chain.ageOf()).toBe(0)
    clock.advance(-1)
    expect(await chain.renew(first)).not.toBe(first)
    expect(zalo.state.pairs).toBe(2)
  })

  it('rests no longer after a failure because the clock was set back', async () => {
    const { chain, clock, zalo } = await openAccount()
    zalo.fail('token', { status: 503 }, 2)
    await errorOf(chain.access())
    clock.advance(-30 * 24 * hourMs)
    await chain.access()
    expect(asked(zalo)).toBe(3)
  })
})
