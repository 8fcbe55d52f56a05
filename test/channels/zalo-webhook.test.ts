import { afterEach, describe, expect, it } from 'vitest'
import { createServer, listen } from '../../src/server.ts'
import { samples } from '../zalo-api-sdk/open-account.ts'
import { echoOf, eventOfAct } from '../support/fake-zalo-event.ts'
import { signEvent } from '../support/fake-zalo-webhook.ts'
import { lan, lanAddress, openZalo, type OpenZalo } from './zalo-fixture.ts'

/** With the whole app behind it there are more, in `test/hostile`. */
const posts = 2_000

let open: OpenZalo
afterEach(() => open.close())

/** The same numbers in every run. */
function createDice(seed = 20_261_122): (sides: number) => number {
  let state = seed
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * sides)
  }
}

interface Signed {
  readonly raw: string
  readonly signature: string
}
const timestamp = '1790000000123'
function signed(event: object | string): Signed {
  const raw = typeof event === 'string' ? event : JSON.stringify(event)
  const written = /"timestamp":"(\d+)"/.exec(raw)?.[1] ?? ''
  return { raw, signature: signEvent(raw, written, open.zalo.state) }
}
const post = async ({ raw, signature }: Signed) => (await open.post(raw, { 'x-zevent-signature': signature })).status

