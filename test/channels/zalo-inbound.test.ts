import { afterEach, describe, expect, it } from 'vitest'
import type { FakeAct } from '../support/fake-zalo-event.ts'
import { stripMetadata } from '../../src/media/strip-metadata.ts'
import { findCanaries } from '../media/canaries.ts'
import { corpus } from '../media/corpus.ts'
import { samples } from '../zalo-api-sdk/open-account.ts'
import { lan, lanAddress, openZalo, type OpenZalo, type OpenZaloOptions } from './zalo-fixture.ts'

const minuteMs = 60_000
const envelope = { app_id: '2', timestamp: '1790000000123', sender: { id: lan }, recipient: { id: '4' } }
let open: OpenZalo
afterEach(() => open.close())
async function opened(options: OpenZaloOptions = {}): Promise<OpenZalo> {
  open = await openZalo(options)
  return open
}

describe('what somebody sends on Zalo', () => {
  it('is handed in with the id of the message and what it answers to', async () => {
    const { clock, received, zalo } = await opened()
    expect(await zalo.personDoes(lan, { text: 'em chào ạ', quotes: 'm-7' })).toBe(200)
    expect(received).toEqual([
      {
        channel: 'zalo',
        externalId: expect.stringMatching(/^in-\d+$/),
        from: lanAddress,
        text: 'em chào ạ',
        attachments: [],
        replyTo: 'm-7',
        receivedAt: clock.now(),
        heardAtMs: clock.now().getTime(),
      },
    ])
  })

  const sampleOf = (mediaType: string) =>
    corpus.find((sample) => sample.mediaType === mediaType)?.bytes ?? new Uint8Array()
  it.each<readonly [string, (bytes: Uint8Array) => FakeAct, string, string]>([
    ['picture', (image) => ({ image }), 'image', 'image/jpeg'],
    ['gif', (gif) => ({ gif }), 'image', 'image/gif'],
    ['voice', (audio) => ({ audio }), 'audio', 'audio/amr'],
    ['video', (video) => ({ video }), 'video', 'video/mp4'],
    ['file', (file) => ({ file }), 'file', 'application/pdf'],
  ])('brings a %s along, cleaned, under the type of its own bytes', async (_what, act, kind, mediaType) => {
    const { announced, received, zalo } = await opened({ deps: { strip: async (given) => stripMetadata(given) } })
    const given = sampleOf(mediaType)
    expect(await zalo.personDoes(lan, act(given))).toBe(200)
    expect(received).toMatchObject([{ text: '', attachments: [{ kind, mediaType }] }])
    expect(stripMetadata(given)).toEqual(received[0]?.attachments[0])
    expect([...findCanaries(received[0]?.attachments[0]?.bytes ?? given)]).toEqual([])
    expect(announced).toEqual([])
  })

  it.each<readonly [string, FakeAct, string]>([
    ['a link', { link: 'https://example.org/bai' }, 'https://example.org/bai'],
    ['nothing for a sticker', { sticker: '20417' }, ''],
    ['the caption of a picture', { image: samples.png, caption: 'bạn ấy' }, 'bạn ấy'],
  ])('is in words %s', async (_what, act, text) => {
    const { received, zalo } = await opened()
    await zalo.personDoes(lan, act)
    expect(received.map((message) => message.text)).toEqual([text])
  })

  it.each<readonly [string, FakeAct, RegExp]>([
    ['a place', { location: { latitude: 16.047, longitude: 108.206 } }, /16\.047|108\.206/],
    ['a contact card', { card: '84900000000' }, /84900000000/],
  ])('goes no further where it is %s, and they are told once', async (_what, act, told) => {
    const { announced, received, zalo } = await opened()
    await zalo.personDoes(lan, act)
    await zalo.webhook.repeatLast()
    expect(received[0]).toMatchObject({ text: '', attachments: [] })
    expect(JSON.stringify(received)).not.toMatch(told)
    expect(announced).toEqual([{ to: lanAddress, key: 'zalo.cardNotPassedOn' }])
  })

  it.each<readonly [string, OpenZaloOptions, (zalo: OpenZalo['zalo']) => void, string]>([
    ['is gone', {}, (zalo) => zalo.fail('media', { status: 404 }), 'Lost'],
    ['breaks off', {}, (zalo) => zalo.fail('media', 'drops-before'), 'Lost'],
    ['is elsewhere', { deps: { isMediaUrl: () => false } }, () => undefined, 'Lost'],
    ['cannot be cleaned', { deps: { strip: async () => ({ refused: 'damaged' }) } }, () => undefined, 'NotCleaned'],
    ['breaks it', { deps: { strip: () => Promise.reject(new Error('no jpeg')) } }, () => undefined, 'NotCleaned'],
  ])('goes through without a picture that %s, and they are told once', async (_what, options, prepare, why) => {
    const { announced, counted, received, zalo } = await opened(options)
    prepare(zalo)
    expect(await zalo.personDoes(lan, { image: samples.png, caption: 'cứu em' })).toBe(200)
    await zalo.webhook.repeatLast()
    expect(received[0]).toMatchObject({ text: 'cứu em', attachments: [] })
    expect(announced).toEqual([{ to: lanAddress, key: `zalo.attachment${why}` }])
    expect(counted).toEqual(['attachment-lost'])
  })

  it('is brought again by Zalo when fetching takes longer than it waits, and handed in once', async () => {
    const { clock, received, zalo } = await opened({ deps: { ackMs: 40 } })
    zalo.fail('media', { late: 200 })
    expect(await zalo.personDoes(lan, { image: samples.png, caption: 'cứu em' })).toBe(503)
    expect(received).toEqual([])
    clock.advance(30_000)
    expect(await zalo.webhook.repeatDue()).toEqual([503])
    await new Promise((resolve) => setTimeout(resolve, 250))
    expect(received).toMatchObject([{ text: 'cứu em', attachments: [{ kind: 'image' }] }])
    expect(zalo.requests.filter((request) => request.includes('/media/'))).toHaveLength(1)
    clock.advance(5 * minuteMs)
    expect(await zalo.webhook.repeatDue()).toEqual([200])
    expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(1)
  })

  it.each([{ text: 'bé bên nhà bị bỏ đói, đây là ảnh' }, {}])(
    'keeps its words when a picture cannot be found in it, and they are told: %j',
    async (words) => {
      const { announced, received, zalo } = await opened()
      const attachments = [{ type: 'image', payload: { thumbnail: 'https://f.zdn.vn/1.jpg' } }]
      const message = { msg_id: 'a9', ...words, attachments }
      await zalo.webhook.deliver({ ...envelope, event_name: 'user_send_image', message })
      await zalo.webhook.repeatLast()
      expect(received[0]).toMatchObject({ text: words.text ?? '', attachments: [] })
      expect(announced).toEqual([{ to: lanAddress, key: 'zalo.attachmentLost' }])
    },
  )

  it.each([undefined, null, 'cứu em', { text: null, msg_id: 'b1' }])(
    'is handed in empty when it cannot be read (%j), and the log says so without whose it is',
    async (message) => {
      const { counted, logged, received, zalo } = await opened()
      expect(await zalo.webhook.deliver({ ...envelope, event_name: 'user_send_text', message })).toBe(200)
      expect(received).toMatchObject([{ from: lanAddress, text: '', attachments: [] }])
      expect(counted).toEqual(['unreadable:user_send_text'])
      expect(logged.map(({ fields }) => fields)).toEqual([{ event: 'user_send_text' }])
    },
  )

  it('is handed in as it came: a word waits for the picture before it, whoever else writes does not', async () => {
    let clean: () => void = () => undefined
    const cleaned = new Promise<void>((resolve) => (clean = resolve))
    const strip = async (bytes: Uint8Array) => {
      await cleaned
      return { kind: 'image', mediaType: 'image/png', bytes } as const
    }
    const { received, zalo } = await opened({ deps: { ackMs: 5_000, strip } })
    const picture = zalo.personDoes(lan, { image: samples.png })
    const word = zalo.personDoes(lan, { text: 'gửi' })
    await zalo.personDoes('8999', { text: 'người khác' })
    expect(received.map(({ text }) => text)).toEqual(['người khác'])
    clean()
    expect(await Promise.all([picture, word])).toEqual([200, 200])
    expect(received.map(({ text, attachments }) => [text, attachments.length])).toEqual([
      ['người khác', 0],
      ['', 1],
      ['gửi', 0],
    ])
  })

  it('goes on with what comes after something that could not be stored', async () => {
    const { received, zalo } = await opened()
    open.receive = async ({ text }) =>
      text === 'một' ? Promise.reject(new Error('locked')) : { repeat: false, settled: Promise.resolve() }
    const acts = ['một', 'hai'].map((text) => zalo.personDoes(lan, { text }))
    expect(await Promise.all(acts)).toEqual([500, 200])
    expect(received.map(({ text }) => text)).toEqual(['một', 'hai'])
  })

  it('is waited for when the channel stops', async () => {
    const { channel, received, zalo } = await opened({ deps: { ackMs: 20 } })
    zalo.fail('media', { late: 150 })
    await zalo.personDoes(lan, { image: samples.png })
    await channel.stop()
    expect(received).toHaveLength(1)
    expect(await zalo.personDoes(lan, { text: 'còn ai không' })).toBe(503)
  })

  it('is not answered 200 before it is stored, nor when that fails', async () => {
    const { clock, logged, received, zalo } = await opened()
    open.receive = () => Promise.reject(new Error('the disk is full of em chào'))
    expect(await zalo.personDoes(lan, { text: 'em chào' })).toBe(500)
    let store: () => void = () => undefined
    open.receive = () =>
      new Promise((resolve) => (store = () => resolve({ repeat: false, settled: Promise.resolve() })))
    expect(await zalo.personDoes(lan, { text: 'hai' })).toBe(503)
    store()
    open.receive = async () => ({ repeat: false, settled: Promise.resolve() })
    clock.advance(30_000)
    expect(await zalo.webhook.repeatDue()).toEqual([200, 200])
    expect(received.map(({ text }) => text)).toEqual(['em chào', 'hai', 'em chào', 'hai'])
    expect(JSON.stringify(logged)).not.toContain('em chào')
    expect(logged).toMatchObject([{ fields: { event: 'message', kind: 'Error' } }])
  })

  it('is answered before the bot has thought about it', async () => {
    const { zalo } = await opened()
    open.receive = async () => ({ repeat: false, settled: new Promise(() => undefined) })
    expect(await zalo.personDoes(lan, { text: 'em chào' })).toBe(200)
  })
})

