import { afterEach, describe, expect, it } from 'vitest'
import { createTelegramChannel } from '../src/channels/telegram/channel.ts'
import { createZaloChannel } from '../src/channels/zalo/channel.ts'
import type { Channel } from '../src/core/channel.ts'
import type { DeadReason } from '../src/core/errors.ts'
import type { Clock, Log } from '../src/core/ports.ts'
import { createAnswerer } from '../src/knowledge/answerer.ts'
import { createZaloClient } from '../src/zalo-api-sdk/client.ts'
import { errorCodes } from '../src/zalo-api-sdk/error-codes.ts'
import { createTokenChain } from '../src/zalo-api-sdk/token-chain.ts'
import { lan, quick } from './channels/telegram-harness.ts'
import { startFakeTelegram, type FakeFault as TelegramFault } from './support/fake-telegram.ts'
import { startFakeZalo } from './support/fake-zalo.ts'
import type { FakeFault as ZaloFault } from './support/fake-zalo-fault.ts'
import { createMemoryChannel } from './support/memory-channel.ts'
import {
  createTestClock,
  realContent,
  sampleOfficer,
  startTestApp,
  type TestApp,
  type TestClock,
} from './support/test-app.ts'
import { createMemoryTokenStore } from './zalo-api-sdk/memory-token-store.ts'

/** A platform as a test sees it: what the person does and reads, and how sending goes wrong. */
interface Platform<Fault> {
  readonly app: TestApp
  readonly clock: TestClock
  /** Resolves when all of them have been taken in and decided. */
  write(...texts: readonly string[]): Promise<void>
  shown(): readonly string[]
  fail(fault: Fault): void
  heal(): void
}

/** What becomes of a message whose first send meets a fault: it is shown so often, and given up for this reason, if it is. */
interface Fate {
  readonly shown: number
  readonly dead?: DeadReason
}
const again: Fate = { shown: 1 }
const dead = (reason: DeadReason): Fate => ({ shown: 0, dead: reason })
const unheard: Fate = { shown: 1, dead: 'uncertain' }

const minh = '8123456789012345678'
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function startApp(clock: TestClock, make: (log: Log) => Channel): Promise<TestApp> {
  const app = await startTestApp({
    clock,
    channels: (clock, base) => [make(base.logs.area('channel')), createMemoryChannel('web', clock.now)],
  })
  closing.push(app.close)
  return app
}

async function openTelegram(): Promise<Platform<TelegramFault>> {
  const clock = createTestClock()
  const fake = await startFakeTelegram({ now: () => clock.now().getTime() })
  closing.push(fake.close)
  const app = await startApp(clock, (log) =>
    createTelegramChannel({
      settings: { token: fake.token, apiRoot: fake.apiRoot, receiving: { mode: 'polling' } },
      commands: [],
      strip: () => ({ refused: 'text-only' }),
      announce: async () => undefined,
      translate: realContent().translate,
      clock,
      log,
      timing: { ...quick, callMs: 2_500 },
    }),
  )
  const handled = () => app.logLines.filter((line) => line.includes('"handled"')).length
  return {
    app,
    clock,
    shown: () => fake.botMessagesIn(lan).map(({ text }) => text),
    fail: (fault) => fake.fault('sendMessage', fault),
    heal: fake.heal,
    async write(...texts) {
      const before = handled()
      for (const text of texts) fake.userSends(lan, text)
      while (handled() < before + texts.length) await new Promise((resolve) => setTimeout(resolve, 2))
    },
  }
}

async function openZalo(): Promise<Platform<ZaloFault>> {
  const clock: TestClock & Clock = createTestClock()
  const fake = await startFakeZalo({ clock })
  closing.push(fake.close)
  const { appId, appSecret, oaSecret } = fake.state
  const store = createMemoryTokenStore()
  const tokens = createTokenChain({
    store,
    clock,
    appId,
    appSecret,
    refreshToken: fake.refreshToken,
    oauthRoot: fake.root,
  })
  const app = await startApp(clock, (log) => {
    const channel = createZaloChannel({
      client: createZaloClient({ tokens, clock, apiRoot: fake.root, timeoutMs: 2_500 }),
      signature: { firstTerm: appId, secret: oaSecret },
      strip: async () => ({ refused: 'unknown-type' }),
      announce: async () => undefined,
      count: () => undefined,
      clock,
      log,
    })
    fake.webhook.aim(async (request) => channel.routes[0]?.handle(request, '') ?? new Response(null, { status: 404 }))
    return channel
  })
  return {
    app,
    clock,
    shown: () => fake.messagesTo(minh).map(({ text }) => text),
    fail: (fault) => fake.fail('send', fault),
    heal: fake.heal,
    async write(...texts) {
      for (const text of texts) expect(await fake.personDoes(minh, { text })).toBe(200)
    },
  }
}

/** Waits until nothing is under way, however long the platform made the bot wait. */
async function settle({ app, clock }: Pick<Platform<never>, 'app' | 'clock'>): Promise<void> {
  await app.inbound.idle()
  for (;;) {
    await app.sender.deliverDue()
    const due = await app.base.storage.deliveries.nextDue()
    if (due === undefined) return
    // What is due may have to wait for the pace of the platform.
    clock.advance(Math.max(50, due.getTime() - clock.now().getTime()))
  }
}

