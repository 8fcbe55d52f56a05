import { expect } from 'vitest'
import { fitMessage } from '../../../src/core/fit.ts'
import type { Attachment } from '../../../src/core/message.ts'
import type { Check, Talk } from './talk.ts'

const withoutSpace = (text: string) => text.normalize('NFC').replace(/\s+/g, '')

/** Sends a text as the queue does: in parts that fit. Answers what was shown. */
async function sendFitted(
  { channel, message, shownTexts }: Talk,
  more: Parameters<Talk['message']>[0],
): Promise<readonly string[]> {
  const before = (await shownTexts()).length
  for (const part of fitMessage(message(more), channel.limits)) await channel.send(part)
  return shownTexts(before)
}

/** What is as long, or as many, as a channel says it takes. */
export function describeLimits(check: Check): void {
  check('takes a text of exactly its limit', async ({ channel, hello, send, last }) => {
    await hello()
    const text = 'ă'.repeat(channel.limits.textLength)
    await send({ text })
    expect((await last()).text.trim()).toBe(text)
  })
  check('takes emoji up to its limit, each of two units', async ({ channel, hello, send, last }) => {
    await hello()
    const text = '🆘'.repeat(Math.floor(channel.limits.textLength / 2))
    await send({ text })
    expect((await last()).text.trim()).toBe(text)
  })
  check('counts decomposed text as it is composed', async ({ channel, hello, send, last }) => {
    await hello()
    const text = 'ệ'.repeat(channel.limits.textLength)
    await send({ text: text.normalize('NFD') })
    expect((await last()).text.trim().normalize('NFC')).toBe(text)
  })
  check('shows a text far over its limit whole or refuses it, but never cuts it', async (talk) => {
    const { channel, hello, send, shownTexts } = talk
    await hello()
    const before = (await shownTexts()).length
    const text = 'ơ'.repeat(3 * channel.limits.textLength)
    const failure = await send({ text }).then(
      () => undefined,
      (error: unknown) => error as { readonly failure: string },
    )
    const shown = await shownTexts(before)
    expect([failure?.failure, shown]).toEqual(failure === undefined ? [undefined, [text]] : ['rejected', []])
  })
  check('shows a long text in parts, in order, with nothing lost', async (talk) => {
    await talk.hello()
    const sentences = Array.from({ length: talk.channel.limits.textLength / 8 }, (_, index) => `Câu thứ ${index} đây.`)
    const text = sentences.join(' ')
    const shown = await sendFitted(talk, { text })
    expect(shown.length).toBeGreaterThan(1)
    expect(withoutSpace(shown.join(''))).toBe(withoutSpace(text))
  })
  check('shows a long text without spaces in parts, and cuts no emoji', async (talk) => {
    await talk.hello()
    const text = `a${'🆘'.repeat(talk.channel.limits.textLength)}`
    const shown = await sendFitted(talk, { text })
    expect(shown.length).toBeGreaterThan(1)
    expect(shown.every((part) => part.isWellFormed())).toBe(true)
    expect(shown.join('')).toBe(text)
  })
  check('writes choices that are more than its buttons as numbers', async (talk) => {
    await talk.hello()
    const quickReplies = Array.from({ length: talk.channel.limits.quickReplies + 1 }, (_, index) => ({
      label: `Mục ${'abcdefghijklmnopqrstuvwxyz'[index]}`,
      value: `/muc m${index}`,
    }))
    const [shown] = await sendFitted(talk, { text: 'Chọn:', quickReplies })
    quickReplies.forEach(({ label }, index) => expect(shown).toContain(`${index + 1}. ${label}`))
    expect((await talk.last()).buttons).toEqual([])
  })
}