describe('what the account itself says', () => {
  it('keeps the bot silent for half an hour after an officer wrote in Zalo’s own page', async () => {
    const { clock, muted, received, zalo } = await opened()
    await zalo.officerWrites(lan, 'Chào em, cô là cán bộ')
    expect(muted).toEqual([{ address: lanAddress, until: new Date(clock.now().getTime() + 30 * minuteMs) }])
    expect(received).toEqual([])
  })

  it('no longer keeps it silent when told too late', async () => {
    const { clock, muted, zalo } = await opened()
    await zalo.officerWrites(lan, 'Chào em')
    clock.advance(30 * minuteMs)
    await zalo.webhook.repeatLast()
    expect(muted).toHaveLength(1)
  })

  it.each([true, { adminId: '9' }])('is not taken for an officer’s words when the bot sent it: %j', async (echoes) => {
    const { channel, muted, zalo } = await opened({ fake: { echoes } })
    await zalo.personDoes(lan, { text: 'em chào ạ' })
    zalo.fail('send', { late: 100 })
    await channel.send({ to: lanAddress, text: 'Chào em', priority: 'reply' })
    await zalo.settled()
    expect(muted).toEqual([])
  })

  it('mutes nobody because an officer reacted to a message there', async () => {
    const { muted, zalo } = await opened()
    const sender = { id: zalo.state.oaId, admin_id: '9' }
    const message = { msg_id: 'q', react_icon: '/-heart' }
    const recipient = { id: lan }
    const timestamp = String(open.clock.now().getTime())
    await zalo.webhook.deliver({ event_name: 'oa_reacted_message', timestamp, sender, recipient, message })
    expect(muted).toEqual([])
  })

  it('mutes nobody where nothing was handed in for that', async () => {
    const { counted, zalo } = await opened({ deps: { mute: undefined as never } })
    expect(await zalo.officerWrites(lan, 'Chào em')).toBe(200)
    expect(counted).toEqual(['officer-wrote'])
  })
})

