import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Session } from '../../src/core/session.ts'
import { waits } from '../../src/flows/flow.ts'
import { realContent } from '../support/test-app.ts'
import { openDecide, said, standing, type OpenDecide } from './open-decide.ts'

const { flows } = realContent()
const question = 'trẻ em là bao nhiêu tuổi'
const menu = '["/baotin","/ma","/help","/khancap"]'
const told = { words: 'chuyện đã kể', channel: 'telegram', url: 'http://localhost:8080' }

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

/** Every place where a contact may stand, by a short name. */
const states: Readonly<Record<string, () => Session | undefined>> = {
  'in no flow': () => undefined,
  'before a menu': () => open.at('@menu', '', { menu }),
  'in a flow that is gone': () => open.at('quiz', 'first'),
  'telling a tip': () => open.at('tip', 'words', { channel: 'telegram' }),
  'choosing a kind': () => open.at('tip', 'kind', told),
  'choosing a kind, warned': () => open.at('tip', 'kind', { ...told, warned: 'yes' }),
  'asked for the place': () => open.at('tip', 'place', told),
  'before sending': () => open.at('tip', 'confirm', told),
  'asked whether safe': () => open.at('tip', 'safeChild', { ...told, self: 'child', warned: 'yes' }),
  'asked for a receipt': () => open.at('receipt', 'ask', { argument: '' }),
  'writing to an officer': () => open.at('receipt', 'write', { tip: 'ZZZZ-9999' }),
  'asked whether to erase': () => open.at('erase', 'sure'),
  'choosing a language': () => open.at('language', 'choose'),
}

