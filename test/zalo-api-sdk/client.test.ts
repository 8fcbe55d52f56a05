import { describe, expect, it } from 'vitest'
import { createZaloClient } from '../../src/zalo-api-sdk/client.ts'
import { errorCodes } from '../../src/zalo-api-sdk/error-codes.ts'
import type { FakeFault } from '../support/fake-zalo-fault.ts'
import { startFakeZalo } from '../support/fake-zalo.ts'
import { errorOf, openAccount, samples, timeoutMs } from './open-account.ts'

const lan = '8123456789012345678'
const hello = { kind: 'text', text: 'Chào em' } as const
const dayMs = 24 * 60 * 60_000

async function openWithLan(options: Parameters<typeof openAccount>[0] = {}) {
  const account = await openAccount(options)
  await account.zalo.personDoes(lan, { text: 'em chào ạ' })
  return account
}

describe('sending', () => {
  it('shows a text and answers its id and quota', async () => {
    const { client, zalo } = await openWithLan()
    const sent = await client.send(lan, { ...hello, quotes: 'in-1' })
    expect(zalo.messagesTo(lan)).toMatchObject([{ id: sent.messageId, text: 'Chào em', quotes: 'in-1' }])
    expect(sent.quota).toBe('reply')
  })

  it('tells when a message is billed', async () => {
    const { client, clock } = await openWithLan()
    clock.advance(3 * dayMs)
    expect((await client.send(lan, hello)).quota).toBe('purchase_quota')
  })

  it('uploads a picture, a gif and a file and sends each', async () => {
    const { client, zalo } = await openWithLan()
    const image = await client.upload('image', samples.png, 'image/png')
    await client.send(lan, { kind: 'image', uploadId: image, text: 'Áp phích' })
    const gif = await client.upload('gif', samples.gif, 'image/gif')
    await client.send(lan, { kind: 'gif', uploadId: gif, width: 10, height: 7 })
    const file = await client.upload('file', samples.pdf, 'application/pdf')
    await client.send(lan, { kind: 'file', uploadId: file })
    expect(zalo.messagesTo(lan).map(({ text, file }) => [text, file?.kind, Buffer.from(file?.bytes ?? [])])).toEqual([
      ['Áp phích', 'image', samples.png],
      ['', 'gif', samples.gif],
      ['', 'file', samples.pdf],
    ])
  })

  it('shows buttons where the account takes them', async () => {
    const buttons = [{ title: 'Hỏi đáp', type: 'oa.query.show', payload: '#hoi' }] as const
    const { client, zalo } = await openWithLan({ acceptsButtons: true })
    await client.send(lan, { ...hello, buttons })
    expect(zalo.messagesTo(lan)[0]?.buttons).toEqual(buttons)
    const other = await openWithLan()
    expect(await errorOf(other.client.send(lan, { ...hello, buttons }))).toMatchObject({
      failure: 'bad-request',
      code: -233,
    })
  })

  it('says that an upload has expired, so that it is made anew', async () => {
    const { client, clock, zalo } = await openWithLan()
    const uploadId = await client.upload('image', samples.png, 'image/png')
    clock.advance(7 * dayMs + 1)
    await zalo.personDoes(lan, { text: 'còn đây ạ' })
    expect(await errorOf(client.send(lan, { kind: 'image', uploadId }))).toMatchObject({
      failure: 'retry-later',
      code: -100,
    })
  })

  it.each([
    ['nobody', '1', 0, 'bad-request', -201],
    ['somebody who wrote more than a week ago', lan, 7 * dayMs + 1, 'window-closed', -230],
  ])('is refused for %s', async (_who, to, laterMs, failure, code) => {
    const { client, clock } = await openWithLan()
    clock.advance(laterMs)
    expect(await errorOf(client.send(to, hello))).toMatchObject({ failure, code })
  })

  it('is refused for somebody who has left, and possible again once they write', async () => {
    const { client, zalo } = await openWithLan()
    await zalo.personDoes(lan, 'unfollow')
    expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure: 'window-closed', code: -213 })
    await zalo.personDoes(lan, 'withdraw')
    expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure: 'opted-out', code: -244 })
    await zalo.personDoes(lan, { text: 'em đây' })
    await client.send(lan, hello)
  })

  it('is throttled when the account asks too much in a minute', async () => {
    const { client, zalo } = await openWithLan()
    await client.send(lan, hello)
    zalo.state.requests = zalo.state.requestsPerMinute
    expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure: 'throttled', retryAfterMs: 60_000 })
  })

  it.each(Object.entries(errorCodes).filter(([, { failure }]) => failure !== 'token'))(
    'fails with the class of error %s',
    async (code, { failure }) => {
      const { client, zalo } = await openWithLan()
      zalo.fail('send', { code: Number(code) })
      expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure, code: Number(code) })
    },
  )

  it.each<readonly [string, FakeFault, object]>([
    ['429 with seconds', { status: 429, retryAfter: '7' }, { failure: 'throttled', retryAfterMs: 7_000 }],
    [
      '429 with a date',
      { status: 429, retryAfter: 'Sun, 22 Nov 2026 03:01:30 GMT' },
      { failure: 'throttled', retryAfterMs: 90_000 },
    ],
    ['429 without a time', { status: 429 }, { failure: 'throttled', retryAfterMs: 60_000 }],
    ['429 with nonsense', { status: 429, retryAfter: 'soon' }, { failure: 'throttled', retryAfterMs: 60_000 }],
    ['400', { status: 400 }, { failure: 'bad-request' }],
    ['413', { status: 413 }, { failure: 'bad-request' }],
    ['403 of a firewall', { status: 403 }, { failure: 'retry-later', mayHaveArrived: false }],
    ['500', { status: 500 }, { failure: 'retry-later', mayHaveArrived: true }],
    ['503', { status: 503 }, { failure: 'retry-later', mayHaveArrived: true }],
    ['200 without JSON', { status: 200, body: '<html>' }, { failure: 'retry-later', mayHaveArrived: true }],
    ['200 with other JSON', { status: 200, body: '[1]' }, { failure: 'retry-later', mayHaveArrived: true }],
    ['silence', 'hangs', { failure: 'retry-later', mayHaveArrived: true }],
    ['a cut before acting', 'drops-before', { failure: 'retry-later', mayHaveArrived: true }],
    ['a cut after acting', 'drops-after', { failure: 'retry-later', mayHaveArrived: true }],
    ['an answer that is too late', { late: timeoutMs + 200 }, { failure: 'retry-later', mayHaveArrived: true }],
  ])('fails as it should with %s, without words, ids or tokens', async (_what, fault, expected) => {
    const { client, chain, zalo } = await openWithLan()
    zalo.fail('send', fault)
    const error = await errorOf(client.send(lan, hello))
    expect(error).toMatchObject(expected)
    for (const secret of ['Chào', lan, await chain.access()]) expect(error.message).not.toContain(secret)
  })

  it('knows that nothing was sent when nobody listens', async () => {
    const { chain, clock } = await openWithLan()
    const closed = await startFakeZalo()
    await closed.close()
    const client = createZaloClient({ tokens: chain, clock, apiRoot: closed.root })
    expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure: 'retry-later', mayHaveArrived: false })
  })

  it('carries its token nowhere else', async () => {
    const { client, zalo } = await openWithLan()
    const elsewhere = await startFakeZalo()
    zalo.fail('send', { status: 307, location: `${elsewhere.root}/v3.0/oa/message/cs` })
    expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure: 'retry-later' })
    expect(elsewhere.requests).toEqual([])
    await elsewhere.close()
  })

  it.each([
    '{"error":null,"message":"nope"}',
    '{"message":"Success"}',
    '{"error":"","data":{}}',
    '{"error":false,"data":{"message_id":""}}',
    '{"data":{"user_id":"8123456789012345678"}}',
  ])('may have sent a message where the answer says neither that it did nor that it failed: %s', async (body) => {
    const { client, zalo } = await openWithLan()
    zalo.fail('send', { status: 200, body })
    expect(await errorOf(client.send(lan, hello))).toMatchObject({
      failure: 'retry-later',
      mayHaveArrived: true,
      message: 'zalo did not say what it did',
    })
  })

  it.each([
    ['{"error":"0","data":{"message_id":"f1"}}', 'f1'],
    ['{"error":null,"data":{"message_id":"f1"}}', 'f1'],
    ['{"data":{"message_id":"f1"}}', 'f1'],
    ['{"error":null,"data":{"message_id":7}}', undefined],
    ['{"error":0}', undefined],
  ])('has sent a message where the answer says so by its number or an id: %s', async (body, messageId) => {
    const { client, zalo } = await openWithLan()
    zalo.fail('send', { status: 200, body })
    expect(await client.send(lan, hello)).toMatchObject({ messageId })
  })

  it('reads an error number that comes as a text', async () => {
    const { client, zalo } = await openWithLan()
    zalo.fail('send', { status: 200, body: '{"error":"-230"}' })
    expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure: 'window-closed', code: -230 })
  })

  it('counts a message as sent whatever else the answer says', async () => {
    const { client, zalo } = await openWithLan()
    zalo.fail('send', { status: 200, body: '{"error":0,"message":"Success","data":{"message_id":7}}' })
    expect(await client.send(lan, hello)).toEqual({ messageId: undefined, quota: undefined })
  })
})