describe('everything else', () => {
  it('is a visitor who is not signed in: counted, and warned of once a minute without what was written', async () => {
    const { clock, counted, logged, received, zalo } = await opened()
    const message = { text: 'em bị đánh, cứu em', conversation_id: 'd' }
    for (const waitMs of [0, minuteMs - 1, 1]) {
      clock.advance(waitMs)
      expect(await zalo.webhook.deliver({ ...envelope, event_name: 'anonymous_send_text', message })).toBe(200)
    }
    expect([counted, received]).toEqual([Array(3).fill('anonymous-message'), []])
    expect(logged.map(({ fields }) => fields)).toEqual([{}, {}])
    expect(JSON.stringify(logged)).not.toMatch(/cứu/)
  })

  it.each([
    [{ ...envelope, event_name: 'user_seen_message', message: { msg_ids: ['a'] } }, 'seen'],
    [{ ...envelope, event_name: 'user_reacted_message', message: { msg_id: 'a', react_icon: '/-heart' } }, 'reaction'],
    [{ ...envelope, event_name: 'user_submit_info', info: { name: 'Lan' } }, 'info-submitted'],
    [{ ...envelope, event_name: 'user_click_chatnow', user_id: lan }, 'chat-opened'],
    [{ ...envelope, event_name: 'add_user_to_tag' }, 'unknown:add_user_to_tag'],
    [{ ...envelope, event_name: 'oa_reacted_message', message: { msg_id: 'q' } }, 'unknown:oa_reacted_message'],
    [{ ...envelope, event_name: 'user_send_text', sender: {} }, 'malformed:user_send_text'],
  ])('is counted by kind: %j', async (event, kind) => {
    const { counted, logged, received, zalo } = await opened()
    expect(await zalo.webhook.deliver(event)).toBe(200)
    expect([counted, received, logged]).toEqual([[kind], [], []])
  })
})
