import { afterEach, describe, expect, it } from 'vitest'
import { createWebhookRoute, webhookPath } from '../../src/channels/telegram/webhook.ts'
import { accepted, createOpener, lan, secret, until, type Telegram } from './telegram-harness.ts'

const { start, closeAll } = createOpener()
afterEach(closeAll)

/** With the whole app behind it there are more, in `test/hostile`. */
const hostilePosts = 2_000

const header = 'x-telegram-bot-api-secret-token'
const update = (id: number, text: string, chat = lan) => ({
  update_id: id,
  message: {
    message_id: id,
    date: 1_790_000_000,
    from: { id: chat, is_bot: false, first_name: 'A', language_code: 'vi' },
    chat: { id: chat, type: 'private', first_name: 'A' },
    text,
  },
})
async function post(
  telegram: Telegram,
  body: string | Uint8Array,
  given: string | undefined = secret,
): Promise<number> {
  const route = telegram.channel.routes[0]
  if (route === undefined) throw new Error('there is no route')
  const headers: Record<string, string> = given === '' ? {} : { [header]: given }
  const request = new Request(`http://127.0.0.1${webhookPath}`, { method: 'POST', body, headers })
  return (await route.handle(request, '127.0.0.1')).status
}
const webhook = (more = {}) => start({ mode: 'webhook', ...more })

/** The same "random" numbers each time. */
function createDice(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

describe('the webhook of Telegram', () => {
  it('answers 200 only when the message is stored', async () => {
    const telegram = await webhook()
    let store = (): void => undefined
    telegram.answer = () =>
      new Promise((resolve) => (store = () => resolve({ repeat: false, settled: Promise.resolve() })))
    let status: number | undefined
    const posting = post(telegram, JSON.stringify(update(1, 'xin chào'))).then((given) => (status = given))
    await until('it is handed in', () => telegram.received.length === 1)
    await new Promise((resolve) => setTimeout(resolve, 30))
    expect(status).toBeUndefined()
    store()
    await posting
    expect(status).toBe(200)
  })

  it('does not wait for the answer to the message', async () => {
    const telegram = await webhook()
    telegram.answer = async () => ({ repeat: false, settled: new Promise(() => undefined) })
    expect(await post(telegram, JSON.stringify(update(1, 'xin chào')))).toBe(200)
  })

  it('answers 503 when it could not be stored, so that Telegram posts it again', async () => {
    const telegram = await webhook()
    telegram.answer = () => Promise.reject(new Error('the disk is full'))
    expect(await post(telegram, JSON.stringify(update(1, 'bí mật')))).toBe(503)
    telegram.answer = accepted
    expect(await post(telegram, JSON.stringify(update(1, 'bí mật')))).toBe(200)
    expect(telegram.logLines.join('')).not.toContain('bí mật')
  })

  it('refuses before the start and after the end', async () => {
    const telegram = await webhook({ isIdle: true })
    expect(await post(telegram, JSON.stringify(update(1, 'sớm')))).toBe(503)
    await telegram.channel.start(accepted)
    expect(await post(telegram, JSON.stringify(update(1, 'sớm')))).toBe(200)
    await telegram.channel.stop()
    expect(await post(telegram, JSON.stringify(update(2, 'muộn')))).toBe(503)
  })

  it.each([
    ['none', ''],
    ['another one', 'Secret_of-the-webhook_0123456788'],
    ['a longer one', `${secret}x`],
    ['a shorter one', secret.slice(0, -1)],
    ['one in other case', secret.toUpperCase()],
  ])('lets a post with a wrong secret do nothing: %s', async (_what, given) => {
    const telegram = await webhook()
    expect(await post(telegram, JSON.stringify(update(1, 'giả')), given)).toBe(401)
    expect(await post(telegram, 'no JSON', given)).toBe(401)
    expect(telegram.received).toEqual([])
    expect(telegram.channel.counts().refused).toBe(2)
  })

  it.each(['', 'with space', 'ă', 'x'.repeat(257)])(
    'is not made with a secret that Telegram would not take: "%s"',
    (bad) => {
      const deps = { intake: { take: async () => 'taken' as const }, countRefused: () => undefined }
      const log = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined }
      expect(() => createWebhookRoute({ ...deps, secret: bad, log })).toThrow('secret')
    },
  )

  it('reads no more than a megabyte', async () => {
    const telegram = await webhook()
    expect(await post(telegram, JSON.stringify(update(1, 'x'.repeat(1_100_000))))).toBe(413)
    expect(telegram.received).toEqual([])
  })

  it('does an update once that is posted again while it is under way', async () => {
    const telegram = await webhook()
    let store = (): void => undefined
    telegram.answer = () =>
      new Promise((resolve) => (store = () => resolve({ repeat: false, settled: Promise.resolve() })))
    const body = JSON.stringify(update(1, 'xin chào'))
    const posts = Promise.all([post(telegram, body), post(telegram, body), post(telegram, body)])
    await until('it is handed in', () => telegram.received.length > 0)
    store()
    expect(await posts).toEqual([200, 200, 200])
    expect(telegram.received).toHaveLength(1)
  })

  it('fails what waits behind a message that could not be stored, so that their order is kept', async () => {
    const telegram = await webhook()
    let fail = (): void => undefined
    telegram.answer = () => new Promise((_resolve, reject) => (fail = () => reject(new Error('the disk is full'))))
    const posts = [1, 2, 3].map((id) => post(telegram, JSON.stringify(update(id, `tin ${id}`))))
    await until('the first is handed in', () => telegram.received.length === 1)
    fail()
    expect(await Promise.all(posts)).toEqual([503, 503, 503])
    telegram.answer = accepted
    for (const id of [1, 2, 3]) expect(await post(telegram, JSON.stringify(update(id, `tin ${id}`)))).toBe(200)
    expect(telegram.received.map(({ text }) => text)).toEqual(['tin 1', 'tin 1', 'tin 2', 'tin 3'])
  })

  it('takes what it does not understand without repeating it for ever', async () => {
    const telegram = await webhook()
    expect(await post(telegram, JSON.stringify({ update_id: 1, poll: { id: 'x' } }))).toBe(200)
    expect(await post(telegram, JSON.stringify({ update_id: 2, message: 'what' }))).toBe(200)
    expect(telegram.logLines.filter((line) => line.includes('not understood'))).toHaveLength(2)
    expect(await post(telegram, JSON.stringify(update(4, 'nobody', 0)))).toBe(200)
    expect(await post(telegram, JSON.stringify(update(5, 'a group', -5)))).toBe(200)
    expect(await post(telegram, JSON.stringify({ update_id: 3, message: { ...update(3, '').message, text: 7 } }))).toBe(
      200,
    )
    expect(telegram.received).toEqual([])
  })
})

