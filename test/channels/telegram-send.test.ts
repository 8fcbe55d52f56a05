import { afterEach, describe, expect, it } from 'vitest'
import { SendError, type SendFailure } from '../../src/core/errors.ts'
import type { Attachment, OpenedMessage } from '../../src/core/message.ts'
import type { FakeFault } from '../support/fake-telegram.ts'
import { startFakeTelegram } from '../support/fake-telegram.ts'
import { createOpener, jpeg, lan, type Telegram } from './telegram-harness.ts'

const { start, closeAll } = createOpener()
afterEach(closeAll)

const to = `telegram:${lan}` as const
const say = (text: string, more: Partial<OpenedMessage> = {}): OpenedMessage => ({
  to,
  text,
  priority: 'reply',
  ...more,
})
async function talking(): Promise<Telegram> {
  const telegram = await start()
  await telegram.handed(telegram.fake.userSends(lan, 'xin chào').update)
  return telegram
}
async function failureOf(sending: Promise<unknown>): Promise<SendError> {
  const error: unknown = await sending.then(
    () => undefined,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(SendError)
  return error as SendError
}

describe('what the bot shows', () => {
  it('are words without a preview of links and without markup', async () => {
    const { fake, channel } = await talking()
    await channel.send(say('Xem https://example.org <b>đậm</b>'))
    expect(fake.botMessagesIn(lan)).toMatchObject([{ text: 'Xem https://example.org <b>đậm</b>', hasPreview: false }])
    expect(fake.calls.at(-1)?.payload).not.toHaveProperty('parse_mode')
  })

  it('puts two short buttons in a row and long ones below each other', async () => {
    const { fake, channel } = await talking()
    const labels = ['Có', 'Không', 'Một nhãn khá là dài đấy', 'Bỏ qua', 'Thôi']
    await channel.send(say('Chọn', { quickReplies: labels.map((label) => ({ label, value: label })) }))
    expect(fake.botMessagesIn(lan)[0]?.keyboard.map((row) => row.map(({ text }) => text))).toEqual([
      ['Có', 'Không'],
      ['Một nhãn khá là dài đấy'],
      ['Bỏ qua', 'Thôi'],
    ])
  })

  it.each([
    ['a picture', 'image/jpeg', jpeg(), 'photo', 'attachment.jpg'],
    ['a picture that Telegram does not read', 'image/png', Buffer.from('not a picture'), 'document', 'attachment.png'],
    [
      'a large picture',
      'image/jpeg',
      Buffer.concat([jpeg(), Buffer.alloc(10 * 1024 * 1024)]),
      'document',
      'attachment.jpg',
    ],
    ['a video', 'video/mp4', Buffer.from('v'), 'video', 'attachment.mp4'],
    ['a voice message', 'audio/ogg', Buffer.from('v'), 'voice', 'attachment.ogg'],
    ['music', 'audio/mpeg', Buffer.from('v'), 'audio', 'attachment.mp3'],
    ['a file', 'application/pdf', Buffer.from('v'), 'document', 'attachment.pdf'],
    ['a file of some type', 'application/vnd.oasis.opendocument.text', Buffer.from('v'), 'document', 'attachment.bin'],
  ] as const)('sends %s anew, under no name', async (_what, mediaType, bytes, kind, fileName) => {
    const { fake, channel } = await talking()
    const attachment: Attachment = { kind: 'file', mediaType, bytes }
    await channel.send(say('Đây', { attachments: [attachment], quickReplies: [{ label: 'A', value: 'a' }] }))
    const [words, file, ...more] = fake.botMessagesIn(lan)
    expect(more).toEqual([])
    expect(words).toMatchObject({ text: 'Đây', keyboard: [[{ text: 'A' }]] })
    expect(file).toMatchObject({ media: { kind, fileName }, keyboard: [] })
    expect(Buffer.from(file?.media?.bytes ?? []).equals(Buffer.from(bytes))).toBe(true)
  })

  it('does not try as a picture what is too large for one', async () => {
    const { fake, channel } = await talking()
    const bytes = Buffer.concat([jpeg(), Buffer.alloc(10 * 1024 * 1024)])
    await channel.send(say('Đây', { attachments: [{ kind: 'image', mediaType: 'image/jpeg', bytes }] }))
    expect(fake.calls.map(({ method }) => method)).not.toContain('sendPhoto')
  })

  it('goes on with what is missing when a delivery is repeated', async () => {
    const { fake, channel } = await talking()
    const attachments: Attachment[] = ['một', 'hai'].map((words) => ({
      kind: 'file',
      mediaType: 'application/pdf',
      bytes: Buffer.from(words),
    }))
    fake.fault('sendDocument', { refuse: 429, retryAfter: 3 })
    const message = say('Đây', { attachments, deliveryId: 'd1' })
    expect((await failureOf(channel.send(message))).failure).toBe('throttled')
    const first = await channel.send(message)
    expect(await channel.send(message)).toEqual(first)
    expect(fake.botMessagesIn(lan).map(({ text, media }) => media?.bytes.length ?? text)).toEqual(['Đây', 5, 3])
  })

  it.each(['telegram:-100123', 'telegram:0', 'telegram:abc', 'telegram:1e9', 'zalo:5550000001', 'telegram:'] as const)(
    'never goes to %s',
    async (address) => {
      const { fake, channel } = await talking()
      fake.addForum(-100_123)
      expect((await failureOf(channel.send(say('x', { to: address })))).failure).toBe('rejected')
      expect(fake.messagesIn(-100_123)).toEqual([])
    },
  )
})

const brokenOff = 'telegram: the connection broke off, the message may have been sent'
const faults: readonly [string, FakeFault, SendFailure, string, number | undefined, 'sent' | 'not sent'][] = [
  ['429', { refuse: 429, retryAfter: 17 }, 'throttled', 'telegram answered 429', 17_000, 'not sent'],
  ['429 without a time', { refuse: 429 }, 'throttled', 'telegram answered 429', undefined, 'not sent'],
  ['500', { refuse: 500 }, 'unreachable', 'telegram answered 500', undefined, 'not sent'],
  ['502 of a gateway', { gateway: 502 }, 'unreachable', brokenOff, undefined, 'not sent'],
  ['no answer', 'hangs', 'unreachable', brokenOff, undefined, 'not sent'],
  ['no answer after the act', 'hangs-after', 'unreachable', brokenOff, undefined, 'sent'],
  ['a connection dropped before the act', 'drops-before', 'unreachable', brokenOff, undefined, 'not sent'],
  ['a connection dropped after the act', 'drops-after', 'unreachable', brokenOff, undefined, 'sent'],
  ['a bot that was blocked', { refuse: 403 }, 'opted-out', 'telegram answered 403', undefined, 'not sent'],
  ['a wrong token', { refuse: 401 }, 'misconfigured', 'telegram answered 401: the token', undefined, 'not sent'],
  ['no such bot', { refuse: 404 }, 'misconfigured', 'telegram answered 404: the token', undefined, 'not sent'],
  [
    'a chat that is not there',
    { refuse: 400, description: 'Bad Request: chat not found' },
    'rejected',
    'telegram answered 400',
    undefined,
    'not sent',
  ],
  [
    'any other 400',
    { refuse: 400, description: 'Bad Request: message is too long' },
    'rejected',
    'telegram answered 400',
    undefined,
    'not sent',
  ],
  [
    'rights that lack',
    { refuse: 400, description: 'Bad Request: not enough rights to send text messages' },
    'misconfigured',
    "telegram answered 400: the bot's rights",
    undefined,
    'not sent',
  ],
]

describe('what goes wrong while sending', () => {
  it.each(faults)('is told by its kind: %s', async (_what, fault, failure, detail, retryAfterMs, became) => {
    const { fake, channel, logLines } = await talking()
    fake.fault('sendMessage', fault)
    const error = await failureOf(channel.send(say('bí mật của em')))
    expect([error.failure, error.message, error.retryAfterMs]).toEqual([failure, detail, retryAfterMs])
    expect(error.cause).toBeUndefined()
    expect(fake.botMessagesIn(lan)).toHaveLength(became === 'sent' ? 1 : 0)
    expect(logLines.join('')).not.toContain('bí mật')
  })

  it.each(faults)(
    'leaves a dialogue of 100 messages whole, in order: %s',
    async (_what, fault, failure, _detail, _after, became) => {
      const { fake, channel } = await talking()
      const told: (string | undefined)[] = []
      for (let count = 0; count < 100; count++) {
        if (count % 25 === 7) fake.fault('sendMessage', fault)
        const message = say(`tin ${count}`, { deliveryId: `d${count}` })
        const error = await channel.send(message).then(
          () => undefined,
          (error: unknown) => error as SendError,
        )
        told.push(error?.failure)
        // What the sender does with it: the kinds that pass are tried again, unless it may have been sent.
        const isSure = error?.message !== brokenOff
        if (error !== undefined && isSure && ['throttled', 'unreachable'].includes(error.failure))
          await channel.send(message)
      }
      expect(told.filter((each) => each !== undefined)).toEqual([failure, failure, failure, failure])
      const shown = fake.botMessagesIn(lan).map(({ text }) => text)
      const isRetried =
        failure === 'throttled' || (failure === 'unreachable' && typeof fault === 'object' && 'refuse' in fault)
      const expected = Array.from({ length: 100 }, (_, count) => count)
        .filter((count) => count % 25 !== 7 || isRetried || became === 'sent')
        .map((count) => `tin ${count}`)
      expect(shown).toEqual(expected)
    },
  )

  it('is no connection when nobody listens: surely not sent', async () => {
    const gone = await startFakeTelegram()
    const { channel } = await start({ fake: gone, isIdle: true })
    await gone.close()
    const error = await failureOf(channel.send(say('x')))
    expect([error.failure, error.message]).toEqual(['unreachable', 'telegram: no connection'])
  })

  it('is opted-out while the person blocks the bot, and over when they no longer do', async () => {
    const { fake, channel } = await talking()
    fake.userBlocksBot(lan)
    expect((await failureOf(channel.send(say('x')))).failure).toBe('opted-out')
    fake.userUnblocksBot(lan)
    await channel.send(say('x'))
  })

  it('is throttled by Telegram’s own rates, with the time that it names', async () => {
    const { fake, channel } = await talking()
    fake.keepRates({ chatSecond: 2, second: 30, groupMinute: 20 })
    await channel.send(say('một'))
    await channel.send(say('hai'))
    const error = await failureOf(channel.send(say('ba')))
    expect([error.failure, error.retryAfterMs]).toEqual(['throttled', 1_000])
    fake.advance(error.retryAfterMs ?? 0)
    await channel.send(say('ba'))
    expect(fake.botMessagesIn(lan).map(({ text }) => text)).toEqual(['một', 'hai', 'ba'])
  })

  it('never takes longer than its time, however many attachments there are', async () => {
    const { fake, channel } = await start({ timing: { callMs: 300, messageMs: 500 } })
    fake.userSends(lan, 'xin chào')
    fake.fault('sendDocument', { slowMs: 200 }, Infinity)
    const startedAt = Date.now()
    const attachments = Array.from(
      { length: 9 },
      () => ({ kind: 'file', mediaType: 'text/plain', bytes: Buffer.from('x') }) as const,
    )
    await failureOf(channel.send(say('x', { attachments })))
    expect(Date.now() - startedAt).toBeLessThan(1_100)
    expect(fake.botMessagesIn(lan).length).toBeLessThan(6)
  })
})
