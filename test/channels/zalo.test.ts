import { afterEach, describe, expect, it } from 'vitest'
import { toSendError } from '../../src/channels/zalo/convert.ts'
import { SendError, type SendFailure } from '../../src/core/errors.ts'
import { fitMessage } from '../../src/core/fit.ts'
import type { Attachment, OpenedMessage } from '../../src/core/message.ts'
import { ZaloError, type ZaloFailure } from '../../src/zalo-api-sdk/error.ts'
import type { FakeFault } from '../support/fake-zalo-fault.ts'
import { samples } from '../zalo-api-sdk/open-account.ts'
import { lan, lanAddress, openZalo, type OpenZalo, type OpenZaloOptions } from './zalo-fixture.ts'

describe('sending on Zalo', () => {
  let open: OpenZalo
  afterEach(() => open.close())

  const image: Attachment = { kind: 'image', mediaType: 'image/png', bytes: samples.png }
  const gif: Attachment = { kind: 'image', mediaType: 'image/gif', bytes: samples.gif }
  const file: Attachment = { kind: 'file', mediaType: 'application/pdf', bytes: samples.pdf }
  const message = (more: Partial<OpenedMessage> = {}): OpenedMessage => ({
    to: lanAddress,
    text: 'Chào em',
    priority: 'reply',
    ...more,
  })
  async function openWithLan(options: OpenZaloOptions = {}): Promise<OpenZalo> {
    open = await openZalo(options)
    await open.zalo.personDoes(lan, { text: 'em chào ạ' })
    return open
  }
  async function failureOf(sent: OpenedMessage): Promise<SendError> {
    const error = await open.channel.send(sent).then(
      () => undefined,
      (error: unknown) => error,
    )
    expect(error).toBeInstanceOf(SendError)
    return error as SendError
  }

  it('writes choices as numbers while buttons are off', async () => {
    const { channel, zalo } = await openWithLan()
    const quickReplies = [
      { label: 'Gửi', value: 'send' },
      { label: 'Huỷ', value: 'cancel' },
    ]
    for (const part of fitMessage(message({ quickReplies }), channel.limits)) await channel.send(part)
    expect(zalo.messagesTo(lan)).toMatchObject([{ text: 'Chào em\n\n1. Gửi\n2. Huỷ', buttons: [] }])
  })

  it('makes a press say the value of the choice', async () => {
    const { channel, zalo } = await openWithLan({ deps: { usesButtons: true }, fake: { acceptsButtons: true } })
    const label = 'Ầ'.repeat(120)
    await channel.send(message({ quickReplies: [{ label, value: '/muc m1' }] }))
    const button = { type: 'oa.query.show', title: 'Ầ'.repeat(100), payload: '/muc m1' }
    expect(zalo.messagesTo(lan)[0]?.buttons).toEqual([button])
  })

  it('sends the words, then each attachment, uploaded anew', async () => {
    const { channel, zalo } = await openWithLan()
    const { externalId } = await channel.send(message({ attachments: [image, gif, file] }))
    const sent = zalo.messagesTo(lan)
    expect(sent.map(({ text, file }) => [text, file?.kind])).toEqual([
      ['Chào em', undefined],
      ['', 'image'],
      ['', 'gif'],
      ['', 'file'],
    ])
    expect(externalId).toBe(sent[0]?.id)
    expect(Buffer.from(sent[1]?.file?.bytes ?? [])).toEqual(samples.png)
  })

  it('sends a file without words', async () => {
    const { channel, zalo } = await openWithLan()
    await channel.send(message({ text: '', attachments: [file] }))
    expect(zalo.messagesTo(lan).map(({ file }) => file?.kind)).toEqual(['file'])
  })

  it('goes on where a delivery stopped, and shows nothing twice', async () => {
    const { channel, zalo } = await openWithLan()
    const delivery = message({ attachments: [image, file], deliveryId: 'd-1' })
    zalo.fail('upload', { status: 503 })
    expect((await failureOf(delivery)).failure).toBe('unreachable')
    const { externalId } = await channel.send(delivery)
    const sent = zalo.messagesTo(lan)
    expect(sent.map(({ text, file }) => file?.kind ?? text)).toEqual(['Chào em', 'image', 'file'])
    expect(externalId).toBe(sent[0]?.id)
  })

  it.each([
    ['a video', { kind: 'video', mediaType: 'video/mp4', bytes: samples.mp4 }],
    ['too large a picture', { ...image, bytes: new Uint8Array(1024 * 1024 + 1) }],
  ] as const)('sends nothing of a message with %s, which Zalo takes in no way', async (_what, attachment) => {
    const { zalo } = await openWithLan()
    expect((await failureOf(message({ attachments: [image, attachment] }))).failure).toBe('rejected')
    expect(zalo.messagesTo(lan)).toEqual([])
  })

  it('refuses a message with nothing in it, and one over the limit', async () => {
    await openWithLan()
    expect((await failureOf(message({ text: ' ' }))).failure).toBe('rejected')
    expect((await failureOf(message({ text: 'ă'.repeat(2_001) }))).failure).toBe('rejected')
  })

  it.each<readonly [string, FakeFault, SendFailure, number | undefined]>([
    ['a closed window', { code: -230 }, 'window-closed', undefined],
    ['somebody who refuses', { code: -244 }, 'opted-out', undefined],
    ['a wrong request', { code: -201 }, 'rejected', undefined],
    ['too low a service package', { code: -224 }, 'misconfigured', undefined],
    ['the rate', { code: -32 }, 'throttled', 60_000],
    ['a quota that is used up', { code: -211 }, 'over-quota', 3_600_000],
    ['a 429', { status: 429, retryAfter: '9' }, 'throttled', 9_000],
    ['a fault of Zalo', { code: -200 }, 'unreachable', undefined],
    ['a token that stays refused', { code: -216 }, 'unreachable', undefined],
  ])('fails with its own reason for %s', async (_what, fault, failure, retryAfterMs) => {
    const { zalo } = await openWithLan()
    zalo.fail('send', fault)
    expect(await failureOf(message())).toMatchObject({ failure, retryAfterMs })
  })

  it.each(['drops-before', 'drops-after', 'hangs', { status: 502 }] as const)(
    'says that a message may have been sent after %j',
    async (fault) => {
      const { zalo } = await openWithLan()
      zalo.fail('send', fault)
      const error = await failureOf(message())
      expect([error.failure, error.message]).toEqual(['unreachable', expect.stringContaining('may have been sent')])
    },
  )

  it('does not say so when nothing can have been sent', () => {
    expect(toSendError(new ZaloError('retry-later', 'zalo cannot be reached'))).toMatchObject({
      failure: 'unreachable',
      message: 'zalo cannot be reached',
    })
  })

  it.each<readonly [ZaloFailure, SendFailure]>([
    ['retry-later', 'unreachable'],
    ['throttled', 'throttled'],
    ['over-quota', 'over-quota'],
    ['window-closed', 'window-closed'],
    ['opted-out', 'opted-out'],
    ['bad-request', 'rejected'],
    ['token', 'unreachable'],
    ['misconfigured', 'misconfigured'],
  ])('calls %s %s', (failure, expected) => {
    expect(toSendError(new ZaloError(failure, 'x'))).toMatchObject({ name: 'SendError', failure: expected })
  })

  it('leaves a fault of our own as it is', () => {
    const bug = new TypeError('x is undefined')
    expect(toSendError(bug)).toBe(bug)
  })

  it('keeps a whole conversation out of the log', async () => {
    const { channel, logged, zalo } = await openWithLan()
    zalo.fail('send', { status: 500 }, 1)
    await failureOf(message({ text: 'bí mật của em' }))
    await channel.send(message({ text: 'bí mật của em' }))
    const log = JSON.stringify(logged)
    for (const secret of ['bí mật', lan, 'em chào']) expect(log).not.toContain(secret)
  })
})
