import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { answerLines } from '../src/inbound/answer-reply.ts'
import { createAnswerer } from '../src/knowledge/answerer.ts'
import { startFakeModel, type FakeModel, type ModelReply } from './support/fake-model.ts'
import { runMain, type RunningMain } from './support/run-main.ts'
import { realContent } from './support/test-app.ts'
import { createWebClient, fileTip, receiptIn, type WebClient } from './support/web-client.ts'

vi.setConfig({ testTimeout: 60_000 })

const plain = 'trẻ em là bao nhiêu tuổi'
const garbled = 'tr3 3m la may tu0i'
const tip = ['Chú Hạc ở ngõ Quạ', 'hay dọa bé Sẻ', 'chiều thứ hai', 'gần quán Cò', 'Suối Lau'] as const
const { knowledge, translate } = realContent()
const entries = createAnswerer(knowledge, { clock: { now: () => new Date() }, translate })

const dir = mkdtempSync(join(tmpdir(), 'la-chan-model-'))
let fake: FakeModel
let main: RunningMain
let client: WebClient
beforeAll(async () => {
  fake = await startFakeModel()
  const model = { LLM_BASE_URL: fake.baseUrl, LLM_MODEL: 'fake', LLM_API_KEY: 'key' }
  main = await runMain({ DATA_DIR: dir, LOG_LEVEL: 'debug', ...model })
})
beforeEach(() => {
  fake.received.length = 0
  client = createWebClient(() => main.url)
})
afterAll(async () => {
  await main.end('SIGTERM')
  await fake.close()
  rmSync(dir, { recursive: true, force: true })
})

/** What the web page shows for a question when there is no model. */
async function shownWithout(question: string): Promise<string> {
  const words = translate('vi')
  const [line] = answerLines(await entries.ask(question, { locale: 'vi' }), words)
  if (line === undefined) throw new Error('nothing is shown')
  return 'text' in line ? line.text : words(line.key, line.vars)
}
const says = (rewritten: ModelReply, choice: ModelReply) =>
  void (fake.plan = ({ wants }) => (wants === 'rewrite' ? rewritten : choice))
const none: ModelReply = { say: '{"entry": null}' }

describe('the whole bot with a model', () => {
  it('says nothing to the model before somebody asks', () => {
    expect(fake.received).toEqual([])
  })

  it('answers a badly written question in the words of the entry', async () => {
    says({ say: plain }, none)
    const [message] = await client.say(garbled)
    expect(message?.text).toBe(await shownWithout(plain))
    expect(message?.text).toContain('Luật Trẻ em 2016')
    expect(fake.received).toHaveLength(1)
  })

  it.each<[string, ModelReply, ModelReply]>([
    ['thinks aloud', { say: '<think>x</think>' }, none],
    ['chooses with a made-up law', { say: garbled }, { say: 'Điều 999: cha mẹ được đánh con' }],
    ['chooses what was not offered', { say: garbled }, { say: '{"entry": "dieu-999"}' }],
    ['says that no entry answers', { say: garbled }, none],
  ])('shows what it shows without a model when the model %s', async (_what, rewritten, choice) => {
    says(rewritten, choice)
    const [message] = await client.say(garbled)
    expect(fake.received.length).toBeGreaterThan(0)
    expect(message?.text).toBe(await shownWithout(garbled))
    // Three failures in a row and it would be left alone.
    says({ say: plain }, none)
    expect((await client.say(garbled))[0]?.text).toBe(await shownWithout(plain))
  })

  it('does not tell the model who a question is about, nor a receipt', async () => {
    says({ say: garbled }, none)
    await client.say(`${garbled}, mình tên là Nguyễn Thị Hoa, sdt 0912 345 678, nhà số 12 ngõ 34 đường Láng`)
    await client.say('1234-5678-9012-3456 tr3 3m')
    expect(fake.received.length).toBeGreaterThan(0)
    const sent = fake.received.join('\n')
    expect(sent).toContain('tr3 3m')
    for (const secret of ['Hoa', '0912', '345', '678', 'Láng', '1234', '9012']) expect(sent).not.toContain(secret)
  })

  it('does not tell the model of a danger', async () => {
    says({ say: plain }, none)
    await client.say('em đang bị đánh')
    await client.say('em muon tu tu')
    expect(fake.received).toEqual([])
  })

  it('does not tell the model one word of a tip, from its first word to the last look at it', async () => {
    says({ say: plain }, none)
    const [words, more, when, place, late] = tip
    await client.say('/baotin')
    await client.say(`${words} ${more}`)
    await client.say('bỏ qua')
    await client.say(place)
    await client.say(when)
    await client.say('bỏ qua')
    const receipt = receiptIn(await client.say('gửi'))
    expect(receipt).toBeDefined()
    await client.say(`/ma ${receipt}`)
    await client.say('1')
    await client.say(late)
    expect(
      await fileTip(
        createWebClient(() => main.url),
        `${words} ${more}`,
      ),
    ).toBeDefined()
    expect(fake.received).toEqual([])
    // The model is still there: the next question reaches it.
    await createWebClient(() => main.url).say(garbled)
    expect(fake.received).toHaveLength(1)
  })

  it('counts what came of it, and logs neither question nor answer', async () => {
    const metrics = await (await fetch(`${main.url}/metrics`)).text()
    expect(metrics).toMatch(/^la_chan_model_questions_total\{outcome="helped"\} [1-9]/m)
    expect(metrics).toMatch(/^la_chan_model_questions_total\{outcome="failed"\} [1-9]/m)
    const log = main.output()
    expect(log).toContain('"kind":"not-offered"')
    for (const secret of [garbled, 'tr3 3m', 'Điều 999', 'dieu-999', ...tip]) expect(log).not.toContain(secret)
  })
})

describe('the whole bot without a model', () => {
  it('shows no figures of one', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'la-chan-bare-'))
    const other = await runMain({ DATA_DIR: bare })
    expect(await (await fetch(`${other.url}/metrics`)).text()).not.toContain('la_chan_model')
    await other.end('SIGTERM')
    rmSync(bare, { recursive: true, force: true })
  })
})
