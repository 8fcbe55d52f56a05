import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Officer } from '../src/core/shift.ts'
import { until } from './channels/telegram-harness.ts'
import type { FakeTelegram } from './support/fake-telegram.ts'
import type { FakeZalo } from './support/fake-zalo.ts'
import {
  createPlatforms,
  fileTip,
  hears,
  personOnTelegram,
  personOnWeb,
  personOnZalo,
  telegramEnv,
  zaloEnv,
  type Person,
  type Running,
} from './support/platforms.ts'
import { createTestClock, sampleOfficer, type TestClock } from './support/test-app.ts'

type Place = Person['place']
const places: readonly Place[] = ['telegram', 'zalo', 'web']
const orders = places.flatMap((first) =>
  places
    .filter((second) => second !== first)
    .map((second) => [first, second, places.find((place) => place !== first && place !== second) ?? first] as const),
)
const hourMs = 3_600_000

const platforms = createPlatforms()
let clock: TestClock
let telegram: FakeTelegram
let zalo: FakeZalo
let running: Running
let officer: Officer

beforeAll(async () => {
  clock = createTestClock()
  telegram = await platforms.telegram(clock)
  zalo = await platforms.zalo({ clock })
  running = await platforms.run({ ...telegramEnv(telegram), ...zaloEnv(zalo) }, { clock })
  zalo.webhook.aim(`${running.url}/webhooks/zalo-oa`)
  officer = await sampleOfficer(running.app)
}, 60_000)
afterAll(() => platforms.closeAll())

let people = 0
/** Somebody new; each thing they write comes a second after what was before. */
function somebodyOn(place: Place): Person & { readonly id: string } {
  const id = String(8_000_000_000_000 + ++people)
  const made = {
    telegram: () => personOnTelegram(telegram, Number(id), running),
    zalo: () => personOnZalo(zalo, id, running),
    web: () => personOnWeb(running),
  }[place]()
  return {
    ...made,
    id,
    say(text) {
      clock.advance(1_000)
      return made.say(text)
    },
  }
}

const tipOf = async (receipt: string): Promise<string> => {
  const { storage, marks } = running.base
  return (await storage.tips.findByReceipt(marks.receipt(receipt.replaceAll('-', ''))))?.tip.id ?? 'no tip'
}
const threadOf = async (tip: string) => (await running.app.desk.open(officer, tip))?.messages ?? []

/** Goes on with a tip by its receipt; answers what was said of it. */
async function goOn(person: Person, receipt: string, words: string): Promise<string> {
  const shown = await person.say(`/ma ${receipt}`)
  await person.say('1')
  return `${shown}\n${await person.say(words)}`
}

async function reply(tip: string, text: string): Promise<void> {
  clock.advance(1_000)
  expect(await running.app.desk.reply(officer, tip, text)).toEqual({ kind: 'done' })
}

/** When nothing more is on its way. */
async function allDelivered(): Promise<void> {
  await running.app.sender.deliverDue()
  await running.app.sender.idle()
}

describe('one thread, wherever its tipster writes', { timeout: 30_000 }, () => {
  it.each(orders)('from %s it goes on in %s and then in %s', async (...order) => {
    const three = order.map(somebodyOn)
    const [first, second, third] = three
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few')
    const receipt = await fileTip(first, `bé nhà bên hay bị bỏ đói, kể từ ${first.place}`)
    const tip = await tipOf(receipt)
    for (const person of [second, third])
      expect(await goOn(person, receipt, `thêm từ ${person.place}`)).toContain('Đã gửi thêm cho cán bộ')

    await reply(tip, 'Cảm ơn bạn, bé ở nhà số mấy?')
    for (const person of three) {
      await hears(person, `Cán bộ trực số ${officer.alias} trả lời:\nCảm ơn bạn, bé ở nhà số mấy?`)
      expect(await person.said()).not.toContain(officer.name)
    }
    expect(await goOn(first, receipt, 'nhà cuối ngõ')).toContain('bé ở nhà số mấy?')

    const thread = await threadOf(tip)
    expect(thread.map(({ author, text }) => [author, text])).toEqual([
      ['tipster', `bé nhà bên hay bị bỏ đói, kể từ ${first.place}`],
      ['tipster', `thêm từ ${second.place}`],
      ['tipster', `thêm từ ${third.place}`],
      ['officer', 'Cảm ơn bạn, bé ở nhà số mấy?'],
      ['tipster', 'nhà cuối ngõ'],
    ])
    const seen = JSON.stringify(await running.app.desk.open(officer, tip))
    for (const { id } of three) expect(seen).not.toContain(id)
    for (const place of places) expect(seen).not.toContain(`${place}:`)
  })

  it('is answered in the three places used last, and not where it was only looked at', async () => {
    const [first, second, third, fourth, looking] = (['telegram', 'zalo', 'web', 'zalo', 'telegram'] as const).map(
      somebodyOn,
    )
    if (!first || !second || !third || !fourth || !looking) throw new Error('too few')
    const receipt = await fileTip(first, 'bé nhà bên hay bị bỏ đói')
    for (const person of [second, third, fourth]) await goOn(person, receipt, 'thêm nữa')
    await looking.say(`/ma ${receipt}`)
    await reply(await tipOf(receipt), 'Cán bộ đang tới.')
    for (const person of [second, third, fourth]) await hears(person, 'Cán bộ đang tới.')
    await allDelivered()
    for (const person of [first, looking]) expect(await person.said()).not.toContain('Cán bộ đang tới.')
  })
})

