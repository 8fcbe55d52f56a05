import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Address } from '../../src/core/channel.ts'
import type { Attachment } from '../../src/core/message.ts'
import type { Officer } from '../../src/core/shift.ts'
import { purge } from '../../src/purge.ts'
import { makeInvite } from '../../src/sign-in-link.ts'
import { dumpState } from '../support/dump-state.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { realContent, sampleOfficer, startTestApp, type TestApp } from '../support/test-app.ts'

let app: TestApp
let telegram: MemoryChannel
let officer: Officer
beforeAll(async () => {
  app = await startTestApp({
    channels(clock) {
      telegram = createMemoryChannel('telegram', clock.now)
      return [telegram]
    },
  })
  officer = await sampleOfficer(app)
})
afterAll(() => app.close())

let count = 0
let from: Address
beforeEach(() => {
  from = `telegram:${++count}`
  app.clock.advance(60_000)
})

const file = (kind: Attachment['kind'], content = `bytes ${++count}`): Attachment => ({
  kind,
  mediaType: { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/ogg', file: 'application/pdf' }[kind],
  bytes: Buffer.from(content),
})
const photo = (content?: string) => file('image', content)
const words = (key: string, vars = {}) => realContent().translate('vi')(key, vars)
const begin = (key: string) => words(key).split(/\{\{|\n/)[0] ?? ''

/** Sends something and answers what the bot said to it. */
async function send(text: string, ...attachments: Attachment[]): Promise<string[]> {
  const before = telegram.sent.length
  await telegram.write(from, text, { attachments })
  return telegram.sent.slice(before).flatMap(({ to, text }) => (to === from ? [text] : []))
}
/** The same, when some time has gone by. */
async function later(text: string, ...attachments: Attachment[]): Promise<readonly string[]> {
  app.clock.advance(10_000)
  return send(text, ...attachments)
}
const receiptIn = (said: readonly string[]) => /\d{4}-\d{4}-\d{4}-\d{4}/.exec(said.join('\n'))?.[0] ?? ''

/** From wherever the tip stands to its end; everything is skipped. */
async function submit(): Promise<string> {
  for (let step = 0; step < 8; step++) {
    const said = await send('bỏ qua')
    if (said.some((text) => text.includes('Bạn gửi chứ'))) break
  }
  const receipt = receiptIn(await send('gửi'))
  expect(receipt).not.toBe('')
  return receipt
}
/** What the officer reads of the tip of a receipt, with the bytes of its files. */
async function read(receipt: string) {
  const { marks, storage } = app.base
  const tip = (await storage.tips.findByReceipt(marks.receipt(receipt.replaceAll('-', ''))))?.tip.id ?? ''
  const messages = (await app.desk.open(officer, tip))?.messages ?? []
  return Promise.all(
    messages.map(async ({ text, attachments }) => ({
      text,
      files: await Promise.all(
        attachments.map(async ({ id }) =>
          Buffer.from((await app.desk.attachment(officer, tip, id))?.bytes ?? []).toString(),
        ),
      ),
    })),
  )
}
const filesKept = async () =>
  (await dumpState({ kind: 'sqlite', file: join(app.dataDir, 'la-chan.sqlite') })).attachment ?? []

describe('files in a tip', () => {
  it('go along with words before and after, and the confirmation says how many', async () => {
    await send('/baotin')
    expect(await send('cháu nhà bên dạo này ít nói', photo('one'))).toEqual([
      words('files.received'),
      words('tip.kind'),
    ])
    expect(await later('', file('audio', 'two'), file('video', 'three'))).toEqual([
      words('files.received'),
      words('tip.kind'),
    ])
    for (const text of ['bỏ qua', 'bỏ qua', 'bỏ qua']) await send(text)
    const [confirmation = ''] = await send('bỏ qua')
    expect(confirmation).toContain('“cháu nhà bên dạo này ít nói”\nKèm: 1 ảnh, 1 video, 1 đoạn ghi âm.\nNơi:')
    expect(await read(receiptIn(await send('gửi')))).toEqual([
      { text: 'cháu nhà bên dạo này ít nói', files: ['one', 'two', 'three'] },
    ])
  })

  it('are enough without a word', async () => {
    await send('/baotin')
    expect(await send('', photo('alone'))).toEqual([words('files.received'), words('tip.wordsToo')])
    const receipt = await submit()
    expect(telegram.sent.some(({ to, text }) => to === from && text.startsWith(begin('tip.confirmFiles')))).toBe(true)
    expect(await read(receipt)).toEqual([{ text: '', files: ['alone'] }])
  })

  it('that come in a row are acknowledged once', async () => {
    await send('/baotin')
    await send('chuyện', photo('a'))
    expect(await send('', photo('b'))).toEqual([])
    expect(await send('', photo('c'))).toEqual([])
    expect(await send('1')).toEqual([words('tip.place')])
    expect(await read(await submit())).toEqual([{ text: 'chuyện', files: ['a', 'b', 'c'] }])
  })

  it('are at most ten; who sends more is told so, once in a row', async () => {
    const tooMany = words('files.tooMany', { most: 10 })
    await send('/baotin')
    await send('chuyện', ...Array.from({ length: 9 }, (_, index) => photo(`${index}`)))
    expect(await send('', photo('9'), photo('10'))).toEqual([tooMany])
    expect(await send('', photo('11'))).toEqual([])
    expect(await later('', photo('12'))).toEqual([tooMany, words('tip.kind')])
    const [told] = await read(await submit())
    expect(told?.files).toEqual(Array.from({ length: 10 }, (_, index) => `${index}`))
  })

  it('of an album come one by one, and nothing that is said of them is wrong for all of them', async () => {
    const said = await send('nhà bên cạnh', photo('0'))
    for (let each = 1; each < 12; each++) said.push(...(await send('', photo(`${each}`))))
    expect(said).toEqual([words('files.received'), words('safety.offerFiles'), words('files.tooMany', { most: 10 })])
    expect([said[0], said[2]?.replace('10 tệp', '')].join()).not.toMatch(/\d/)
    await later('1')
    expect((await read(await submit()))[0]?.files).toHaveLength(10)
  })

  it.each(['/baotin', '111', '/ma', 'báo tin'])('stay when “%s” comes with one', async (text) => {
    await send('/baotin')
    await send('chuyện', photo('a'))
    expect(await later(text, photo('b'))).toContain(words('files.received'))
    expect((await read(await submit()))[0]?.files).toEqual(['a', 'b'])
  })

  it('are a draft that another command does not drop', async () => {
    await send('/baotin')
    await send('', photo())
    expect((await later('/ma'))[0]).toBe(words('tip.unfinished'))
  })
})

describe('files out of nowhere', () => {
  it('are offered to the officers, with the numbers to call', async () => {
    const said = await send('', photo('seen'))
    expect(said).toEqual([words('files.received'), words('safety.offerFiles')])
    expect(said[1]).toMatch(/113.*111/)
    await send('1')
    expect(await read(await submit())).toEqual([{ text: '', files: ['seen'] }])
  })

  it('keep the words that came with them', async () => {
    expect((await send('hình này là của ai vậy', photo('seen'))).at(-1)).toBe(words('safety.offerFiles'))
    await send('Báo tin cho cán bộ')
    expect(await read(await submit())).toEqual([{ text: 'hình này là của ai vậy', files: ['seen'] }])
  })

  it('with words of danger are kept while help is named', async () => {
    const said = await send('em đang bị đánh', photo('wound'))
    expect(said).toEqual([words('safety.believe.child'), words('files.received'), words('safety.question.child')])
    expect(await later('', photo('more'))).toEqual([words('files.received'), words('safety.question.child')])
    for (const text of ['1', '1']) await send(text)
    expect(await read(await submit())).toEqual([{ text: 'em đang bị đánh', files: ['wound', 'more'] }])
  })

  it('are kept by nobody beside a command that has no use for them, and that is said', async () => {
    expect(await send('/help', photo())).toEqual([words('files.notKept'), words('help.text')])
  })

  it('say nothing when somebody leaves with one', async () => {
    await send('/baotin')
    await send('', photo())
    expect(await later('/thoat', photo())).toEqual([words('quick-exit.card')])
  })
})

describe('files by receipt', () => {
  it('are added to the thread, an album with one alert, and are said to who looks', async () => {
    await telegram.write('telegram:binh', await makeInvite(officer.id, app.base))
    await send('/baotin')
    await send('chuyện', photo('first'))
    const receipt = await submit()
    app.clock.advance(60_000)
    expect(await send(`/ma ${receipt}`)).toContain(words('receipt.files', { files: '1 ảnh' }))
    const alerts = () => telegram.sent.filter(({ to }) => to === 'telegram:binh').length
    const before = alerts()
    expect(await send('', photo('second'))).toEqual([
      words('receipt.added'),
      words('files.received'),
      words('receipt.menu'),
    ])
    expect(await send('', photo('third'))).toEqual([])
    await app.sender.idle()
    expect(alerts()).toBe(before + 1)
    await later('1')
    expect(await later('và đây nữa', file('file', 'fourth'))).toContain(words('receipt.added'))
    expect(await read(receipt)).toEqual([
      { text: 'chuyện', files: ['first'] },
      { text: '', files: ['second'] },
      { text: '', files: ['third'] },
      { text: 'và đây nữa', files: ['fourth'] },
    ])
    const six = Array.from({ length: 6 }, (_, index) => photo(`${index}`))
    await later('', ...six)
    expect(await later('', photo('eleventh'))).toEqual([words('files.tooMany', { most: 10 }), words('receipt.menu')])
    expect((await read(receipt)).flatMap(({ files }) => files)).toHaveLength(10)
  })
})

describe('files of officers', () => {
  it('are not taken, and that is said', async () => {
    await telegram.write(from, await makeInvite(officer.id, app.base))
    expect(await send('', photo())).toEqual([words('officers.noFiles')])
    expect(await send('trẻ em là bao nhiêu tuổi', photo())).toHaveLength(2)
  })
})

describe('files that belong to no tip', () => {
  it('cannot be opened once the draft is gone, and are purged within a day', async () => {
    await send('/baotin')
    await send('chuyện', photo('never sent'))
    await send('/huy')
    const before = (await filesKept()).length
    app.clock.advance(24 * 60 * 60 * 1000)
    await purge(app.base)
    const after = await filesKept()
    expect(before - after.length).toBeGreaterThan(0)
    const linked = (await dumpState({ kind: 'sqlite', file: join(app.dataDir, 'la-chan.sqlite') })).tip_attachment ?? []
    expect(after.map(({ id }) => id).sort()).toEqual(linked.map(({ attachment }) => attachment).sort())
  })
})
