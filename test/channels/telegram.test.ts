import { afterEach, describe, expect, it } from 'vitest'
import { editSeconds } from '../../src/channels/telegram/update.ts'
import { createOpener, jpeg, lan, until, type Mode, type Telegram } from './telegram-harness.ts'

const modes: readonly Mode[] = ['polling', 'webhook']

const { start, closeAll } = createOpener()
afterEach(closeAll)

describe.each(modes)('what somebody does on Telegram, by %s', (mode) => {
  it('knows a person by the private chat alone: no name comes in', async () => {
    const { fake, received, handed } = await start({ mode })
    fake.person(lan, { names: ['Canary-First', 'Canary-Last', 'canary_username'], locale: 'en' })
    await handed(fake.userSends(lan, 'xin chào').update)
    expect(received).toMatchObject([{ from: `telegram:${lan}`, locale: 'en', attachments: [] }])
    expect(JSON.stringify(received).toLowerCase()).not.toContain('canary')
  })

  it('makes text well-formed that is not', async () => {
    const { fake, received, handed } = await start({ mode })
    await handed(fake.userSends(lan, 'cứu\ud83c em').update)
    expect(received[0]?.text).toBe('cứu\ufffd em')
  })

  it('takes the update id for the id of a message', async () => {
    const { fake, received, handed } = await start({ mode })
    const { update } = fake.userSends(lan, 'một')
    await handed(update)
    expect(received[0]?.externalId).toBe(String(update))
  })

  it.each([
    ['/start 79-26734', '79-26734'],
    ['/start@fake_bot CB-AB12C-9XYZ3', 'CB-AB12C-9XYZ3'],
    ['/start', undefined],
    ['/start two words', undefined],
    ['/ma 1234', undefined],
  ])('reads from %s the code %s', async (text, ref) => {
    const { fake, received, handed } = await start({ mode })
    await handed(fake.userSends(lan, text).update)
    expect(received[0]?.text).toBe(text)
    expect(received[0]?.ref).toBe(ref)
  })

  it('takes a tap for the value of the button, and stops the button’s turning at once', async () => {
    const telegram = await start({ mode })
    const { fake, channel, received, handed } = telegram
    await handed(fake.userSends(lan, 'xin chào').update)
    await channel.send({
      to: `telegram:${lan}`,
      text: 'Bạn gửi chứ?',
      quickReplies: [{ label: 'Gửi', value: '/gui ngay' }],
      priority: 'reply',
    })
    let goOn = (): void => undefined
    telegram.answer = () =>
      new Promise((resolve) => (goOn = () => resolve({ repeat: false, settled: Promise.resolve() })))
    const question = fake.botMessagesIn(lan)[0]?.id ?? 0
    const { update } = fake.userTaps(lan, question, 'Gửi')
    await until('the tap is answered', () => fake.queryAnswers()[0]?.isAnswered === true)
    await until('the tap is handed in', () => received.length === 2)
    goOn()
    await handed(update)
    expect(received[1]).toMatchObject({ text: '/gui ngay', from: `telegram:${lan}`, isTap: true })
    expect(received[0]).not.toHaveProperty('isTap')
  })

  it('keeps the order of one chat, and holds nobody else up, while a file is fetched', async () => {
    const { fake, received, handed } = await start({ mode })
    fake.fault('file', 'hangs')
    const { update } = fake.userSendsPhoto(lan, { bytes: jpeg(), caption: 'ảnh' })
    const next = fake.userSends(lan, 'sau ảnh')
    await handed(fake.userSends(lan + 1, 'người khác').update)
    expect(received.map(({ text }) => text)).toEqual(['người khác'])
    await handed(update)
    await handed(next.update)
    expect(received.map(({ text }) => text)).toEqual(['người khác', 'ảnh', 'sau ảnh'])
  })
})