describe('the token of a call', () => {
  it.each([-216, -220])('is renewed once when Zalo answers %i, and the call is made again', async (code) => {
    const { client, clock, zalo } = await openWithLan()
    await client.send(lan, hello)
    clock.advance(60 * 60_000)
    zalo.fail('send', { code })
    await client.send(lan, { kind: 'text', text: 'lần hai' })
    expect(zalo.messagesTo(lan).map(({ text }) => text)).toEqual(['Chào em', 'lần hai'])
    expect(zalo.state.pairs).toBe(2)
  })

  it('is not renewed a second time for the same call', async () => {
    const { client, clock, zalo } = await openWithLan()
    await client.send(lan, hello)
    clock.advance(60 * 60_000)
    zalo.fail('send', { code: -216 }, 3)
    expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure: 'token', code: -216 })
    expect(zalo.state.pairs).toBe(2)
    expect(await errorOf(client.send(lan, hello))).toMatchObject({ failure: 'token' })
    expect(zalo.state.pairs).toBe(2)
  })

  it('goes with a proof of the app secret where that is asked for', async () => {
    const { chain, clock, zalo } = await openWithLan()
    const seen: Headers[] = []
    const client = createZaloClient({
      tokens: { access: async () => 'at-1', renew: chain.renew },
      clock,
      apiRoot: zalo.root,
      appSecret: 'app-secret-example',
      fetch: async (_url, init) => {
        seen.push(new Headers(init?.headers))
        return Response.json({ error: 0, data: {} })
      },
    })
    await client.send(lan, hello)
    expect(seen[0]?.get('access_token')).toBe('at-1')
    // printf at-1 | openssl dgst -sha256 -hmac app-secret-example
    expect(seen[0]?.get('appsecret_proof')).toBe('9dc11e5d0242f4673e4936cf9f14b39a3ee0341f30d30af3ad1c8e6748073e0a')
  })
})

