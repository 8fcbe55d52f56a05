import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp, type StartedApp } from '../src/app.ts'
import { openBase, type Base } from '../src/base.ts'
import { readConfig } from '../src/config.ts'
import { until, type Mode } from './channels/telegram-harness.ts'
import { startFakeTelegram, type FakeTelegram } from './support/fake-telegram.ts'
import { freePort } from './support/run-main.ts'
import { realContent, sampleOfficer } from './support/test-app.ts'
import { createWebClient, fileTip } from './support/web-client.ts'
import { bindAccount } from './tips/store-tip.ts'

const group = -1_001_234_567_890
const lan = 5_550_000_001
const binh = 5_550_000_002
const stranger = 5_550_000_003
const secret = 'Secret_of-the-webhook_0123456789'
const words = 'Canary Hạc hay dọa bé Canary Sẻ'
const vi = (key: string, vars?: Record<string, string | number>) => realContent().translate('vi')(key, vars)

/** Ten times as fast as the day: nobody waits for the pace of the group. */
const begun = Date.now()
const clock = { now: () => new Date(begun + (Date.now() - begun) * 10) }

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

interface Running {
  readonly fake: FakeTelegram
  readonly app: StartedApp
  readonly base: Base
  readonly url: string
  readonly logLines: readonly string[]
  /** The card in the only topic there is. */
  card(): { readonly id: number; readonly topic: number; readonly text: string; readonly labels: readonly string[] }
  inGroup(): readonly string[]
  /** An officer taps; answers what was said over the card. */
  tap(label: string, who?: number): Promise<string>
}

/** The whole app as `npm start` runs it, listening, with the officers' group and one officer, whose account is bound. */
async function run(mode: Mode, more: Readonly<Record<string, string>> = {}): Promise<Running> {
  const fake = await startFakeTelegram({ now: () => clock.now().getTime() })
  closing.push(fake.close)
  fake.addForum(group)
  fake.person(lan, { names: ['Canary-First', 'Canary-Last', 'canary_username'] })
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-group-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const env = {
    DATA_DIR: dir,
    PORT: String(port),
    SAMPLE_DATA: 'on',
    LOG_LEVEL: 'debug',
    TELEGRAM_BOT_TOKEN: fake.token,
    TELEGRAM_API_ROOT: fake.apiRoot,
    TELEGRAM_OFFICER_CHAT: String(group),
    ...more,
  }
  const config = readConfig(env, realContent().translate('en'))
  // The fake posts to this machine, where there is no https.
  const receiving = mode === 'polling' ? { mode } : { mode, publicUrl: url, secret }
  const telegram = config.telegram && { ...config.telegram, receiving }
  const logLines: string[] = []
  const base = await openBase({ ...config, telegram }, realContent(), {
    clock,
    logTo: { write: (line: string) => void logLines.push(line) },
  })
  const app = await createApp(base).start()
  closing.push(async () => {
    await app.stop()
    rmSync(dir, { recursive: true, force: true })
  })
  await bindAccount(base, await sampleOfficer(app), `telegram:${binh}`)
  fake.userSends(binh, '/ca')
  await until('the officer was answered', () => fake.botMessagesIn(binh).length > 0, 10_000)
  const card = () => {
    const { id = 0, topic = 0, text = '', keyboard = [] } = fake.botMessagesIn(group)[0] ?? {}
    return { id, topic, text, labels: keyboard.flat().map((button) => button.text) }
  }
  return {
    fake,
    app,
    base,
    url,
    logLines,
    card,
    inGroup: () => fake.botMessagesIn(group).map(({ text }) => text),
    async tap(label, who = binh) {
      await until(`there is ${label}`, () => card().labels.includes(label), 10_000)
      const before = fake.queryAnswers().length
      fake.memberTaps(group, who, card().id, label)
      await until(`the tap on ${label} is answered`, () => fake.queryAnswers()[before]?.isAnswered === true, 10_000)
      return fake.queryAnswers()[before]?.answer ?? ''
    },
  }
}

/** Somebody on Telegram files a tip. */
async function fileOnTelegram({ fake, app }: Running): Promise<void> {
  for (const text of ['/baotin', words, 'bỏ qua', 'bỏ qua', 'bỏ qua', 'bỏ qua', 'gửi']) {
    const before = fake.botMessagesIn(lan).length
    fake.userSends(lan, text)
    await until(`an answer to ${text}`, () => fake.botMessagesIn(lan).length > before, 10_000)
    await app.inbound.idle()
  }
}

/** What is less urgent may come later than what was said after it: what matters is that it came. */
const came = (fake: FakeTelegram, person: number, words: string) =>
  fake.botMessagesIn(person).some(({ text }) => text.includes(words))
/** Taps the newest button of that name. */
function tapIn(fake: FakeTelegram, person: number, label: string): void {
  const hasIt = ({ keyboard }: { keyboard: readonly (readonly { text: string }[])[] }) =>
    keyboard.flat().some(({ text }) => text === label)
  fake.userTaps(person, fake.botMessagesIn(person).findLast(hasIt)?.id ?? 0, label)
}