describe('what else comes from Telegram', () => {
  it('takes an edit soon after for a message with an id of its own, and says which one it changed', async () => {
    const { fake, received, handed } = await start()
    const first = fake.userSends(lan, 'bố đánh mem')
    await handed(first.update)
    fake.advance((editSeconds - 1) * 1_000)
    await handed(fake.userEdits(lan, first.message, 'bố đánh em').update)
    expect(received.map(({ text }) => text)).toEqual(['bố đánh mem', 'bố đánh em'])
    expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(2)
    expect(received.map(({ messageId }) => messageId)).toEqual([String(first.message), String(first.message)])
    expect(received.map(({ isEdit }) => isEdit)).toEqual([undefined, true])
  })

  it('says nothing to a late edit: somebody may be removing traces', async () => {
    const { fake, received, handed, channel } = await start()
    const first = fake.userSends(lan, 'bố đánh em')
    await handed(first.update)
    fake.advance((editSeconds + 2) * 1_000)
    fake.userEdits(lan, first.message, '.')
    await handed(fake.userSends(lan, 'sau').update)
    expect(received.map(({ text }) => text)).toEqual(['bố đánh em', 'sau'])
    expect(channel.counts().ignored['old-edit']).toBe(1)
  })

  it.each([
    ['a sticker', { sticker: { file_id: 'x', emoji: '🙂' } }],
    ['a place', { location: { latitude: 10.5, longitude: 106.5 } }, 'card not passed on vi'],
    [
      'a venue',
      { venue: { title: 'Canary', location: { latitude: 10.5, longitude: 106.5 } } },
      'card not passed on vi',
    ],
    ['a contact', { contact: { phone_number: '0900', first_name: 'Canary' } }, 'card not passed on vi'],
  ])('hands %s in without words, so that it is not met with silence', async (_what, content, ...told) => {
    const { fake, received, announced, handed } = await start()
    await handed(fake.userSendsOther(lan, content).update)
    expect(received).toMatchObject([{ text: '', attachments: [] }])
    expect(JSON.stringify(received)).not.toMatch(/Canary|0900|10\.5/)
    expect(announced.map(({ text }) => text)).toEqual(told)
  })

  it('ignores service messages, groups and bots', async () => {
    const { fake, received, handed, channel } = await start()
    fake.addForum(-100_123)
    fake.userSendsOther(lan, { message_auto_delete_timer_changed: { message_auto_delete_time: 86_400 } })
    fake.memberSends(-100_123, lan, 'trong nhóm')
    fake.userSendsOther(lan, { text: 'tôi là máy', from: { id: 9, is_bot: true, first_name: 'B' } })
    await handed(fake.userSends(lan, 'thật').update)
    expect(received.map(({ text }) => text)).toEqual(['thật'])
    expect(channel.counts().ignored).toMatchObject({ service: 1, group: 1, bot: 1 })
  })

  describe('from the officers’ group', () => {
    const group = -1_001_234_567_890
    const withGroup = async () => {
      const telegram = await start({ officerChat: group })
      telegram.fake.addForum(group)
      const topic = (await telegram.channel.topics?.open('AB12-CD34')) ?? 0
      const value = `/nhan ${'x'.repeat(80)}`
      const card = Number(
        await telegram.channel.topics?.post(topic, { text: 'thẻ', buttons: [{ label: 'Nhận', value }] }),
      )
      return { ...telegram, topic, card, value }
    }

    it('takes taps and replies to the bot, as acts of the private chats of those who did them', async () => {
      const { fake, received, handed, topic, card, value } = await withGroup()
      const reply = fake.memberSends(group, 42, 'cháu ở đâu?', topic, { replyTo: card })
      const tap = fake.memberTaps(group, 43, card, 'Nhận')
      const photo = fake.memberSends(group, 42, '', topic, {
        replyTo: card,
        content: { text: undefined, caption: 'ảnh', photo: [{ file_id: 'x', width: 1, height: 1 }] },
      })
      for (const { update } of [reply, tap, photo]) await handed(update)
      const place = { chat: String(group), topic }
      expect(received).toMatchObject([
        { from: 'telegram:42', text: 'cháu ở đâu?', inGroup: { ...place, message: reply.message } },
        { from: 'telegram:43', text: value, inGroup: { ...place, message: card } },
        { from: 'telegram:42', text: 'ảnh', attachments: [], inGroup: { ...place, hasFile: true } },
      ])
      expect(received[0]?.inGroup).not.toHaveProperty('tap')
      expect(received[1]?.inGroup?.tap).toBeDefined()
      expect(fake.queryAnswers()).toMatchObject([{ isAnswered: false }])
    })

    it('passes over talk, other bots, and replies to others', async () => {
      const { fake, received, handed, channel, topic, card } = await withGroup()
      const talk = fake.memberSends(group, 42, 'tôi nhận nhé', topic)
      fake.memberSends(group, 42, 'ừ', topic, { replyTo: talk.message })
      fake.memberSends(group, 42, 'ngoài chủ đề')
      const reply = fake.memberSends(group, 42, 'cháu ở đâu?', topic, { replyTo: card })
      fake.memberEdits(group, talk.message, 'tôi nhận')
      const from = { id: 9, is_bot: true, first_name: 'B' }
      fake.memberSends(group, 9, 'tôi là máy', topic, { replyTo: card, content: { from } })
      await handed(reply.update)
      await until('all were seen', () => channel.counts().ignored.bot === 1)
      expect(received.map(({ text }) => text)).toEqual(['cháu ở đâu?'])
      expect(channel.counts().ignored['officers-talk']).toBe(4)
    })

    it('tells an edit of a reply from a reply', async () => {
      const { fake, received, handed, topic, card } = await withGroup()
      const reply = fake.memberSends(group, 42, 'cháu ở đâu?', topic, { replyTo: card })
      await handed(fake.memberEdits(group, reply.message, 'cháu đang ở đâu?').update)
      const edited = { chat: String(group), topic, message: reply.message, isEdit: true }
      expect(received.map(({ inGroup }) => inGroup?.isEdit)).toEqual([undefined, true])
      expect(received[1]).toMatchObject({ from: 'telegram:42', text: 'cháu đang ở đâu?', inGroup: edited })
    })

    it('says what came of a tap over the card, and takes an answer that is too late for done', async () => {
      const { fake, channel, received, handed, card } = await withGroup()
      await handed(fake.memberTaps(group, 43, card, 'Nhận').update)
      const query = received[0]?.inGroup?.tap ?? ''
      const answer = {
        to: 'telegram:43',
        text: `Đã tiếp nhận ${'.'.repeat(300)}`,
        tap: { query, isRefusal: false },
        priority: 'reply',
      } as const
      await channel.send(answer)
      await channel.send(answer)
      expect(fake.queryAnswers()).toMatchObject([{ isAnswered: true, answer: answer.text.slice(0, 200) }])
      expect(fake.botMessagesIn(43)).toEqual([])
    })
  })
})