/** What is shown in one message: entries of the knowledge base, how each is asked for, and how its answer begins. */
function questions(count: number): readonly { readonly text: string; readonly begins: string }[] {
  const { knowledge, translate } = realContent()
  const answerer = createAnswerer(knowledge, { clock: createTestClock(), translate })
  const ids = new Set(knowledge.entries.filter(({ locale }) => locale === 'vi').map(({ id }) => id))
  const all = [...ids].flatMap((id) => {
    const answer = answerer.entry(id, { locale: 'vi', reader: 'unknown' })
    const fits = answer?.kind === 'answered' && answer.text.length < 1_000
    return fits ? [{ text: `/muc ${id}`, begins: answer.text.slice(0, 60) }] : []
  })
  expect(new Set(all.map(({ begins }) => begins)).size).toBeGreaterThan(50)
  return Array.from({ length: count }, (_, n) => all[n % all.length] ?? { text: '', begins: '' })
}

/** The person writes four messages at a time; each fault of the plan meets the first answer to one of these fours. */
async function play<Fault>(platform: Platform<Fault>, faults: readonly (readonly [Fault, Fate])[]): Promise<void> {
  const asked = questions(200)
  expect(faults.length).toBeLessThanOrEqual(asked.length / 4)
  const expected: string[] = []
  const reasons: DeadReason[] = []
  for (let four = 0; 4 * four < asked.length; four++) {
    const [fault, fate] = faults[four] ?? [undefined, again]
    const told = asked.slice(4 * four, 4 * four + 4)
    if (fault !== undefined) platform.fail(fault)
    await platform.write(...told.map(({ text }) => text))
    await settle(platform)
    platform.heal()
    expected.push(...told.flatMap(({ begins }, n) => (n === 0 && fate.shown === 0 ? [] : [begins])))
    if (fate.dead !== undefined) reasons.push(fate.dead)
    const shown = platform.shown().map((text, n) => text.slice(0, expected[n]?.length))
    expect(shown, `after ${JSON.stringify(fault)}`).toEqual(expected)
  }
  const letters = await platform.app.base.storage.deliveries.deadLetters(1_000)
  expect(letters.map(({ failure }) => failure).toSorted()).toEqual(reasons.toSorted())
  expect(letters.every(({ priority }) => priority === 'reply')).toBe(true)
}

const telegramFaults: readonly (readonly [TelegramFault, Fate])[] = [
  [{ refuse: 429, retryAfter: 3 }, again],
  [{ refuse: 429 }, again],
  [{ refuse: 500 }, again],
  [{ refuse: 502 }, dead('uncertain')],
  [{ refuse: 503 }, again],
  [{ refuse: 504 }, dead('uncertain')],
  [{ gateway: 502 }, dead('uncertain')],
  [{ slowMs: 20 }, again],
  ['hangs', dead('uncertain')],
  ['hangs-after', unheard],
  ['drops-before', dead('uncertain')],
  ['drops-after', unheard],
  [{ refuse: 403 }, dead('opted-out')],
  [{ refuse: 401 }, dead('misconfigured')],
  [{ refuse: 404 }, dead('misconfigured')],
  [{ refuse: 400, description: 'Bad Request: chat not found' }, dead('rejected')],
  [{ refuse: 400, description: 'Bad Request: not enough rights' }, dead('misconfigured')],
]

const zaloFates = {
  'retry-later': again,
  throttled: again,
  'over-quota': again,
  // The client asks for another token and sends with that.
  token: again,
  'window-closed': dead('window-closed'),
  'opted-out': dead('opted-out'),
  'bad-request': dead('rejected'),
  misconfigured: dead('misconfigured'),
} as const

const zaloFaults: readonly (readonly [ZaloFault, Fate])[] = [
  ...Object.entries(errorCodes).map(([code, { failure }]) => [{ code: Number(code) }, zaloFates[failure]] as const),
  [{ code: -99_999 }, again],
  [{ status: 429, retryAfter: '9' }, again],
  [{ status: 500 }, dead('uncertain')],
  [{ status: 502 }, dead('uncertain')],
  [{ status: 400 }, dead('rejected')],
  [{ late: 20 }, again],
  ['hangs', dead('uncertain')],
  ['drops-before', dead('uncertain')],
  ['drops-after', unheard],
]

describe('a dialogue of 200 messages through every fault of the platform', { timeout: 120_000 }, () => {
  it('shows each answer once and in order, or lists it with its reason: Telegram', async () => {
    await play(await openTelegram(), telegramFaults)
  })

  it('shows each answer once and in order, or lists it with its reason: Zalo', async () => {
    await play(await openZalo(), zaloFaults)
  })
})

const code = /\d{4}-\d{4}-\d{4}-\d{4}/

describe('a tip through faults after the act', { timeout: 60_000 }, () => {
  it('shows the receipt again with the same code, and the way to help', async () => {
    const platform = await openTelegram()
    const tell = async (text: string) => {
      await platform.write(text)
      await settle(platform)
    }
    platform.fail('drops-after')
    await tell('/khancap')
    expect(platform.shown()).toHaveLength(2)
    expect(new Set(platform.shown()).size).toBe(1)
    for (const text of ['/baotin', 'bé nhà bên hay bị bỏ đói', '/boqua', '/boqua', '/boqua', '/boqua']) await tell(text)
    platform.fail('hangs-after')
    await tell('gửi')
    const receipts = platform.shown().flatMap((text) => code.exec(text)?.[0] ?? [])
    expect(receipts).toHaveLength(2)
    expect(new Set(receipts).size).toBe(1)
    expect(await platform.app.base.storage.tips.list({ units: ['VN'], limit: 9 })).toHaveLength(1)

    const { app } = platform
    const [tip] = await app.base.storage.tips.list({ units: ['VN'], limit: 9 })
    platform.fail('drops-after')
    await app.desk.reply(await sampleOfficer(app), tip?.id ?? '', 'Bé đang ở đâu?')
    await settle(platform)
    expect(platform.shown().filter((text) => text.includes('Bé đang ở đâu?'))).toHaveLength(2)
    expect(await app.base.storage.deliveries.deadCount()).toBe(0)
  })
})
