import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chosenText, menuOf, menuSession, toMessages } from '../../src/inbound/turn.ts'
import { openDecide, said, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

const twelve = JSON.stringify(Array.from({ length: 12 }, (_, index) => `/muc entry-${index + 1}`))

describe('a typed number', () => {
  it.each([
    ['1', '/muc entry-1'],
    [' 2 ', '/muc entry-2'],
    ['3.', '/muc entry-3'],
    ['4)', '/muc entry-4'],
    ['12', '/muc entry-12'],
    ['02', '/muc entry-2'],
    ['0', '/khancap'],
    ['00', '/khancap'],
    ['0.', '/khancap'],
    ['13', '13'],
    ['99', '99'],
    ['111', '111'],
    ['1 2', '1 2'],
    ['1a', '1a'],
    ['-1', '-1'],
    ['1.5', '1.5'],
    ['', ''],
  ])('“%s” among twelve buttons means “%s”', (text, value) => {
    expect(chosenText(open.turn(text, { session: open.at('@menu', '', { menu: twelve }) }), open.deps)).toBe(value)
  })

  it('means itself where no buttons were offered; 0 is the emergency numbers there too', () => {
    expect(chosenText(open.turn('2'), open.deps)).toBe('2')
    expect(chosenText(open.turn('2', { session: open.at('tip', 'words', { menu: '[]' }) }), open.deps)).toBe('2')
    expect(chosenText(open.turn('0'), open.deps)).toBe('/khancap')
  })

  it('of a suggestion brings the entry it was offered for', async () => {
    const near = await open.decide('bạo lực')
    const offered = near.replies.at(-1)?.quickReplies ?? []
    const place = offered.findIndex(({ value }) => value.startsWith('/muc '))
    expect(place).toBeGreaterThanOrEqual(0)
    const session = near.session
    if (typeof session === 'string') throw new Error('the buttons were not kept')
    const chosen = await open.decide(String(place + 1), { session })
    expect(said(chosen)).toEqual(said(await open.decide(offered[place]?.value ?? '')))
    expect(said(chosen)[0]).not.toBe(said(near)[0])
  })

  it('of a button in a flow chooses it, even where the flow shows several messages', async () => {
    const danger = await open.decide('em đang bị đánh')
    if (typeof danger.session === 'string') throw new Error('no conversation began')
    const labels = danger.replies.at(-1)?.quickReplies?.map(({ label }) => label)
    expect(labels).toEqual(['An toàn', 'Không an toàn', 'Số khẩn cấp'])
    const unsafe = await open.decide('2', { session: danger.session })
    expect(said(unsafe)[0]).toBe(open.words('safety.goNow'))
    const numbers = await open.decide('3', { session: danger.session })
    expect(said(numbers)[0]).toBe(open.words('safety.numbers'))
  })
})

describe('lines as messages', () => {
  it('have their buttons in the contact’s language, the emergency numbers under the last', () => {
    const words = open.base.content.translate('en')
    const lines = [
      { key: 'tip.placeWhich', choices: [{ label: 'common.skip', value: '/boqua' }] },
      { text: 'as it stands', choices: [{ text: 'own label', value: 'own' }] },
    ]
    expect(toMessages(open.turn('x'), lines, words)).toEqual([
      {
        to: 'telegram:lan',
        text: words('tip.placeWhich'),
        priority: 'reply',
        quickReplies: [{ label: words('common.skip'), value: '/boqua' }],
      },
      {
        to: 'telegram:lan',
        text: 'as it stands',
        priority: 'reply',
        quickReplies: [
          { label: 'own label', value: 'own' },
          { label: words('common.emergency'), value: '/khancap' },
        ],
      },
    ])
    expect(toMessages(open.turn('x'), [{ text: 'bare' }], words, true)).toEqual([
      { to: 'telegram:lan', text: 'bare', priority: 'reply' },
    ])
  })

  it('keep the buttons that were offered last for a quarter of an hour, and end the session when there are none', () => {
    const words = open.base.content.translate('vi')
    const turn = open.turn('x', { session: open.at('tip', 'words') })
    const replies = toMessages(turn, [{ text: 'a', choices: [{ text: 'b', value: '/b' }] }, { text: 'c' }], words)
    expect(menuOf(replies)).toBe('["/khancap"]')
    expect(menuSession(turn, replies)).toEqual({
      flow: '@menu',
      step: '',
      vars: { menu: '["/khancap"]' },
      version: 4,
      expiresAt: new Date(open.clock.now().getTime() + 15 * 60_000),
    })
    expect(menuSession(turn, toMessages(turn, [{ text: 'c' }], words, true))).toBe('end')
  })

  it('say what a contact wrote as it stands, whatever it looks like', async () => {
    const words = 'gọi {{police}} và $t(tip.send) <b>ngay</b>'
    const confirm = await open.decide('1', {
      session: open.at('tip', 'when', { words, placeName: '{{words}}', safety: 'safe', menu: '["now"]' }),
    })
    const [text = ''] = said(confirm)
    expect(text).toContain(`“${words}”`)
    expect(text).toContain('Nơi: {{words}}')
  })
})