describe('buttons with long values', () => {
  const value = `/muc ${'dài '.repeat(30)}`
  const ask = async (telegram: Telegram): Promise<number> => {
    await telegram.handed(telegram.fake.userSends(lan, 'xin chào').update)
    await telegram.channel.send({
      to: `telegram:${lan}`,
      text: 'Chọn',
      quickReplies: [{ label: 'Mục dài', value }],
      priority: 'reply',
    })
    return telegram.fake.botMessagesIn(lan).at(-1)?.id ?? 0
  }

  it('mean their value', async () => {
    const telegram = await start()
    const message = await ask(telegram)
    await telegram.handed(telegram.fake.userTaps(lan, message, 'Mục dài').update)
    expect(telegram.received.at(-1)?.text).toBe(value.normalize('NFC'))
  })

  it('mean their label once the value is forgotten, never a number of another menu', async () => {
    const before = await start()
    const message = await ask(before)
    await before.channel.stop()
    const after = await start({ fake: before.fake })
    await after.handed(before.fake.userTaps(lan, message, 'Mục dài').update)
    expect(after.received.map(({ text }) => text)).toContain('Mục dài')
  })

  it('say that they are too old where Telegram no longer tells what stood on them', async () => {
    const before = await start()
    const message = await ask(before)
    await before.channel.stop()
    const after = await start({ fake: before.fake })
    before.fake.userTaps(lan, message, 'Mục dài', true)
    await after.handed(before.fake.userSends(lan, 'sau').update)
    expect(after.received.map(({ text }) => text)).not.toContain('Mục dài')
    await until('the tap is answered', () => before.fake.queryAnswers()[0]?.isAnswered === true)
    expect(before.fake.queryAnswers()[0]?.answer).toBe('old button vi')
  })
})