describe('who speaks', () => {
  it.each([
    // what is written where: the first words said, and where the contact stands then
    ['in no flow', '   ', 'common.writeSomething', '@menu.'],
    ['in no flow', '/khancap', 'safety.numbers', '@menu.'],
    ['in no flow', '0', 'safety.numbers', '@menu.'],
    ['in no flow', '113', 'safety.numbers', '@menu.'],
    ['in no flow', 'Gọi Công An!', 'safety.numbers', '@menu.'],
    ['in no flow', 'em đang bị đánh', 'safety.believe.child', 'tip.safeChild'],
    ['in no flow', 'con tôi bị đánh', 'safety.believe.adult', 'tip.safeAdult'],
    ['in no flow', 'con toi bi danh', 'safety.believe.adult', 'tip.safeAdult'],
    ['in no flow', 'con tối nào cũng bị đánh', 'safety.believe.child', 'tip.safeChild'],
    ['in no flow', 'em không muốn sống nữa', 'safety.believe.crisis', 'tip.safeCrisis'],
    ['in no flow', '/baotin', 'tip.anonymityChat', 'tip.words'],
    ['in no flow', '/baotin em đang bị đánh', 'safety.believe.child', 'tip.kind'],
    ['in no flow', '/start em đang bị đánh', 'safety.believe.child', 'tip.safeChild'],
    ['in no flow', 'bao tin', 'tip.anonymityChat', 'tip.words'],
    ['in no flow', '/START@lachan_bot', 'start.hello', '@menu.'],
    ['in no flow', 'xin chào', 'start.hello', '@menu.'],
    ['in no flow', '/nothing', 'common.unknownCommand', '@menu.'],
    ['in no flow', '/viet ABCD-2345.made-up', 'receipt.useCode', '@menu.'],
    // The code sounds like danger to the model; nobody wrote it.
    ['in no flow', '/viet ANJN-WDSK.AAAAAAAAAAAAAAAAAAAAAA', 'receipt.useCode', '@menu.'],
    ['in no flow', '/viet ABCD-2345.em-muon-chet-AAAAAAAAA', 'receipt.useCode', '@menu.'],
    ['in no flow', '/viet ABCD-2345.em-muon-chet-AAAAAAAAA mp3xyz12', 'receipt.useCode', '@menu.'],
    ['in no flow', '/muc no-such-entry', 'answer.unknown', '@menu.'],
    ['in no flow', 'giá vàng hôm nay bao nhiêu', 'answer.unknown', '@menu.'],
    ['in no flow', 'thoát', 'quick-exit.card', '@left.'],
    ['in no flow', 'gửi', 'tip.forgotten', '@menu.'],
    ['in no flow', 'bỏ qua', 'tip.forgotten', '@menu.'],
    ['before a menu', '1', 'tip.anonymityChat', 'tip.words'],
    ['before a menu', '2.', 'receipt.ask', 'receipt.ask'],
    ['before a menu', '3)', 'help.text', '@menu.'],
    ['before a menu', '4', 'safety.numbers', '@menu.'],
    ['before a menu', '/lang', 'language.choose', 'language.choose'],
    ['in a flow that is gone', 'xin chào', 'start.hello', '@menu.'],
    ['telling a tip', 'em bị bạn trêu', 'tip.kind', 'tip.kind'],
    ['telling a tip', question, 'tip.kind', 'tip.kind'],
    ['telling a tip', 'trợ giúp', 'tip.kind', 'tip.kind'],
    ['telling a tip', 'báo tin', 'tip.words', 'keep'],
    ['telling a tip', 'thoát nhanh', 'quick-exit.card', '@left.'],
    ['telling a tip', '/start', 'start.hello', '@menu.'],
    ['telling a tip', '/nothing', 'common.unknownCommand', 'keep'],
    ['telling a tip', 'em đang bị đánh', 'safety.believe.child', 'tip.kind'],
    ['telling a tip', '/ma', 'receipt.ask', 'receipt.ask'],
    ['choosing a kind', '1', 'tip.place', 'tip.place'],
    ['choosing a kind', 'bỏ qua', 'tip.place', 'tip.place'],
    ['choosing a kind', 'còn nữa', 'tip.kind', 'tip.kind'],
    ['choosing a kind', 'em đang bị đánh', 'safety.believe.child', 'tip.kind'],
    ['choosing a kind', 'Bị đánh, bị bạo hành', 'tip.place', 'tip.place'],
    ['choosing a kind', '/baotin', 'tip.anonymityChat', 'tip.kind'],
    ['choosing a kind', '/start', 'start.hello', 'keep'],
    ['choosing a kind', '/help', 'help.text', 'keep'],
    ['choosing a kind', '/ma', 'tip.unfinished', 'keep'],
    ['choosing a kind', '/xoa', 'erase.sure', 'tip.kind'],
    ['choosing a kind', '/lang', 'tip.unfinished', 'keep'],
    ['choosing a kind', '/thoat', 'quick-exit.card', '@left.'],
    ['choosing a kind, warned', 'em đang bị đánh', 'tip.kind', 'tip.kind'],
    ['asked for the place', 'bo qua', 'tip.when', 'tip.when'],
    ['asked for the place', 'ở đâu đó', 'tip.placeUnknown', 'tip.when'],
    ['before sending', 'huỷ', 'tip.cancelled', '@menu.'],
    ['before sending', '/thoat', 'quick-exit.card', '@left.'],
    ['asked whether safe', 'không', 'safety.goNow', 'tip.offer'],
    ['asked whether safe', 'Không an toàn', 'safety.goNow', 'tip.offer'],
    ['asked whether safe', '1', 'safety.offerTip', 'tip.offer'],
    ['asked for a receipt', '12', 'receipt.wrongLength', 'receipt.again'],
    ['asked for a receipt', 'em đang bị đánh', 'safety.believe.child', 'tip.safeChild'],
    ['writing to an officer', 'em đang bị đánh', 'safety.believe.child', 'receipt.closed'],
    ['writing to an officer', 'cảm ơn ạ', 'receipt.kept', 'receipt.closed'],
    ['asked whether to erase', 'gì cơ', 'common.chooseOne', 'erase.sure'],
    ['asked whether to erase', 'không', 'erase.kept', '@menu.'],
    ['asked whether to erase', 'em không muốn sống nữa', 'safety.believe.crisis', 'tip.safeCrisis'],
    ['choosing a language', 'English', 'language.doneEn', '@menu.'],
    ['choosing a language', 'báo tin', 'tip.anonymityChat', 'tip.words'],
    ['choosing a language', 'em không muốn sống nữa', 'safety.believe.crisis', 'tip.safeCrisis'],
  ])('%s, to “%s”: %s, then %s', async (state, text, key, then) => {
    const outcome = await open.decide(text, { session: states[state]?.() })
    const [first = ''] = said(outcome)
    // A text with variables in it is compared by its beginning.
    expect(first.startsWith(open.words(key).split('{{')[0] ?? '')).toBe(true)
    expect(standing(outcome)).toBe(then)
  })

  it.each(['in no flow', 'before a menu', 'in a flow that is gone', 'choosing a language'])(
    'the knowledge base, %s, and the conversation is over',
    async (state) => {
      const outcome = await open.decide(question, { session: states[state]?.() })
      expect(said(outcome)).toHaveLength(1)
      expect(said(outcome)[0]).toContain('Trẻ em là người dưới 16 tuổi')
      expect(standing(outcome)).toBe('@menu.')
    },
  )

  it('an entry by its name says the same as its question', async () => {
    const [asked] = said(await open.decide(question))
    expect(said(await open.decide('/muc child-definition-age'))).toEqual([asked])
  })
})

describe('danger', () => {
  it('told in the middle of a tip: help is said once, and the words are kept with those before', async () => {
    const outcome = await open.decide('em đang bị đánh', { session: states['choosing a kind']?.() })
    expect(said(outcome)).toEqual([
      open.words('safety.believe.child'),
      open.words('safety.question.child'),
      open.words('safety.goOn.child'),
      open.words('tip.kind'),
    ])
    expect(outcome.session).toMatchObject({ vars: { words: 'chuyện đã kể\nem đang bị đánh', warned: 'yes' } })
  })

  it('told from nowhere is kept as the words of a tip, without sending anything', async () => {
    const outcome = await open.decide('em đang bị đánh')
    expect(outcome.session).toMatchObject({ vars: { words: 'em đang bị đánh', self: 'child' } })
    expect(outcome.effects).toEqual([])
  })

  it('named by a button is a choice, not a cry for help', async () => {
    const outcome = await open.decide('Bị đụng chạm, xâm hại', { session: states['choosing a kind']?.() })
    expect(outcome.session).toMatchObject({ step: 'place', vars: { kind: 'sexual_abuse', words: 'chuyện đã kể' } })
  })
})

