import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMemoryChannel } from '../support/memory-channel.ts'
import { startTestApp } from '../support/test-app.ts'
import { openDecide, said, standing, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

const told = { words: 'chuyện đã kể', channel: 'telegram', url: 'http://localhost:8080' }
const tap = { isTap: true } as const
const asks = (text: string | undefined, key: string) => text?.startsWith(open.words(key).split('{{')[0] ?? '') === true

describe('a tap on an old button in a running flow', () => {
  it.each([
    ['neglect', 'tip', 'place', 'tip.place'],
    ['safe', 'tip', 'words', 'tip.words'],
    ['send', 'tip', 'kind', 'tip.kind'],
    ['@38', 'tip', 'confirm', 'tip.confirm'],
    ['/boqua', 'tip', 'words', 'tip.words'],
    ['An toàn', 'tip', 'words', 'tip.words'],
    ['send', 'receipt', 'write', 'receipt.writeWords'],
    ['now', 'receipt', 'menu', 'receipt.menu'],
    ['send', 'erase', 'sure', 'erase.sure'],
    ['neglect', 'language', 'choose', 'language.choose'],
  ])('“%s” in %s at %s stores nothing and says the question again', async (text, flow, step, key) => {
    const outcome = await open.decide(text, { ...tap, session: open.at(flow, step, { ...told, menu: '[]' }) })
    expect(outcome.session).toBe('keep')
    expect(outcome.effects).toEqual([])
    expect(outcome.replies).toHaveLength(1)
    expect(asks(said(outcome)[0], key)).toBe(true)
  })

  it('is another thing than the same word typed', async () => {
    const typed = await open.decide('neglect', { session: open.at('tip', 'words', { channel: 'telegram' }) })
    expect(typed.session).toMatchObject({ step: 'kind', vars: { words: 'neglect' } })
  })

  it('counts where the value stands in the menu that was shown last', async () => {
    const session = open.at('tip', 'whichPlace', { ...told, menu: '["@38","/boqua"]' })
    expect(standing(await open.decide('@38', { ...tap, session }))).toBe('tip.when')
  })

  it.each([
    ['words', 'tip.words'],
    ['kind', 'tip.kind'],
    ['place', 'tip.place'],
    ['when', 'tip.when'],
    ['offer', 'safety.offerTip'],
    ['confirm', 'tip.confirm'],
    ['clearWords', 'tip.wordsAgain'],
  ])('“Không an toàn” is heard at %s: help is said, and the tip says so', async (step, key) => {
    const outcome = await open.decide('unsafe', { ...tap, session: open.at('tip', step, told) })
    expect(said(outcome)[0]).toBe(open.words('safety.goNow'))
    expect(asks(said(outcome)[1], key)).toBe(true)
    expect(outcome.session).toMatchObject({ step, vars: { ...told, safety: 'unsafe' }, version: 4 })
  })
})

describe('a tap on an old button in no flow', () => {
  const menu = '["/baotin","/khancap"]'
  it.each(['send', 'neglect', 'yes', 'vi', '1234', 'Báo rồi'])(
    '“%s” shows the ways on and is not noted',
    async (text) => {
      const outcome = await open.decide(text, { ...tap, session: open.at('@menu', '', { menu }) })
      expect(said(outcome)).toEqual([open.words('start.oldButton')])
      expect(outcome.replies[0]?.quickReplies?.map(({ value }) => value)).toContain('/baotin')
      expect(outcome.effects).toEqual([])
    },
  )

  it('“Không an toàn” says how to get help', async () => {
    for (const session of [undefined, open.at('@menu', '', { menu })])
      expect(said(await open.decide('unsafe', { ...tap, session }))[0]).toBe(open.words('safety.goNow'))
  })

  it('says that nothing was sent where the conversation was forgotten', async () => {
    expect(said(await open.decide('send', tap))).toEqual([open.words('tip.forgotten')])
  })

  it.each(['send', 'unsafe', 'yes', '/boqua', 'Gửi'])(
    '“%s” is silent where the chat was just erased or left',
    async (text) => {
      const silent = { replies: [], session: 'keep', effects: [] }
      expect(await open.decide(text, { ...tap, isErased: true })).toEqual(silent)
      expect(await open.decide(text, { ...tap, session: open.at('@left', '') })).toEqual(silent)
    },
  )

  it('never stops a command', async () => {
    expect(standing(await open.decide('/baotin', { ...tap, isErased: true }))).toBe('tip.words')
    expect(standing(await open.decide('/ma', { ...tap, session: open.at('@left', '') }))).toBe('receipt.ask')
  })
})

describe('on Zalo, where a tap comes as text', () => {
  const from = 'zalo:lan' as const
  it.each([
    ['physical_violence', 'tip.place'],
    ['unsafe', 'safety.goNow'],
  ])('the value “%s” is no words of a tip', async (text, key) => {
    const outcome = await open.decide(text, { from, session: open.at('tip', 'place', { ...told, channel: 'zalo' }) })
    expect(said(outcome)[0]).toBe(open.words(key))
    expect(JSON.stringify(outcome.session)).not.toContain(`"place":"${text}"`)
  })

  it('a word that people write themselves is theirs', async () => {
    const outcome = await open.decide('yes', { from, session: open.at('tip', 'words', { channel: 'zalo' }) })
    expect(outcome.session).toMatchObject({ vars: { words: 'yes' } })
  })

  it('a second tap on the button that erased is silent', async () => {
    expect(await open.decide('yes', { from })).toEqual({ replies: [], session: 'keep', effects: [] })
  })
})

describe('on the whole app', () => {
  it('a double tap shows one receipt, and one erasing', async () => {
    let channel = createMemoryChannel('telegram', () => new Date())
    const app = await startTestApp({
      channels: (clock) => [(channel = createMemoryChannel('telegram', clock.now))],
    })
    try {
      const lan = 'telegram:lan'
      const words = app.base.content.translate('vi')
      const since = async (text: string) => {
        const before = channel.sent.length
        await channel.write(lan, text, tap)
        return channel.sent.slice(before).map((message) => message.text)
      }
      await channel.write(lan, '/baotin bé nhà bên hay bị bỏ đói')
      for (let skipped = 0; skipped < 4; skipped++) await channel.write(lan, 'bỏ qua')
      expect((await since('send'))[0]).toContain('Mã tra cứu của bạn')
      expect(await since('send')).toEqual([words('tip.sentAlready')])
      await channel.write(lan, 'xin chào')
      expect(await since('send')).toEqual([words('tip.sentAlready')])
      expect(await app.base.storage.tips.list({ units: ['VN'], limit: 9 })).toHaveLength(1)
      await channel.write(lan, '/xoa')
      expect((await since('yes'))[0]).toContain('Đã xoá')
      expect(await since('yes')).toEqual([])
      await channel.write(lan, '/baotin')
      await channel.write(lan, '/thoat')
      expect(await since('send')).toEqual([])
      expect(await app.base.storage.questions.newest(9)).toEqual([])
    } finally {
      await app.close()
    }
  })
})
