import { describe, expect, it } from 'vitest'
import { challengeOf } from '../../src/zalo-api-sdk/oauth.ts'
import { createTokenChain } from '../../src/zalo-api-sdk/token-chain.ts'
import { readTokenPair, writeTokenPair } from '../../src/zalo-api-sdk/token.ts'
import { newRefreshToken } from '../support/fake-zalo-state.ts'
import { errorOf, openAccount } from './open-account.ts'

const hourMs = 60 * 60_000
const minuteMs = 60_000

/** How often the token server was asked. */
const asked = ({ requests }: { readonly requests: readonly string[] }) =>
  requests.filter((request) => request.endsWith('/access_token')).length

describe('the token chain', () => {
  it('begins with the configured refresh token and stores the pair before it is used', async () => {
    const { chain, client, store, zalo } = await openAccount()
    let requestsAtWrite: readonly string[] = []
    store.beforeWrite = () => (requestsAtWrite = [...zalo.requests])
    await client.account()
    expect(requestsAtWrite).toEqual(['POST /v4/oa/access_token'])
    expect(zalo.requests).toEqual(['POST /v4/oa/access_token', 'GET /v2.0/oa/getoa'])
    expect((await store.read())?.accessToken).toBe(await chain.access())
  })

  it('uses no pair that could not be stored, and loses none', async () => {
    const { chain, client, clock, store, zalo } = await openAccount()
    await chain.access()
    const before = store.stored
    clock.advance(20 * hourMs)
    store.beforeWrite = () => {
      throw new Error('the disk is full')
    }
    await expect(client.account()).rejects.toThrow('the disk is full')
    expect(store.stored).toBe(before)
    expect(zalo.state.pairs).toBe(2)
    store.beforeWrite = () => undefined
    await client.account()
    expect(zalo.state.pairs).toBe(2)
    expect((await store.read())?.accessToken).toBe(await chain.access())
  })

  it('does not put a pair of old over one that was stored since', async () => {
    const { anotherChain, chain, clock, store, zalo } = await openAccount()
    await chain.access()
    clock.advance(20 * hourMs)
    store.beforeWrite = () => {
      throw new Error('the disk is full')
    }
    await chain.access()
    store.beforeWrite = () => undefined
    const verifier = 'v'.repeat(43)
    const other = anotherChain()
    await other.exchange(zalo.consent(challengeOf(verifier)), verifier)
    expect(await chain.renew('anything')).toBe(await other.access())
  })

  it('refreshes at 20 hours and not before', async () => {
    const { chain, clock, zalo } = await openAccount()
    const first = await chain.access()
    clock.advance(20 * hourMs - 1)
    expect(await chain.access()).toBe(first)
    clock.advance(1)
    expect(await chain.access()).not.toBe(first)
    expect(zalo.state.pairs).toBe(2)
  })

  it('goes on for months', async () => {
    const { chain, client, clock } = await openAccount()
    for (let day = 0; day < 200; day++) {
      clock.advance(24 * hourMs)
      await client.account()
    }
    expect(await chain.ageOf()).toBe(0)
  })

  it('refreshes once for many who ask at the same moment', async () => {
    const { chain, client, clock, zalo } = await openAccount()
    const refused = await chain.access()
    clock.advance(21 * hourMs)
    await Promise.all(Array.from({ length: 20 }, () => client.account()))
    await Promise.all(Array.from({ length: 20 }, () => chain.renew(refused)))
    expect(zalo.state.pairs).toBe(2)
  })

  it('finds the pair that another process has stored', async () => {
    const { anotherChain, chain, client, clock, zalo } = await openAccount()
    const refused = await chain.access()
    clock.advance(hourMs)
    const other = anotherChain()
    expect(await other.access()).toBe(refused)
    const renewed = await other.renew(refused)
    expect(await chain.access()).toBe(refused)
    await client.account()
    expect(await chain.access()).toBe(renewed)
    expect(zalo.state.pairs).toBe(2)
  })

  it('does not give the refused token back to who comes while another process’s pair is read', async () => {
    const { anotherChain, chain, clock, zalo } = await openAccount()
    await chain.access()
    clock.advance(20 * hourMs)
    const refused = await anotherChain().access()
    clock.advance(hourMs)
    const [read, renewed] = await Promise.all([chain.access(), chain.renew(refused)])
    expect(read).toBe(refused)
    expect(renewed).not.toBe(refused)
    expect(zalo.state.pairs).toBe(3)
  })

  it('takes what another process has stored when its own lock ran out and its token is refused', async () => {
    const { anotherChain, chain, clock, store, zalo } = await openAccount()
    const refused = await chain.access()
    clock.advance(hourMs)
    const slow = anotherChain({
      store: { ...store, read: store.read, withLock: (work) => work() },
      fetch: async (url, init) => {
        await chain.renew(refused)
        return fetch(url, init)
      },
    })
    expect(await slow.renew(refused)).toBe(await chain.access())
    expect(zalo.state.pairs).toBe(2)
  })

  it('does not refresh a token that was made a moment ago: another one would be refused, too', async () => {
    const { chain, clock, zalo } = await openAccount()
    const token = await chain.access()
    clock.advance(5 * minuteMs - 1)
    expect(await errorOf(chain.renew(token))).toMatchObject({ failure: 'token' })
    clock.advance(1)
    expect(await chain.renew(token)).not.toBe(token)
    expect(zalo.state.pairs).toBe(2)
  })

  it.each(['drops-before', { status: 502 }, { status: 200, body: '<html>' }, 'hangs'] as const)(
    'tries the same token once more when nobody can say what became of it: %j',
    async (fault) => {
      const { chain, zalo } = await openAccount()
      zalo.fail('token', fault)
      await chain.access()
      expect(asked(zalo)).toBe(2)
      expect(zalo.state.pairs).toBe(1)
    },
  )

  it('tries no more than that, and again after a rest', async () => {
    const { chain, clock, zalo } = await openAccount()
    zalo.fail('token', { status: 503 }, 3)
    expect(await errorOf(chain.access())).toMatchObject({ failure: 'retry-later' })
    expect(await errorOf(chain.access())).toMatchObject({ failure: 'retry-later' })
    expect(asked(zalo)).toBe(2)
    clock.advance(15_000)
    await chain.access()
    expect(asked(zalo)).toBe(4)
  })

  it('says that a person has to consent again when an answer was lost, and does not hammer', async () => {
    const { chain, clock, zalo } = await openAccount()
    const refused = await chain.access()
    clock.advance(hourMs)
    zalo.fail('token', 'drops-after')
    const error = await errorOf(chain.renew(refused))
    expect(error).toMatchObject({ failure: 'token', code: -14014 })
    expect(error.message).not.toContain('rt-')
    expect(await errorOf(chain.renew(refused))).toMatchObject({ failure: 'token' })
    expect(asked(zalo)).toBe(3)
    clock.advance(10 * minuteMs)
    expect(await errorOf(chain.renew(refused))).toMatchObject({ failure: 'token' })
    expect(asked(zalo)).toBe(4)
    clock.advance(24 * hourMs)
    expect(await chain.ageOf()).toBeGreaterThan(24 * hourMs)
  })

  it('goes on with what Zalo still takes while refreshing fails, until that has expired', async () => {
    const { chain, client, clock, zalo } = await openAccount()
    const token = await chain.access()
    zalo.fail('token', { status: 503 }, 1_000)
    clock.advance(24 * hourMs)
    expect(await chain.access()).toBe(token)
    await client.account()
    clock.advance(hourMs)
    expect(await errorOf(chain.access())).toMatchObject({ failure: 'retry-later' })
    zalo.heal()
    clock.advance(minuteMs)
    await client.account()
  })

  it('waits when the token server is asked too much', async () => {
    const { chain, zalo } = await openAccount()
    zalo.fail('token', { code: -32 })
    expect(await errorOf(chain.access())).toMatchObject({ failure: 'throttled', retryAfterMs: 60_000 })
    expect(asked(zalo)).toBe(1)
  })

  it('begins anew with another configured token, once', async () => {
    const { anotherChain, chain, clock, store, zalo } = await openAccount()
    const refused = await chain.access()
    clock.advance(hourMs)
    zalo.fail('token', 'drops-after')
    await errorOf(chain.renew(refused))
    const refreshToken = newRefreshToken(zalo.state)
    const mended = anotherChain({ refreshToken })
    const token = await mended.access()
    expect(token).not.toBe(refused)
    const restarted = anotherChain({ refreshToken })
    const behind = anotherChain()
    expect([await restarted.access(), await behind.access()]).toEqual([token, token])
    expect((await store.read())?.spent).toHaveLength(2)
    expect(store.stored).not.toContain(refreshToken)
  })

  it('goes on with its own token when a configured one is refused', async () => {
    const { anotherChain, chain, zalo } = await openAccount()
    await chain.access()
    const mistyped = anotherChain({ refreshToken: 'rt-mistyped' })
    await mistyped.access()
    expect(zalo.state.pairs).toBe(2)
    await mistyped.access()
    expect(asked(zalo)).toBe(3)
  })

  it('remembers what was refused over a restart', async () => {
    const { anotherChain, chain, clock, zalo } = await openAccount()
    const refused = await chain.access()
    clock.advance(hourMs)
    zalo.fail('token', 'drops-after')
    await errorOf(chain.renew(refused))
    const before = asked(zalo)
    await anotherChain({ refreshToken: 'rt-mistyped' }).access()
    expect(asked(zalo)).toBe(before + 2)
    await anotherChain({ refreshToken: 'rt-mistyped' }).access()
    expect(asked(zalo)).toBe(before + 2)
  })

  it('says so when there is nothing to begin with', async () => {
    const { zalo, clock, store } = await openAccount()
    const chain = createTokenChain({ store, clock, appId: '1', appSecret: 's', oauthRoot: zalo.root })
    expect(await errorOf(chain.access())).toMatchObject({ failure: 'token' })
    expect(await chain.ageOf()).toBeUndefined()
    expect(zalo.requests).toEqual([])
  })

  it('begins with the code of a consent, good once, for who knows the verifier', async () => {
    const { chain, client, zalo } = await openAccount()
    const verifier = 'n'.repeat(43)
    const consent = () => zalo.consent(challengeOf(verifier))
    expect(await errorOf(chain.exchange(consent(), 'x'.repeat(43)))).toMatchObject({ failure: 'token' })
    const code = consent()
    await chain.exchange(code, verifier)
    expect(await errorOf(chain.exchange(code, verifier))).toMatchObject({ failure: 'token' })
    await client.account()
    expect(zalo.state.pairs).toBe(1)
  })

  it('says no to a wrong app secret without telling it', async () => {
    const { anotherChain, zalo } = await openAccount()
    const error = await errorOf(anotherChain({ appSecret: 'not-the-secret' }).access())
    expect(error).toMatchObject({ failure: 'token', code: -14001 })
    expect(error.message).not.toContain('secret')
    expect(zalo.state.pairs).toBe(0)
  })
})

describe('a pair as text', () => {
  const pair = {
    accessToken: 'a',
    refreshToken: 'r',
    issuedAt: new Date('2026-11-22T03:00:00.000Z'),
    expiresAt: new Date('2026-11-23T04:00:00.000Z'),
    spent: ['h'],
  }
  it('is read as it was written', () => {
    expect(readTokenPair(writeTokenPair(pair))).toEqual(pair)
  })
  it.each(['', '{}', '{"accessToken":"a"}'])('is not read from %j', (text) => {
    expect(() => readTokenPair(text)).toThrow()
  })
})
