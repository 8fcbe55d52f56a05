import { afterEach, describe, expect, it } from 'vitest'
import {
  accepted,
  createOpener,
  jpeg,
  lan,
  quick,
  until,
  type Telegram,
  type TelegramOptions,
} from './telegram-harness.ts'

const { start, closeAll } = createOpener()
afterEach(closeAll)

describe('attachments', () => {
  it.each([
    ['a photo', 'userSendsPhoto', undefined, 'image', 'image/jpeg'],
    ['a voice message', 'userSendsVoice', undefined, 'file', 'audio/ogg'],
    ['a video', 'userSendsVideo', undefined, 'file', 'video/mp4'],
    ['a document', 'userSendsDocument', undefined, 'file', 'application/pdf'],
    ['a picture sent as a file', 'userSendsDocument', 'image/png', 'image', 'image/png'],
    ['a file of a made-up type', 'userSendsDocument', 'x"; drop/../', 'file', 'application/octet-stream'],
  ] as const)('come through cleaned: %s', async (_what, sends, given, kind, mediaType) => {
    const { fake, received, announced, handed } = await start()
    const media = { bytes: jpeg('|META Canary'), caption: 'xem này', fileName: 'canary-name.jpg' }
    await handed(fake[sends](lan, { ...media, ...(given === undefined ? {} : { mediaType: given }) }).update)
    expect(received).toMatchObject([{ text: 'xem này', attachments: [{ kind, mediaType }] }])
    expect(Buffer.from(received[0]?.attachments[0]?.bytes ?? []).equals(jpeg())).toBe(true)
    expect(announced).toEqual([])
    expect(JSON.stringify(received)).not.toContain('canary-name')
  })

  it('are fetched once where Telegram tells of them twice: an animation', async () => {
    const { fake, received, handed } = await start()
    fake.userSendsDocument(lan, { bytes: jpeg() })
    const file = { file_id: fake.messagesIn(lan)[0]?.media?.fileId, mime_type: 'video/mp4', file_size: 10 }
    await handed(fake.userSendsOther(lan, { animation: file, document: file }).update)
    expect(received.at(-1)?.attachments).toMatchObject([{ mediaType: 'video/mp4' }])
  })

  const mb = 1024 * 1024

  it('are fetched three at a time when large, and nobody’s picture waits behind them', async () => {
    const { fake, received, handed } = await start({ timing: { ...quick, fileMs: 20_000 } })
    const asked = () => fake.calls.filter(({ method }) => method === 'getFile').length
    fake.fault('file', 'hangs', 3)
    const video = { bytes: jpeg(), size: 5 * mb }
    for (const each of [0, 1, 2]) fake.userSendsVideo(lan + each, video)
    await until('three are under way', () => asked() === 3)
    fake.userSendsVideo(lan + 3, video)
    await handed(fake.userSendsPhoto(lan + 4, { bytes: jpeg() }).update)
    expect(asked()).toBe(4)
    expect(received.map(({ from }) => from)).toEqual([`telegram:${lan + 4}`])
    fake.release()
    await until('all come', () => received.length === 5)
    expect(received.flatMap(({ attachments }) => attachments)).toHaveLength(5)
  })

  it('come through however long they wait for their turn', async () => {
    const { fake, received } = await start({ timing: { ...quick, fileMs: 700 } })
    fake.fault('file', { slowMs: 200 }, 30)
    for (let each = 0; each < 30; each++) fake.userSendsPhoto(lan + each, { bytes: jpeg() })
    await until('all come', () => received.length === 30)
    expect(received.flatMap(({ attachments }) => attachments)).toHaveLength(30)
  })

  it('have their time for each try', async () => {
    const { fake, received, handed } = await start({ timing: { ...quick, fileMs: 600 } })
    fake.fault('file', 'hangs')
    fake.fault('file', { slowMs: 100 })
    await handed(fake.userSendsPhoto(lan, { bytes: jpeg() }).update)
    expect(received[0]?.attachments).toHaveLength(1)
  })

  it('have more time the larger they are', async () => {
    const { fake, received, handed } = await start({ timing: { ...quick, fileMs: 50 } })
    fake.fault('file', { slowMs: 400 }, 2)
    await handed(fake.userSendsVideo(lan, { bytes: Buffer.alloc(2 * mb), size: 2 * mb }).update)
    expect(received[0]?.attachments).toHaveLength(1)
  })

  it.each(['polling', 'webhook'] as const)(
    'are fetched once, when Telegram repeats what it did not wait for: %s',
    async (mode) => {
      const { fake, received, handed } = await start({ mode })
      if (mode === 'webhook') await until('the webhook is set', () => fake.webhookUrl() !== '')
      await handed(fake.userSendsPhoto(lan, { bytes: jpeg() }).update)
      await until('it is acknowledged', () => fake.pending() === 0)
      await fake.repeatLast()
      await handed(fake.userSends(lan, 'sau').update)
      expect(fake.calls.filter(({ method }) => method === 'getFile')).toHaveLength(1)
      expect(received).toHaveLength(2)
    },
  )

  it('are taken in their largest size', async () => {
    const { fake, handed } = await start()
    await handed(fake.userSendsPhoto(lan, { bytes: jpeg() }).update)
    const asked = fake.calls.filter(({ method }) => method === 'getFile')
    expect(asked).toHaveLength(1)
    expect(String(asked[0]?.payload.file_id)).toMatch(/^AgACAgUAAx[0-9a-z]{12}$/)
  })

  const losses: readonly [string, number, (telegram: Telegram) => void, TelegramOptions, string][] = [
    ['too large by what Telegram says', 20 * mb + 1, () => undefined, {}, 'too large vi'],
    ['too large, and nothing said so', 0, () => undefined, {}, 'too large vi'],
    ['not to be had', 100, ({ fake }) => fake.fault('getFile', { refuse: 400 }, 9), {}, 'not received vi'],
    ['not handed out', 100, ({ fake }) => fake.fault('file', { gateway: 502 }, 9), {}, 'not received vi'],
    ['broken off', 100, ({ fake }) => fake.fault('file', 'drops-before', 9), {}, 'not received vi'],
    ['never ending', 100, ({ fake }) => fake.fault('file', 'hangs', 9), {}, 'not received vi'],
    ['not to be cleaned', 100, () => undefined, { strip: () => ({ refused: 'damaged' }) }, 'not cleaned vi'],
    [
      'too much for the cleaner',
      100,
      () => undefined,
      {
        strip: () => {
          throw new Error('a bug')
        },
      },
      'not cleaned vi',
    ],
  ]
  it.each(losses)(
    'that are lost are told of, and the words still come through: %s',
    async (_what, size, breaks, more, said) => {
      const telegram = await start(more)
      const { fake, received, announced, handed, channel } = telegram
      breaks(telegram)
      const bytes = size === 0 ? Buffer.alloc(20 * mb + 1) : jpeg()
      const { update } = fake.userSendsDocument(lan, { bytes, caption: 'có ảnh', size: size === 0 ? 100 : size })
      await handed(update)
      await until('it is announced', () => announced.length === 1)
      expect(received).toMatchObject([{ text: 'có ảnh', attachments: [] }])
      expect(announced).toEqual([{ to: `telegram:${lan}`, text: said, unprompted: true, priority: 'reply' }])
      expect(Object.values(channel.counts().lost).reduce((sum, each) => sum + each)).toBe(1)
    },
  )

  it('of a message that was there before are not told of again', async () => {
    const telegram = await start()
    const { fake, announced, handed } = telegram
    telegram.answer = async () => ({ repeat: true, settled: Promise.resolve() })
    await handed(fake.userSendsDocument(lan, { bytes: jpeg(), size: 30 * mb }).update)
    telegram.answer = accepted
    await handed(fake.userSends(lan, 'sau').update)
    expect(announced).toEqual([])
  })

  it('are tried a second time', async () => {
    const { fake, received, handed } = await start()
    fake.fault('file', 'drops-before', 1)
    await handed(fake.userSendsPhoto(lan, { bytes: jpeg() }).update)
    expect(received[0]?.attachments).toHaveLength(1)
  })

  it('that the end breaks off are not lost: their message is not acknowledged', async () => {
    const { fake, received, announced, channel } = await start()
    fake.fault('file', 'hangs', 9)
    fake.userSendsPhoto(lan, { bytes: jpeg() })
    await until('the file is asked for', () => fake.calls.some(({ method }) => method === 'getFile'))
    await channel.stop()
    expect([received, announced]).toEqual([[], []])
    expect(fake.pending()).toBe(1)
  })
})
