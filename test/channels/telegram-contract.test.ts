import { startFakeTelegram } from '../support/fake-telegram.ts'
import { createTestClock } from '../support/test-app.ts'
import { describeChannel } from './channel-contract.ts'
import type { ChannelHarness, PlatformFault } from './contract/harness.ts'
import { openTelegram, secret, stripAfterMark, until, type Mode } from './telegram-harness.ts'

const people = { lan: 5_550_000_001, minh: 5_550_000_002 }
const names = ['Canary-First', 'Canary-Last', 'canary_username'] as const

/** Telegram as a person's phone and the Bot API show it. */
async function open(mode: Mode): Promise<ChannelHarness> {
  const clock = createTestClock()
  const fake = await startFakeTelegram({ now: () => clock.now().getTime() })
  const strip: typeof stripAfterMark = (bytes, mediaType) =>
    Buffer.from(bytes).includes('uncleanable') ? { refused: 'damaged' } : stripAfterMark(bytes, mediaType)
  const start = () => openTelegram({ mode, fake, clock, strip, isIdle: true })
  let telegram = await start()
  for (const id of Object.values(people)) fake.person(id, { names })
  const fault = (name: string, failure: PlatformFault['failure'], plan: Parameters<typeof fake.fault>[1]) => ({
    name,
    failure,
    ...(typeof plan === 'object' && 'retryAfter' in plan ? { retryAfterMs: Number(plan.retryAfter) * 1_000 } : {}),
    plan: () => fake.fault('sendMessage', plan),
  })
  /** The last update, if the bot is told of it at all. */
  const handed = ({ update }: { readonly update: number | undefined }) => telegram.handed(update)
  return {
    get channel() {
      return telegram.channel
    },
    clock,
    nobody: 'telegram:777',
    write: (text, who = 'lan') => handed(fake.userSends(people[who], text)),
    writeUnheard: async (text, who = 'lan') => void fake.userSends(people[who], text),
    shown: async (who = 'lan') =>
      fake.botMessagesIn(people[who]).map(({ text, keyboard, media, hasPreview }) => ({
        text,
        buttons: keyboard.flat().map((button) => button.text),
        hasPreview,
        ...(media === undefined ? {} : { file: media.bytes }),
      })),
    address: (who = 'lan') => `telegram:${people[who]}`,
    async restart() {
      await telegram.close()
      telegram = await start()
      return telegram.channel
    },
    secrets: () => [...Object.values(people).map(String), ...names, fake.token, secret],
    log: () => telegram.logLines.join('\n'),
    breakPlatform: () => fake.fault('*', 'drops-before', Infinity),
    faults: [
      fault('a rate that is passed', 'throttled', { refuse: 429, retryAfter: 17 }),
      fault('an error of its own', 'unreachable', { refuse: 500 }),
      fault('a gateway', 'passing', { gateway: 502 }),
      fault('a connection cut before', 'passing', 'drops-before'),
      fault('a connection cut after', 'passing', 'drops-after'),
      fault('a person who blocked the bot', 'opted-out', { refuse: 403 }),
      fault('a wrong token', 'misconfigured', { refuse: 401 }),
      fault('a request that it refuses', 'rejected', { refuse: 400, description: 'Bad Request: chat not found' }),
    ],
    repeat: () => fake.repeatLast().then(() => new Promise((resolve) => setTimeout(resolve, 20))),
    retry: () => until('it is taken in', () => fake.pending() === 0),
    async tap(label) {
      const under = fake
        .botMessagesIn(people.lan)
        .findLast(({ keyboard }) => keyboard.flat().some(({ text }) => text === label))
      await handed(fake.userTaps(people.lan, under?.id ?? 0, label))
    },
    async writeIn(locale, text) {
      fake.person(people.lan, { names, locale })
      await handed(fake.userSends(people.lan, text))
    },
    followLink: (code) => handed(fake.userSends(people.lan, `/start ${code}`)),
    async sendFile({ name, mediaType, ...file }) {
      const isPicture = mediaType === 'image/jpeg'
      const sends = isPicture ? fake.userSendsPhoto : fake.userSendsDocument
      await handed(sends(people.lan, { ...file, mediaType, fileName: name }))
    },
    loseFiles: () => fake.fault('getFile', { refuse: 400 }, Infinity),
    toldOfLoss: () => telegram.announced.map(({ to }) => to),
    async close() {
      await telegram.close()
      await fake.close()
    },
  }
}

describeChannel({
  name: 'Telegram by polling',
  open: () => open('polling'),
  skips: {
    'holds up nobody else while one message is being taken in':
      'updates are acknowledged in order: those of one answer are waited for together',
  },
})
describeChannel({ name: 'Telegram by webhook', open: () => open('webhook') })