describe('a receipt that does not fit', { timeout: 30_000 }, () => {
  it.each(places)('is told apart on %s: a slip, too few digits, none of ours', async (place) => {
    const guessing = somebodyOn(place)
    expect(await guessing.say('/ma 4000-0000-0000-0003')).toContain('Có chữ số bị gõ nhầm')
    expect(await guessing.say('/ma 4000-0000-0000-000')).toContain('Mã tra cứu có 16 chữ số')
    expect(await guessing.say('/ma 4000-0000-0000-0002')).toContain('không tìm thấy tin nào với mã này')
  })

  let receipt = ''
  beforeAll(async () => {
    receipt = await fileTip(somebodyOn('telegram'), 'bé nhà bên hay bị bỏ đói')
  })

  it.each(places)('can be tried ten times an hour on %s, and elsewhere goes on', async (place) => {
    clock.advance(hourMs)
    const guessing = somebodyOn(place)
    for (let tries = 0; tries < 10; tries++)
      expect(await guessing.say('/ma 4000-0000-0000-0002')).toContain('không tìm thấy')
    expect(await guessing.say(`/ma ${receipt}`)).toContain('Đã thử mã quá nhiều lần')
    const elsewhere = somebodyOn(place === 'web' ? 'zalo' : 'web')
    expect(await elsewhere.say(`/ma ${receipt}`)).toContain('Bạn muốn làm gì tiếp')
    clock.advance(hourMs)
    expect(await guessing.say(`/ma ${receipt}`)).toContain('Bạn muốn làm gì tiếp')
  })
})

describe('leaving in one place', { timeout: 30_000 }, () => {
  it.each(places)('cuts the answers everywhere when it is done on %s; the receipt goes on', async (place) => {
    const first = somebodyOn(place === 'telegram' ? 'zalo' : 'telegram')
    const receipt = await fileTip(first, 'bé nhà bên hay bị bỏ đói')
    const tip = await tipOf(receipt)
    const leaving = somebodyOn(place)
    await goOn(leaving, receipt, 'thêm nữa')

    // An answer that waits to be sent when its reader leaves is not shown either.
    const isHeld = holdBack(first.place)
    await reply(tip, 'Lời chưa kịp tới.')
    await until('it was tried', isHeld)
    await allDelivered()
    expect(await goOnLeaving(leaving, receipt)).toContain('Đã xoá đường liên lạc của tin này')
    zalo.heal()
    await reply(tip, 'Lời sau khi đi.')
    clock.advance(600_000)
    await allDelivered()
    expect(await first.said()).not.toContain('Lời chưa kịp tới.')
    expect(await first.said()).not.toContain('Lời sau khi đi.')

    const shown = await goOn(first, receipt, 'vẫn còn chuyện này')
    for (const words of ['Lời chưa kịp tới.', 'Lời sau khi đi.', 'Đường trả lời của tin này đã cắt'])
      expect(shown).toContain(words)
    expect((await threadOf(tip)).at(-1)?.text).toBe('vẫn còn chuyện này')
  })

  /** The platform takes the next message only later, Zalo when it is healed; answers whether it has been tried. */
  function holdBack(place: Place): () => boolean {
    const sends = () =>
      place === 'telegram'
        ? telegram.calls.filter(({ method }) => method === 'sendMessage').length
        : zalo.requests.filter((request) => request.endsWith('/message/cs')).length
    const before = sends()
    if (place === 'telegram') telegram.fault('sendMessage', { refuse: 429, retryAfter: 600 })
    else zalo.fail('send', { status: 503 }, Infinity)
    return () => sends() > before
  }

  async function goOnLeaving(person: Person, receipt: string): Promise<string> {
    await person.say(`/ma ${receipt}`)
    await person.say('2')
    return person.say('1')
  }
})
