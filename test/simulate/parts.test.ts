import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { localeFaults } from '../../src/locale-faults.ts'
import { stripMetadata } from '../../src/media/strip-metadata.ts'
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram.ts'
import { startFakeZalo, type FakeZalo } from '../support/fake-zalo.ts'
import { freePort } from '../support/run-main.ts'
import { createFaultBoard } from './faults.ts'
import { holdPort } from './hold-port.ts'
import { readOptions } from './options.ts'
import { sampleCamera, samplePicture } from './sample-picture.ts'
import { startSimulator } from './simulator.ts'
import { createTelegramPhones } from './telegram-phones.ts'
import { loadSimulatorWords, wordsDir } from './words.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function openFakes(): Promise<{ telegram: FakeTelegram; zalo: FakeZalo }> {
  const [telegram, zalo] = [await startFakeTelegram(), await startFakeZalo()]
  closing.push(telegram.close, zalo.close)
  return { telegram, zalo }
}

describe('the words of the simulator', () => {
  it('are the same in both languages', () => {
    expect(localeFaults(wordsDir, 'vi', [])).toEqual([])
  })

  it('have every key that the page asks for', () => {
    const assets = join(import.meta.dirname, 'assets')
    const scripts = readdirSync(assets).filter((name) => name.endsWith('.js'))
    const asked = scripts.flatMap((name) => [
      ...readFileSync(join(assets, name), 'utf8').matchAll(/'([a-z]+\.[a-zA-Z]+)'/g),
    ])
    const words = loadSimulatorWords('vi')
    expect(asked.length).toBeGreaterThan(15)
    expect(asked.map(([, key]) => key ?? '').filter((key) => words[key] === undefined)).toEqual([])
  })
})

it('sends a picture that tells where and with what it was taken, which the bot can take out', () => {
  const picture = samplePicture()
  const stripped = stripMetadata(picture)
  if ('refused' in stripped) throw new Error(stripped.refused)
  const holds = (bytes: Uint8Array, text: string) => Buffer.from(bytes).includes(text)
  expect(holds(picture, 'Exif') && holds(picture, sampleCamera)).toBe(true)
  expect(holds(stripped.bytes, 'Exif') || holds(stripped.bytes, sampleCamera)).toBe(false)
})

describe('the faults', () => {
  const call = async (fake: FakeTelegram, method: string) =>
    (await fetch(`${fake.apiRoot}/bot${fake.token}/${method}`, { method: 'POST' })).status

  it('stay on until each is switched off', async () => {
    const { telegram, zalo } = await openFakes()
    const board = createFaultBoard({ telegram, zalo })
    board.switchOn({ platform: 'telegram', method: 'getMe', fault: '429' })
    expect(board.active()).toEqual([])
    board.switchOn({ platform: 'telegram', method: 'getFile', fault: '429' })
    board.switchOn({ platform: 'telegram', method: '*', fault: '502' })
    board.switchOn({ platform: 'telegram', method: '*', fault: '502' })
    expect(board.active()).toHaveLength(2)
    expect([await call(telegram, 'getFile'), await call(telegram, 'getMe'), await call(telegram, 'getMe')]).toEqual([
      429, 502, 502,
    ])
    board.switchOff(board.active()[1]?.id ?? 0)
    expect([await call(telegram, 'getFile'), await call(telegram, 'getMe')]).toEqual([429, 200])
    board.switchAllOff()
    expect(await call(telegram, 'getFile')).toBe(400)
  })

  it('let go of what hangs when they are switched off', async () => {
    const { telegram, zalo } = await openFakes()
    const board = createFaultBoard({ telegram, zalo })
    board.switchOn({ platform: 'telegram', method: '*', fault: 'hangs' })
    board.switchOn({ platform: 'zalo', method: 'account', fault: 'hangs' })
    const hanging = [call(telegram, 'getMe'), fetch(`${zalo.root}/v2.0/oa/getoa`)].map((each) =>
      each.catch(() => 'cut'),
    )
    while (zalo.requests.length === 0) await new Promise((soon) => setTimeout(soon, 5))
    await new Promise((soon) => setTimeout(soon, 20))
    board.switchAllOff()
    expect(await Promise.all(hanging)).toEqual(['cut', 'cut'])
  })
})

describe('the command', () => {
  it.each([[['--prot', '9000']], [['--port', 'high']], [['--port', '65535']], [['--lang', 'fr']], [['webhook']]])(
    'makes no sense of %j',
    (args) => {
      expect(readOptions(args)).toBeUndefined()
    },
  )

  it('polls on port 8090 in Vietnamese when nothing is said', () => {
    expect(readOptions([])).toEqual({ port: 8090, isWebhook: false, wantsHelp: false, locale: 'vi' })
  })

  it.each(['port', 'botPort'] as const)('says which port is taken when it is the %s', async (which) => {
    const ports = { port: await freePort(), botPort: await freePort() }
    const other = await holdPort(ports[which])
    const options = { isWebhook: false, dataDir: 'nowhere', locale: 'vi' } as const
    await expect(startSimulator({ ...ports, ...options })).rejects.toThrow(`Cổng ${ports[which]} đang có`)
    await other?.release()
    const free = await Promise.all(Object.values(ports).map(holdPort))
    expect(free).not.toContain(undefined)
    for (const hold of free) await hold?.release()
  })
})

describe('the phone of Telegram', () => {
  it('shows where messages were deleted, and the topics of the officers’ group', async () => {
    const { telegram } = await openFakes()
    const phones = createTelegramPhones(telegram)
    const bot = (method: string, body: object) =>
      fetch(`${telegram.apiRoot}/bot${telegram.token}/${method}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    phones.say('lan', 'một')
    phones.say('lan', 'hai')
    await bot('deleteMessages', { chat_id: 5_550_000_001, message_ids: [1] })
    const [section] = phones.chat('lan').sections
    expect(section?.messages).toMatchObject([{ isGone: true, text: '' }, { text: 'hai' }])

    telegram.addForum(-1_001_234_567_890)
    await bot('createForumTopic', { chat_id: -1_001_234_567_890, name: 'ABCD-EFGH' })
    await bot('sendMessage', { chat_id: -1_001_234_567_890, message_thread_id: 1, text: 'tin mới' })
    phones.sayInGroup('tôi nhận', { topic: 0, answers: 2 })
    await bot('closeForumTopic', { chat_id: -1_001_234_567_890, message_thread_id: 1 })
    expect(phones.chat('group').sections).toMatchObject([
      { title: '', messages: [] },
      {
        title: 'ABCD-EFGH',
        isClosed: true,
        messages: [
          { from: 'bot', text: 'tin mới', isAnswerable: true },
          { from: 'self', text: 'tôi nhận', isAnswerable: false },
        ],
      },
    ])
  })
})
