import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Effect, Outcome } from '../../src/core/outcome.ts'
import type { Session } from '../../src/core/session.ts'
import { openDecide, said, type OpenDecide } from './open-decide.ts'

const question = 'trẻ em là bao nhiêu tuổi'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

const valuesOf = (outcome: Outcome): readonly string[] =>
  (outcome.replies.at(-1)?.quickReplies ?? []).map(({ value }) => value)
const verdictsOf = (outcome: Outcome): readonly string[] =>
  valuesOf(outcome).filter((value) => value.startsWith('/danhgia'))
const countsOf = (outcome: Outcome): readonly Effect[] =>
  outcome.effects.filter((effect) => effect.do === 'count-verdict')

function sessionOf(outcome: Outcome): Session {
  if (typeof outcome.session === 'string') throw new Error('there is no session')
  return outcome.session
}

describe('an answer', () => {
  it('asks with two buttons whether it helped, for the wording it has', async () => {
    const outcome = await open.decide(question)
    const answer = await open.deps.answerer.ask(question, { locale: 'vi' })
    if (answer.kind !== 'answered') throw new Error('no answer')
    expect(answer.version).toMatch(/^[0-9a-f]{8}$/)
    const about = `/danhgia ${answer.entry}@${answer.version}`
    expect(valuesOf(outcome)).toEqual(expect.arrayContaining(['/baotin', `${about} 1`, `${about} 0`, '/khancap']))
    expect(valuesOf(outcome).length).toBeLessThanOrEqual(5)
  })

  it('that was chosen by its title asks too', async () => {
    expect(verdictsOf(await open.decide('/muc child-definition-age'))).toHaveLength(2)
  })

  it.each([
    ['nothing is known', 'giá vàng hôm nay bao nhiêu'],
    ['somebody is in danger', 'bố đang cầm dao dọa giết em'],
    ['the tip line is asked for', '/baotin'],
    ['the numbers are asked for', '0'],
    ['help is asked for', '/help'],
  ])('is asked about in no other case: %s', async (_what, text) => {
    expect(verdictsOf(await open.decide(text))).toEqual([])
  })

  it('fits into what chat platforms take as the value of a button', () => {
    const values = open.base.content.knowledge.entries.map(({ id, version }) => `/danhgia ${id}@${version} 1`)
    expect(values.filter((value) => Buffer.byteLength(value) > 64)).toEqual([])
  })

  it('is judged without alarm whatever its name says', async () => {
    const { id, version } =
      open.base.content.knowledge.entries.find((entry) => entry.locale === 'vi' && entry.id.startsWith('suicidal')) ??
      {}
    const outcome = await open.decide(`/danhgia ${id}@${version} 1`)
    expect(said(outcome)).toEqual([open.words('answer.thanks')])
  })
})

describe('one tap', () => {
  it.each([
    ['1', 'helpful', 'answer.thanks', ['/baotin', '/khancap']],
    ['0', 'unhelpful', 'answer.sorry', ['/baotin', '/menu', '/khancap']],
  ] as const)('on %s counts the entry as %s, without who tapped', async (said1, verdict, key, offered) => {
    const asked = await open.decide(question)
    const value = verdictsOf(asked).find((each) => each.endsWith(said1)) ?? ''
    const outcome = await open.decide(value, { session: sessionOf(asked) })
    const [, entry = '', version = ''] = /^\/danhgia (.+)@(.+) \d$/.exec(value) ?? []
    expect(countsOf(outcome)).toEqual([{ do: 'count-verdict', entry, locale: 'vi', version, verdict }])
    expect(said(outcome)).toEqual([open.words(key)])
    expect(valuesOf(outcome)).toEqual(offered)
  })

  it('works by the number of the button', async () => {
    const asked = await open.decide(question)
    const number = valuesOf(asked).findIndex((value) => value.endsWith(' 1')) + 1
    expect(countsOf(await open.decide(String(number), { session: sessionOf(asked) }))).toHaveLength(1)
  })

  it('more on the same answer counts nothing, also after another question', async () => {
    const asked = await open.decide(question)
    const [yes = '', no = ''] = verdictsOf(asked)
    const tapped = await open.decide(yes, { session: sessionOf(asked) })
    const again = await open.decide(no, { session: sessionOf(tapped) })
    expect(countsOf(again)).toEqual([])
    expect(said(again)).toEqual([open.words('answer.judgedAlready')])
    const other = await open.decide('tổng đài 111 là gì', { session: sessionOf(again) })
    expect(countsOf(await open.decide(yes, { session: sessionOf(other) }))).toEqual([])
    const [otherYes = ''] = verdictsOf(other)
    expect(countsOf(await open.decide(otherYes, { session: sessionOf(other) }))).toHaveLength(1)
  })

  it.each([
    ['an unknown entry', '/danhgia no-such-entry@0a1b2c3d 1'],
    ['another wording', '/danhgia child-definition-age@00000000 1'],
  ])('on %s counts nothing and is answered kindly', async (_what, text) => {
    const outcome = await open.decide(text)
    expect(countsOf(outcome)).toEqual([])
    expect(said(outcome)).toEqual([open.words('answer.judgedOld')])
  })

  it.each(['/danhgia', '/danhgia child-definition-age@00000000', '/danhgia child-definition-age 1'])(
    'that no button sends is an unknown command: %s',
    async (text) => {
      const outcome = await open.decide(text)
      expect(countsOf(outcome)).toEqual([])
      expect(said(outcome)).toEqual([open.words('common.unknownCommand')])
    },
  )

  it('that hides a cry for help is heard', async () => {
    const outcome = await open.decide('/danhgia bố đang cầm dao dọa giết em')
    expect(said(outcome).join('\n')).toContain('113')
  })

  it('within a conversation counts nothing, and the conversation goes on', async () => {
    const [yes = ''] = verdictsOf(await open.decide(question))
    const outcome = await open.decide(yes, { session: open.at('tip', 'kind', { words: 'Bạn em bị đánh' }) })
    expect(countsOf(outcome)).toEqual([])
    expect(outcome.session).toBe('keep')
  })

  it('of an officer is neither asked for nor counted', async () => {
    const officer = (await open.base.storage.officers.list())[0] ?? {
      id: 'o',
      alias: 1,
      name: 'Trực',
      role: 'officer' as const,
      unit: 'VN',
      isActive: true,
      createdAt: open.clock.now(),
    }
    const [yes = ''] = verdictsOf(await open.decide(question))
    expect(verdictsOf(await open.decide(question, { officer }))).toEqual([])
    expect(countsOf(await open.decide(yes, { officer }))).toEqual([])
  })
})