describe(`${hostilePosts} hostile posts`, () => {
  it('have no effect and break nothing; what is true comes through once, in order', async () => {
    const telegram = await webhook()
    const dice = createDice(20_261_122)
    const stored = new Set<string>()
    const taken: string[] = []
    telegram.answer = async ({ externalId, text }) => {
      const repeat = stored.has(externalId)
      stored.add(externalId)
      if (!repeat) taken.push(text)
      return { repeat, settled: Promise.resolve() }
    }
    const good: string[] = []
    const odd: Record<number, number> = {}
    for (let count = 0; count < hostilePosts; count++) {
      const id = 1_000 + count
      const body = JSON.stringify(update(id, `thật ${count}`))
      const lie = JSON.stringify(update(id + 1_000_000, 'giả', lan + dice(5)))
      const old = good[dice(good.length)]
      const attack = [
        () => post(telegram, lie, ''),
        () => post(telegram, lie, secret.slice(0, dice(secret.length))),
        () => post(telegram, lie, `${secret.slice(0, -1)}${'abc'[dice(3)]}`),
        () => post(telegram, body.slice(0, dice(body.length))),
        () => post(telegram, scramble(body.replace('thật', 'giả'), dice)),
        () =>
          post(
            telegram,
            Uint8Array.from({ length: dice(300) }, () => dice(256)),
          ),
        () => post(telegram, '['.repeat(dice(5_000))),
        () => post(telegram, JSON.stringify(wrongShape(id, dice))),
        () => (old === undefined ? post(telegram, lie, '') : post(telegram, old)),
      ][dice(9)]
      const status = (await attack?.()) ?? 0
      odd[status] = (odd[status] ?? 0) + 1
      if (dice(10) === 0) {
        good.push(body)
        expect(await post(telegram, body)).toBe(200)
      }
    }
    expect(Object.keys(odd).every((status) => ['200', '400', '401'].includes(status))).toBe(true)
    expect(odd[401]).toBeGreaterThan(hostilePosts / 5)
    expect(odd[400]).toBeGreaterThan(hostilePosts / 5)
    const told = taken.filter((text) => /^thật \d+$/.test(text))
    expect(told).toEqual(good.map((body) => (JSON.parse(body) as ReturnType<typeof update>).message.text))
    expect(taken.filter((text) => text === 'giả')).toEqual([])
    expect(telegram.logLines.join('')).not.toMatch(/thật|giả|5550000001/)
  }, 120_000)

  /** One byte changed: with the secret it is Telegram that speaks, so that it may well be a message, but never a crash. */
  function scramble(body: string, dice: (below: number) => number): Uint8Array {
    const bytes = Buffer.from(body)
    bytes[dice(bytes.length)] = dice(256)
    bytes[bytes.indexOf('{', 1)] = 0x7b
    return bytes.subarray(0, dice(4) === 0 ? bytes.length - 1 : bytes.length - 2)
  }

  /** An update in which some part is not what it should be. */
  function wrongShape(id: number, dice: (below: number) => number): unknown {
    const wrong = [null, 0, -1, 1e300, '', 'x', [], {}, [[[]]], true][dice(10)]
    const { message } = update(id, 'giả')
    const shapes = [
      wrong,
      { ...update(id, 'giả'), update_id: wrong === 0 ? undefined : wrong },
      { update_id: id, message: wrong },
      { update_id: id, message: { ...message, chat: wrong } },
      { update_id: id, message: { ...message, chat: { id: wrong, type: 'private' } } },
      { update_id: id, message: { ...message, text: undefined, photo: [wrong] } },
      { update_id: id, callback_query: { id: wrong, from: wrong, data: wrong, message: wrong } },
      {
        update_id: id,
        callback_query: { id: 'q', from: { id: 5 }, data: 'giả', message: { message_id: 1, chat: wrong } },
      },
    ]
    return shapes[dice(shapes.length)]
  }
})

describe('updates in another order', () => {
  it('are taken as they come, chat by chat', async () => {
    const telegram = await webhook()
    const ids = Array.from({ length: 60 }, (_, index) => index + 1)
    const shuffled = ids.toSorted((a, b) => ((a * 37) % 61) - ((b * 37) % 61))
    await Promise.all(shuffled.map((id) => post(telegram, JSON.stringify(update(id, `tin ${id}`, lan + (id % 3))))))
    for (const each of [0, 1, 2]) {
      const came = telegram.received.filter(({ from }) => from === `telegram:${lan + each}`).map(({ text }) => text)
      expect(came).toEqual(shuffled.filter((id) => id % 3 === each).map((id) => `tin ${id}`))
    }
  })
})
