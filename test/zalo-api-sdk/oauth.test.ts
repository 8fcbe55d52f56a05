import { describe, expect, it } from 'vitest'
import { openAccount } from './open-account.ts'

const hourMs = 60 * 60_000

describe('the answer of the token server', () => {
  it.each([undefined, '', null, '90000s', 0, -1, '1e300', {}])(
    'takes a pair whose lifetime is %j for the usual 25 hours',
    async (seconds) => {
      const body = { access_token: 'at-1', refresh_token: 'rt-1', expires_in: seconds }
      const { anotherChain, clock, store } = await openAccount()
      const chain = anotherChain({ fetch: async () => Response.json(body) })
      expect(await chain.access()).toBe('at-1')
      expect((await store.read())?.expiresAt).toEqual(new Date(clock.now().getTime() + 25 * hourMs))
    },
  )

  it('believes a lifetime that is said', async () => {
    const body = { access_token: 'at-1', refresh_token: 'rt-1', expires_in: '3600' }
    const { anotherChain, clock, store } = await openAccount()
    await anotherChain({ fetch: async () => Response.json(body) }).access()
    expect((await store.read())?.expiresAt).toEqual(new Date(clock.now().getTime() + hourMs))
  })
})