describe('what can be asked', () => {
  it('is how long somebody can be written to', async () => {
    const { client, clock } = await openWithLan()
    const lastInteractionAt = clock.now()
    expect(await client.replyWindow(lan)).toMatchObject({
      lastInteractionAt,
      closesAt: new Date(lastInteractionAt.getTime() + 7 * dayMs),
    })
  })

  it('is unknown where Zalo no longer says', async () => {
    const { client, zalo } = await openWithLan()
    zalo.fail('quota', { status: 200, body: '{"error":0,"data":{}}' })
    expect((await client.replyWindow(lan)).lastInteractionAt).toBeUndefined()
  })

  it('is the account', async () => {
    const { client } = await openWithLan()
    expect(await client.account()).toEqual({ name: 'OA', isVerified: true, packageName: 'Premium' })
  })

  it('is not taken for an answer when it is none', async () => {
    const { client, zalo } = await openWithLan()
    zalo.fail('account', { status: 200, body: '{"error":0,"data":{"nom":"x"}}' })
    expect(await errorOf(client.account())).toMatchObject({ failure: 'retry-later' })
    zalo.fail('upload', { status: 200, body: '{"error":0,"data":{"token":"only-for-files"}}' })
    expect(await errorOf(client.upload('image', samples.png, 'image/png'))).toMatchObject({ failure: 'retry-later' })
  })
})