describe.each<Mode>(['polling', 'webhook'])('the officers’ group by %s', { timeout: 60_000 }, (mode) => {
  it('takes a tip from Telegram through its case, and shows nothing of its sender', async () => {
    const running = await run(mode)
    const { fake, app, base, card, inGroup, tap } = running
    await fileOnTelegram(running)
    await until('the card', () => inGroup().length === 1, 10_000)
    const [tip] = await base.storage.tips.list({ units: ['VN'], limit: 10 })
    const code = tip?.id ?? ''
    expect(fake.topicsIn(group)).toMatchObject([{ id: card().topic, name: code }])
    await until('the private alert', () => came(fake, binh, code), 10_000)

    expect(await tap('Tiếp nhận', stranger)).toBe(vi('desk.refused.unbound'))
    expect(await tap('Tiếp nhận')).toBe(vi('desk.done.acknowledged', { code }))
    await until('the card says so', () => card().text.includes('Đã tiếp nhận · cán bộ số 1'), 10_000)
    await tap('Hỏi thêm')
    expect(await tap(vi('desk.question.where.label'))).toBe(vi('desk.done.asked', { code }))
    const question = vi('desk.question.where.text')
    await until('the question comes', () => came(fake, lan, question), 10_000)

    fake.memberSends(group, binh, 'tôi gọi xã nhé', card().topic)
    const reply = fake.memberSends(group, binh, 'Mình đang nhờ người tới', card().topic, { replyTo: card().id })
    await until('the reply comes', () => came(fake, lan, 'Mình đang nhờ người tới'), 10_000)
    fake.memberEdits(group, reply.message, 'Mình đang nhờ người tới ngay')
    await fake.repeatLast()
    await until('the edit is told of', () => inGroup().length === 2, 10_000)
    expect(inGroup()[1]).toBe(vi('desk.unsent.edit'))

    // The tipster writes back by the button under the answer.
    tapIn(fake, lan, 'Trả lời cán bộ')
    await until('what to write is asked', () => came(fake, lan, vi('receipt.writeWords')), 10_000)
    await app.inbound.idle()
    fake.userSends(lan, 'Canary Hạc lại tới')
    await until('one notice', () => inGroup().length === 3, 10_000)
    expect(inGroup()[2]).toContain('Người báo tin viết thêm (1 tin)')
    await until(
      'the numbers',
      () => card().text.includes('viết 2 lần') && card().text.includes('Đã trả lời: 2'),
      10_000,
    )

    for (const label of ['Phân loại', 'Chuyển', 'Có kết quả', 'Đóng', 'Không', 'Đóng', 'Có, đóng']) await tap(label)
    await until('the topic is closed', () => fake.topicsIn(group)[0]?.isClosed === true, 10_000)
    expect(card()).toMatchObject({ labels: [], text: expect.stringContaining('Đã đóng') as string })
    fake.memberSends(group, binh, 'một câu nữa', card().topic, { replyTo: card().id })
    await until('it is told', () => inGroup().length === 4, 10_000)
    expect(inGroup()[3]).toBe(vi('desk.unsent.no-such-move'))

    const toLan = fake.botMessagesIn(lan).map(({ text }) => text)
    expect(toLan.filter((text) => text.includes('nhờ người tới'))).toHaveLength(1)
    expect(toLan.join()).not.toMatch(/gọi xã|một câu nữa/)
    const toGroup = fake.calls.filter(({ payload }) => Number(payload.chat_id) === group)
    expect(JSON.stringify(toGroup)).not.toMatch(/canary|5550000001|telegram:/i)
    expect(running.logLines.join('\n')).not.toMatch(/canary|555000000|1001234567890|nhờ người/i)
  })
})

describe('the officers’ group', { timeout: 60_000 }, () => {
  it('brings an officer’s reply to a tipster on the web page', async () => {
    const running = await run('polling')
    const { fake, card, inGroup } = running
    const web = createWebClient(() => running.url)
    await fileTip(web, words)
    await until('the card', () => inGroup().length === 1, 10_000)
    fake.memberSends(group, binh, 'Mình đang nhờ người tới', card().topic, { replyTo: card().id })
    await until('the card counts it', () => card().text.includes('Đã trả lời: 1'), 10_000)
    expect((await web.all()).map(({ text }) => text).join('\n')).toContain('Mình đang nhờ người tới')
    const metrics = await (await fetch(`${running.url}/metrics`)).text()
    expect(metrics).toContain('la_chan_officer_topics_waiting 0')
    expect(metrics).toContain('la_chan_officer_group_failing{failure="misconfigured"} 0')
  })

  it('still has officers alerted in private while it cannot be used, with what they can do at once', async () => {
    const running = await run('polling')
    const { fake, url } = running
    fake.fault('createForumTopic', { refuse: 400, description: 'Bad Request: not enough rights' }, 99)
    await fileTip(
      createWebClient(() => url),
      words,
    )
    await until('the alert', () => came(fake, binh, 'Tiếp nhận: '), 10_000)
    const labels = fake.botMessagesIn(binh).at(-1)?.keyboard.flat()
    expect(labels?.map(({ text }) => text)).toEqual(['Tiếp nhận', 'Viết trả lời', 'Xem tin'])
    tapIn(fake, binh, 'Tiếp nhận')
    await until('it is taken', () => came(fake, binh, 'Đã tiếp nhận tin'), 10_000)
    const metrics = await (await fetch(`${url}/metrics`)).text()
    expect(metrics).toContain('la_chan_officer_topics_waiting 1')
    expect(metrics).toContain('la_chan_officer_group_failing{failure="misconfigured"} 1')
  })

  it('shows the words only where the office set it so', async () => {
    const running = await run('polling', { TELEGRAM_OFFICER_WORDS: 'on' })
    await fileTip(
      createWebClient(() => running.url),
      words,
    )
    await until('the words', () => running.inGroup().length === 2, 10_000)
    expect(running.inGroup()[1]).toBe(`Người báo tin:\n${words}`)
  })
})
