import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPlatforms, fileTip, personOnZalo, zaloEnv, type Person, type Running } from './support/platforms.ts'
import type { FakeZalo } from './support/fake-zalo.ts'
import { createTestClock, realContent, sampleOfficer, type TestClock } from './support/test-app.ts'

const dayMs = 24 * 60 * 60_000
const asked = 'Bé ở nhà số mấy?'
const told = 'nhà bé ở thôn 3, cạnh trạm y tế'
const vi = realContent().translate('vi')

const platforms = createPlatforms()
let clock: TestClock
let zalo: FakeZalo
let running: Running
beforeAll(async () => {
  clock = createTestClock()
  zalo = await platforms.zalo({ clock })
  running = await platforms.run(zaloEnv(zalo), { clock })
  zalo.webhook.aim(`${running.url}/webhooks/zalo-oa`)
}, 60_000)
afterAll(() => platforms.closeAll())

let people = 0
/** Somebody new on Zalo, where nothing can be tapped; each thing they write comes seconds after what was before. */
function somebody(): Person & { readonly id: string } {
  const id = String(8_000_000_000_000 + ++people)
  const person = personOnZalo(zalo, id, running)
  return { ...person, id, say: (text) => (clock.advance(2_000), person.say(text)) }
}

async function tellOf(person: Person): Promise<string> {
  const receipt = await fileTip(person, 'bé nhà bên hay bị bỏ đói')
  const { storage, marks } = running.base
  return (await storage.tips.findByReceipt(marks.receipt(receipt.replaceAll('-', ''))))?.tip.id ?? 'no tip'
}

async function answer(tip: string, text = asked): Promise<void> {
  clock.advance(dayMs)
  expect(await running.app.desk.reply(await sampleOfficer(running.app), tip, text)).toEqual({ kind: 'done' })
  await running.app.sender.deliverDue()
  await running.app.sender.idle()
}

async function threadOf(tip: string): Promise<readonly string[]> {
  const opened = await running.app.desk.open(await sampleOfficer(running.app), tip)
  return (opened?.messages ?? []).map(({ text }) => text)
}

describe('an officer’s answer where there are no buttons', { timeout: 30_000 }, () => {
  it.each(['trả lời cán bộ', 'Tra loi can bo', 'Trả lời cán bộ ạ', 'dạ em trả lời cán bộ'])(
    'says how to write back, and “%s” does it',
    async (typed) => {
      const lan = somebody()
      const tip = await tellOf(lan)
      await answer(tip)
      expect(await lan.said()).toContain('gõ “trả lời cán bộ”')
      expect(await lan.say(typed)).toBe(`${vi('receipt.writeWords')}\n\n1. Số khẩn cấp`)
      expect(await lan.say(told)).toContain(vi('receipt.added'))
      expect(await threadOf(tip)).toEqual(['bé nhà bên hay bị bỏ đói', asked, told])
    },
  )

  it('next words are not swallowed: it is said that they did not go there, and one number sends them', async () => {
    const lan = somebody()
    const tip = await tellOf(lan)
    await answer(tip)
    const kept = await running.base.storage.questions.newest(100)
    const reply = await lan.say(told)
    expect(reply).toContain(vi('tip.notToOfficer'))
    expect(reply).toContain(`\n\n1. ${vi('tip.sendWords')}\n`)
    expect(await running.base.storage.questions.newest(100)).toEqual(kept)
    expect(await threadOf(tip)).not.toContain(told)
    expect(await lan.say('1')).toContain(vi('receipt.added'))
    expect(await threadOf(tip)).toContain(told)
    // Who has answered is not asked again.
    await lan.say('/thoat')
    expect(await lan.say('trẻ em là bao nhiêu tuổi')).not.toContain(vi('tip.notToOfficer'))
  })

  it('older words are not sent by the number under newer ones, and none after a quarter of an hour', async () => {
    const lan = somebody()
    const tip = await tellOf(lan)
    await answer(tip)
    const { marks } = running.base
    const button = `/viet ${tip}.${marks.reply(tip, `zalo:${lan.id}`)}`
    await lan.say(told)
    const olderAt = clock.now().getTime().toString(36)
    await lan.say('trẻ em là bao nhiêu tuổi')
    expect(await lan.say(`${button} ${olderAt}`)).toContain(vi('receipt.writeWords'))
    await lan.say('/thoat')
    await lan.say(told)
    const newerAt = clock.now().getTime().toString(36)
    clock.advance(16 * 60_000)
    expect(await lan.say(`${button} ${newerAt}`)).toContain(vi('receipt.writeWords'))
    expect(await threadOf(tip)).not.toContain(told)
  })

  it('nobody else is offered it, and who has two answers or none is asked for the receipt', async () => {
    const [lan, minh] = [somebody(), somebody()]
    const tips = [await tellOf(lan), await tellOf(lan)]
    await answer(tips[0] ?? '')
    expect(await minh.say(told)).not.toContain(vi('tip.notToOfficer'))
    expect(await minh.say('trả lời cán bộ')).toContain(vi('receipt.ask'))
    await answer(tips[1] ?? '')
    const reply = await lan.say(told)
    expect(reply).toContain(vi('tip.notToOfficer'))
    expect(reply).not.toContain(vi('tip.sendWords') + '\n')
    expect(await lan.say('trả lời cán bộ')).toContain(vi('receipt.ask'))
  })

  it('is forgotten when its tipster cut the way back', async () => {
    const lan = somebody()
    const tip = await tellOf(lan)
    await answer(tip)
    await lan.say('trả lời cán bộ')
    await lan.say(told)
    for (const text of ['Không nhận trả lời nữa', '1']) await lan.say(text)
    expect(await lan.say('trả lời cán bộ')).toContain(vi('receipt.ask'))
  })
})

it('after erasing no number is shown, and one that is typed is no question', { timeout: 30_000 }, async () => {
  const lan = somebody()
  await lan.say('/xoa')
  expect(await lan.say('1')).toBe(vi('erase.zalo'))
  expect(await lan.say('1')).toContain(vi('tip.forgottenNumber'))
})