describe('the webhook of Zalo', () => {
  it(
    `is unmoved by forged, replayed, reordered and malformed posts, ${posts} of them`,
    { timeout: 120_000 },
    async () => {
      open = await openZalo()
      const { state } = open.zalo
      const dice = createDice()
      const pick = <T>(list: readonly T[]): T => list[dice(list.length)] as T
      const act = (name: 'text' | 'unfollow' | 'withdraw') =>
        eventOfAct(lan, name === 'text' ? { text: `tin ${dice(1e9)}` } : name, open.zalo.root, state)
      const echo = () => echoOf(lan, { id: 'm-x', text: 'x' }, '9', state)
      const forgers: readonly ((raw: string) => Record<string, string>)[] = [
        () => ({}),
        () => ({ 'x-zevent-signature': 'mac=' }),
        () => ({ 'x-zevent-signature': `mac=${'0'.repeat(64)}` }),
        (raw) => ({ 'x-zevent-signature': signEvent(raw, timestamp, { ...state, oaSecret: state.appSecret }) }),
        (raw) => ({ 'x-zevent-signature': signEvent(raw, '1', state) }),
        (raw) => ({ 'x-zevent-signature': signEvent(`${raw} `, timestamp, state) }),
        (raw) => ({ 'x-zevent-signature': signEvent(raw, timestamp, state).slice(4) }),
      ]
      const broken = [
        '',
        '{',
        '[]',
        'null',
        '"text"',
        '{"timestamp":{}}',
        `{"event_name":"user_send_text","timestamp":"${timestamp}"}`,
        `{"event_name":"user_send_text","timestamp":"${timestamp}","sender":{"id":8.5},"message":{"msg_id":"a"}}`,
        `{"event_name":"user_send_text","timestamp":"${timestamp}","sender":"8","message":"a"}`,
        `{"event_name":["user_withdraw"],"timestamp":"${timestamp}","user_id":"8"}`,
        `{"event_name":"user_withdraw","timestamp":"${timestamp}","user_id":{"id":"8"}}`,
        `{"event_name":"unfollow","timestamp":"${timestamp}","follower":[]}`,
        `{"__proto__":{"event_name":"user_withdraw","user_id":"8"},"timestamp":"${timestamp}"}`,
        `{"event_name":"constructor","timestamp":"${timestamp}"}`,
        `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
        `{"timestamp":"${timestamp}","a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
        '\ud800',
      ]
      const truly: Signed[] = []
      for (let i = 0; i < posts; i++) {
        const kind = dice(4)
        if (kind === 0) {
          const raw = JSON.stringify(pick([() => act('text'), () => act('withdraw'), () => act('unfollow'), echo])())
          expect((await open.post(raw, pick(forgers)(raw))).status).toBe(401)
        } else if (kind === 1) {
          expect([200, 401]).toContain(await post(signed(pick(broken))))
        } else if (kind === 2 || truly.length === 0) {
          truly.push(signed(act('text')))
          // Some come late, after others.
          if (dice(3) > 0) expect(await post(truly.at(-1) as Signed)).toBe(200)
        } else {
          expect(await post(pick(truly))).toBe(200)
        }
      }
      for (const each of truly) expect(await post(each)).toBe(200)
      const ids = truly.map(({ raw }) => (JSON.parse(raw) as { message: { msg_id: string } }).message.msg_id)
      expect([...new Set(open.received.map(({ externalId }) => externalId))].sort()).toEqual([...ids].sort())
      expect(open.received.every(({ from, text }) => from === lanAddress && /^tin \d+$/.test(text))).toBe(true)
      expect([open.muted, open.announced]).toEqual([[], []])
      expect(open.logged.filter(({ message }) => message.includes('not taken in'))).toEqual([])
      expect(JSON.stringify(open.logged)).not.toMatch(new RegExp(`${lan}|tin \\d`))
    },
  )

  it('says in the log which check failed, once a minute, and counts each', async () => {
    open = await openZalo()
    const { raw } = signed({ event_name: 'user_withdraw', timestamp, user_id: lan })
    for (let i = 0; i < 5; i++) await open.post(raw, { 'x-zevent-signature': `mac=${'0'.repeat(64)}` })
    expect(open.logged).toEqual([{ fields: { check: 'mismatch' }, message: 'a webhook of zalo was refused' }])
    open.clock.advance(60_000)
    await open.post(raw)
    expect(open.logged.at(-1)?.fields).toEqual({ check: 'no-signature' })
    expect(open.counted).toEqual([...Array.from({ length: 5 }, () => 'refused:mismatch'), 'refused:no-signature'])
  })

  it('reads no more than a webhook can be', async () => {
    open = await openZalo()
    expect((await open.post('x'.repeat(256 * 1024 + 1))).status).toBe(413)
  })

  it('answers nothing but a number', async () => {
    open = await openZalo()
    const response = await open.post('{}')
    expect([response.status, await response.text()]).toEqual([401, ''])
  })

  it('takes nothing in before the channel has started', async () => {
    open = await openZalo({ isStarted: false })
    expect(await open.zalo.personDoes(lan, { text: 'em chào' })).toBe(503)
  })

  it.each([
    ['the app secret', { secret: 'app-secret-example' }],
    ['the id of the account first', { firstTerm: '4318675309000000001' }],
    ['an HMAC', { scheme: 'hmac' }],
  ] as const)('can be told to expect %s', async (_what, more) => {
    const signature = { firstTerm: '2718281828459045235', secret: 'oa-secret-example', ...more }
    open = await openZalo({ deps: { signature } })
    expect(await open.zalo.personDoes(lan, { text: 'em chào' })).toBe(401)
    expect(open.received).toEqual([])
  })
})

describe('on a real server', () => {
  it('takes events over the bytes that came, and proves whose domain it is', async () => {
    const verification = { name: 'zalo_verifierAbC.html', content: '<html lang="vi"></html>' }
    open = await openZalo({ deps: { verification } })
    const none = () => undefined
    const app = createServer({
      routes: open.channel.routes,
      console: { fetch: () => new Response(null, { status: 404 }) },
      ready: async () => undefined,
      metrics: async () => '',
      log: { debug: none, info: none, warn: none, error: none },
    })
    const server = await listen(app, '127.0.0.1', 0)
    const root = `http://127.0.0.1:${server.port}`
    open.zalo.webhook.aim(`${root}/webhooks/zalo-oa`)
    expect(await open.zalo.personDoes(lan, { text: 'cứu em 🆘' })).toBe(200)
    expect(await open.zalo.personDoes(lan, { image: samples.png })).toBe(200)
    expect(open.received.map(({ text, attachments }) => [text, attachments.length])).toEqual([
      ['cứu em 🆘', 0],
      ['', 1],
    ])
    const file = await fetch(`${root}/${verification.name}`)
    expect([file.status, file.headers.get('content-type'), await file.text()]).toEqual([
      200,
      'text/html; charset=utf-8',
      verification.content,
    ])
    await server.stop()
  })

  it('is repeated by Zalo while it is away, at longer and longer waits, until that gives up', async () => {
    open = await openZalo()
    const { clock, zalo } = open
    zalo.webhook.aim('http://127.0.0.1:9/webhooks/zalo-oa')
    expect(await zalo.personDoes(lan, { text: 'em chào' })).toBe(0)
    for (const waitMs of [30_000, 300_000, 900_000, 1_800_000]) {
      clock.advance(waitMs)
      expect(await zalo.webhook.repeatDue()).toEqual([0])
    }
    expect([zalo.webhook.waiting(), zalo.webhook.isOn()]).toEqual([1, true])
    clock.advance(3_600_000)
    expect(await zalo.webhook.repeatDue()).toEqual([0])
    expect([zalo.webhook.waiting(), zalo.webhook.isOn()]).toEqual([0, false])
  })
})
