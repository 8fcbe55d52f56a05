import { expect } from 'vitest'
import { channelOf, platformId } from '../../../src/core/channel.ts'
import type { InboundMessage } from '../../../src/core/message.ts'
import type { Check } from './talk.ts'

/** What somebody types and gets through as it is, by what it is. */
const unchanged: readonly (readonly [string, string])[] = [
  ['what was written', 'trẻ em là bao nhiêu tuổi'],
  ['every mark of Vietnamese', 'Ầm ĩ quá, chị Thuỷ ơi: “đừng ngoảnh mặt” – giúp em với…'],
  ['words without marks', 'em so qua, ai do giup em voi'],
  ['emoji', 'cứu em 🆘'],
  ['emoji that are joined of several', 'mẹ con 👩‍👧 và cờ 🇻🇳 👍🏽'],
  ['a command', '/baotin'],
  ['a command with a receipt', '/ma 1234-5678-9012-3452'],
  ['a number that means a choice', '2'],
  ['a zero, which is a number too', '0'],
  ['the value of a button', '/muc tre-em-la-ai'],
  ['text that looks like markup', '<b>x</b> & {{y}} *z* _w_ `v` [u](t) &lt;'],
  ['text that looks like code', `{"a": "\\n", 'b': null} \\ // -- ; drop table x`],
  ['the names of an object’s own parts', '__proto__ constructor toString'],
  ['a link', 'https://vi.wikipedia.org/wiki/Trẻ_em?x=1&y=%20#đầu'],
  ['a telephone number', '+84 111'],
  ['an e-mail address', 'ai.do+moi@example.org'],
  ['punctuation alone', '???'],
  ['writing from right to left', 'שלום עליכם'],
  ['marks that take no room', 'em\u200b cần\u2060 giúp'],
  ['one letter', 'ừ'],
  ['no-break spaces', 'trẻ\u00a0em'],
]

const knownParts: Readonly<Record<keyof InboundMessage, true>> = {
  channel: true,
  externalId: true,
  from: true,
  text: true,
  attachments: true,
  replyTo: true,
  isTap: true,
  messageId: true,
  isEdit: true,
  locale: true,
  ref: true,
  source: true,
  posted: true,
  heardAtMs: true,
  leaving: true,
  inGroup: true,
  receivedAt: true,
}

/** How words come in. */
export function describeWords(check: Check): void {
  for (const [what, text] of unchanged)
    check(`hands in ${what}`, async ({ harness, received }) => {
      await harness.write(text)
      expect(received.map((message) => message.text.normalize('NFC'))).toEqual([text.normalize('NFC')])
    })

  check('hands in decomposed text without losing a mark', async ({ harness, received }) => {
    await harness.write('trẻ em bị ngược đãi'.normalize('NFD'))
    expect(received[0]?.text.normalize('NFC')).toBe('trẻ em bị ngược đãi')
  })
  check('hands in a text of thousands of letters whole', async ({ harness, received }) => {
    const text = Array.from({ length: 700 }, (_, index) => `từ${index % 100}`).join(' ')
    await harness.write(text)
    expect(received[0]?.text).toBe(text)
    expect(text.length).toBeGreaterThan(2_500)
  })
  check('hands in the lines of one message as one', async ({ harness, received }) => {
    await harness.write('một\nhai\n\nba')
    expect(received.map(({ text }) => text)).toEqual(['một\nhai\n\nba'])
  })
  check('makes broken letters whole, so that they can be stored', async ({ harness, received }) => {
    await harness.write('cứu\ud83c em')
    expect(received[0]?.text.isWellFormed()).toBe(true)
    expect(received[0]?.text).toMatch(/^cứu.* em$/u)
  })
  check('goes on after a message of white space, and makes no words of it', async ({ harness, texts, received }) => {
    await harness.write('   ').catch(() => undefined)
    await harness.write('em đây')
    expect(received.at(-1)?.text).toBe('em đây')
    expect(texts().every((text) => ['', 'em đây'].includes(text.trim()))).toBe(true)
  })

  check('names itself and the contact', async ({ channel, received, hello }) => {
    await hello()
    const { from } = received[0] ?? { from: 'web:' }
    expect([received[0]?.channel, channelOf(from)]).toEqual([channel.name, channel.name])
    expect(platformId(from)).toMatch(/^[\w-]{1,100}$/)
  })
  check('knows one contact by one address', async ({ harness, received }) => {
    await harness.write('một')
    await harness.write('hai')
    expect(received.map(({ from }) => from)).toEqual([harness.address(), harness.address()])
  })
  check(
    'knows two contacts apart',
    async ({ harness, received }) => {
      await harness.write('em là Lan', 'lan')
      await harness.write('em là Minh', 'minh')
      expect(received.map(({ from }) => from)).toEqual([harness.address('lan'), harness.address('minh')])
      expect(harness.address('lan')).not.toBe(harness.address('minh'))
    },
    { needs: 'company' },
  )
  check('tells when a message came, by its clock', async ({ harness, received }) => {
    await harness.write('một')
    harness.clock.advance(7 * 3_600_000)
    await harness.write('hai')
    const now = harness.clock.now().getTime()
    expect(received.map(({ receivedAt }) => receivedAt)).toEqual([new Date(now - 7 * 3_600_000), new Date(now)])
  })
  check('carries no attachment, code or quotation where there was none', async ({ received, hello }) => {
    await hello()
    expect(received).toMatchObject([{ attachments: [] }])
    expect(received[0]).not.toHaveProperty('ref')
    expect(received[0]).not.toHaveProperty('replyTo')
  })
  check('hands in nothing but the parts of a message, all fit to be stored', async ({ received, hello }) => {
    await hello()
    expect(Object.keys(received[0] ?? {}).filter((part) => !Object.hasOwn(knownParts, part))).toEqual([])
    const { receivedAt: _at, ...stored } = received[0] ?? { receivedAt: undefined }
    expect(JSON.parse(JSON.stringify(stored))).toEqual(stored)
  })
  check(
    'tells the language that somebody’s platform asks for',
    async ({ harness, received }) => {
      await harness.writeIn?.('en', 'hello')
      await harness.writeIn?.('vi', 'chào')
      expect(received.map(({ locale }) => locale)).toEqual(['en', 'vi'])
    },
    { needs: 'locale' },
  )
  check(
    'tells the code of a link that was followed',
    async ({ harness, received }) => {
      await harness.followLink?.('79-26734')
      await harness.write('chào')
      expect(received.map(({ ref }) => ref)).toEqual(['79-26734', undefined])
    },
    { needs: 'links' },
  )
}