/** Choices as buttons. */
export function describeButtons(check: Check): void {
  const checkButtons = (name: string, test: (talk: Talk) => Promise<void>) =>
    check(
      name,
      async (talk) => {
        expect(talk.channel.limits.quickReplies).toBeGreaterThan(1)
        await talk.hello()
        await test(talk)
      },
      { needs: 'buttons' },
    )
  const reply = (label: string, value = label) => ({ label, value })

  checkButtons('shows its buttons, in order', async ({ channel, send, last }) => {
    const labels = ['Có', 'Không', 'Bỏ qua', 'Thoát'].slice(0, channel.limits.quickReplies)
    await send({ quickReplies: labels.map((label) => reply(label)) })
    expect((await last()).buttons).toEqual(labels)
  })
  checkButtons('takes as many buttons as it says', async ({ channel, send, last }) => {
    const quickReplies = Array.from({ length: channel.limits.quickReplies }, (_, index) => reply(`Mục ${index}`))
    await send({ quickReplies })
    expect((await last()).buttons).toHaveLength(channel.limits.quickReplies)
  })
  checkButtons('shows the words of a message with buttons unchanged', async ({ send, last }) => {
    await send({ text: 'Bạn gửi chứ?', quickReplies: [reply('Gửi', '/gui'), reply('Huỷ', '/huy')] })
    expect((await last()).text.trim()).toBe('Bạn gửi chứ?')
  })
  checkButtons('shows a long label from its beginning', async ({ send, last }) => {
    const label = 'Một nhãn dài hơn cái màn hình điện thoại nào cũng có '.repeat(4).trim()
    await send({ quickReplies: [reply(label, 'x')] })
    const [shown = ''] = (await last()).buttons
    expect(label.startsWith(shown) && shown.length >= 20).toBe(true)
  })
  for (const [what, value] of [
    ['its value', '/muc tre-em-la-ai'],
    ['a value in Vietnamese', 'Bé bị bỏ đói'],
    ['a value longer than a platform may hand back', `/muc ${'rất dài '.repeat(20).trim()}`],
    ['a value that is a number', '2'],
  ] as const)
    checkButtons(`makes a tap say ${what}, as if it were typed`, async ({ harness, send, received }) => {
      await send({ quickReplies: [reply('Khác', 'khác'), reply('Mục này', value)] })
      await harness.tap?.('Mục này')
      expect(received.at(-1)).toMatchObject({ text: value, from: harness.address(), attachments: [] })
    })
  checkButtons('takes each tap for a message of its own', async ({ harness, send, received }) => {
    await send({ quickReplies: [reply('Có', 'có')] })
    await harness.tap?.('Có')
    await harness.tap?.('Có')
    expect(received.slice(1).map(({ text }) => text)).toEqual(['có', 'có'])
    expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(3)
  })
  checkButtons('takes a tap on an earlier message, too', async ({ harness, send, received }) => {
    await send({ quickReplies: [reply('Cũ', '/muc cu')] })
    await send({ text: 'mới hơn', quickReplies: [reply('Mới', '/muc moi')] })
    await harness.tap?.('Cũ')
    expect(received.at(-1)?.text).toBe('/muc cu')
  })
  checkButtons('shows buttons on the last part of a long text', async (talk) => {
    const text = 'Câu này khá dài. '.repeat(talk.channel.limits.textLength / 8)
    const before = (await talk.harness.shown()).length
    await sendFitted(talk, { text, quickReplies: [reply('Có')] })
    const buttons = (await talk.harness.shown()).slice(before).map((shown) => shown.buttons)
    expect(buttons.at(-1)).toEqual(['Có'])
    expect(buttons.slice(0, -1).flat()).toEqual([])
  })
}

/** Files that the bot sends. */
export function describeFilesOut(check: Check): void {
  const bytes = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(60)])
  const picture: Attachment = { kind: 'image', mediaType: 'image/png', bytes }
  const file: Attachment = { kind: 'file', mediaType: 'application/pdf', bytes: Buffer.from('%PDF-1.7\n') }
  const needs = { needs: 'files out' } as const

  check(
    'shows the words, then the files, as they are',
    async ({ hello, harness, send }) => {
      await hello()
      await send({ text: 'Đây', attachments: [picture, file] })
      const shown = await harness.shown()
      expect(shown.map(({ text }) => text)).toEqual(['Đây', '', ''])
      expect(shown.slice(1).map((each) => Buffer.from(each.file ?? []))).toEqual([bytes, file.bytes])
    },
    needs,
  )
  check(
    'shows a file without words',
    async ({ hello, harness, send }) => {
      await hello()
      await send({ text: '', attachments: [file] })
      expect((await harness.shown()).map((each) => Buffer.from(each.file ?? []))).toEqual([file.bytes])
    },
    needs,
  )
  check(
    'shows neither words nor files twice when a delivery is repeated',
    async ({ hello, harness, send }) => {
      await hello()
      await send({ attachments: [picture, file], deliveryId: 'delivery-1' })
      await send({ attachments: [picture, file], deliveryId: 'delivery-1' })
      expect(await harness.shown()).toHaveLength(3)
    },
    needs,
  )
}