describe('the emergency numbers', () => {
  const places = flows.flatMap((flow) =>
    Object.entries(flow.steps).flatMap(([step, shape]) => (waits(shape) ? [[flow.id, step] as const] : [])),
  )

  it('are asked for in every place where a flow may wait', () => {
    expect(places.length).toBeGreaterThan(15)
  })

  it.each(places)('in %s at %s change nothing and ask the question again', async (flow, step) => {
    const session = open.at(flow, step, { ...told, menu: '["x","y"]' })
    const shape = flows.find(({ id }) => id === flow)?.steps[step]
    const ask = shape === undefined ? '' : 'ask' in shape ? shape.ask : 'choose' in shape ? shape.choose : ''
    for (const text of ['/khancap', '0', '111', 'SOS', 'so khan cap']) {
      const outcome = await open.decide(text, { session })
      expect(outcome.session).toBe('keep')
      expect(outcome.effects.filter((effect) => effect.do !== 'count')).toEqual([])
      const [numbers, again, ...more] = said(outcome)
      expect(numbers).toBe(open.words('safety.numbers'))
      expect(again?.startsWith(open.words(ask).split('{{')[0] ?? '')).toBe(true)
      expect(more).toEqual([])
      const labels = outcome.replies.at(-1)?.quickReplies?.map(({ label }) => label) ?? []
      if (shape !== undefined && 'choose' in shape) {
        expect(labels.slice(0, -1)).toEqual(shape.options.map((option) => open.words(option.label)))
      }
      expect(labels.at(-1)).toBe(open.words('common.emergency'))
    }
  })

  it('stand last under everything that is said, but on the card of the quick exit', async () => {
    for (const text of [
      '/start',
      '/help',
      '/lang',
      '/baotin',
      '/ma',
      '/xoa',
      question,
      'em đang bị đánh',
      '/nothing',
    ]) {
      const { replies } = await open.decide(text)
      expect(replies.at(-1)?.quickReplies?.at(-1)).toEqual({ label: 'Số khẩn cấp', value: '/khancap' })
      for (const reply of replies.slice(0, -1)) expect(reply.quickReplies).toBeUndefined()
    }
    const card = await open.decide('/thoat', { session: states['telling a tip']?.() })
    expect(card.replies).toEqual([{ to: 'telegram:lan', text: open.words('quick-exit.card'), priority: 'reply' }])
  })
})

describe('what is counted', () => {
  const counted = async (text: string, state = 'in no flow') => {
    const { effects } = await open.decide(text, { session: states[state]?.() })
    return effects.flatMap((effect) => (effect.do === 'count' ? [effect.event.kind] : []))
  }

  it.each([
    [question, 'in no flow'],
    ['giá vàng hôm nay bao nhiêu', 'before a menu'],
    ['/start', 'in no flow'],
    ['/khancap', 'in no flow'],
    ['English', 'choosing a language'],
  ])('“%s” %s: one message and one person', async (text, state) => {
    expect(await counted(text, state)).toEqual(['interaction', 'reached'])
  })

  it.each([
    ['/baotin', 'in no flow'],
    ['em đang bị đánh', 'in no flow'],
    ['/ma', 'in no flow'],
    ['/xoa', 'in no flow'],
    ['em bị bạn trêu', 'telling a tip'],
    ['gửi', 'before sending'],
    ['huỷ', 'before sending'],
    ['thoát', 'in no flow'],
    ['thoát', 'telling a tip'],
    ['/start', 'choosing a kind'],
    ['/help', 'before sending'],
    ['/start', 'telling a tip'],
    ['0', 'telling a tip'],
    ['/nothing', 'asked for a receipt'],
    ['cảm ơn ạ', 'writing to an officer'],
    ['xoá', 'asked whether to erase'],
    ['   ', 'in no flow'],
  ])('“%s” %s: nothing', async (text, state) => {
    expect(await counted(text, state)).toEqual([])
  })

  it('is named by place and audience, the person by a mark of the year, and carries no address', async () => {
    const { effects } = await open.decide(question, { contact: { unit: '38', audience: 'teacher' } })
    const events = effects.flatMap((effect) => (effect.do === 'count' ? [effect.event] : []))
    for (const event of events) {
      expect(event).toMatchObject({ channel: 'telegram', unit: '38', audience: 'teacher', at: open.clock.now() })
    }
    expect(events.map(({ person }) => person)).toEqual([
      undefined,
      await open.deps.personMark('telegram:lan', open.clock.now()),
    ])
    expect(JSON.stringify(events)).not.toContain('lan')
  })
})
