import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeReceipt, showReceipt } from '../../src/core/receipt.ts'
import { openDecide, said, standing, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

const code = showReceipt(makeReceipt('921622301232259'))
const wrong = code.slice(0, -1) + String((Number(code.at(-1)) + 1) % 10)
const wide = [...code].map((c) => (/\d/.test(c) ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join('')
/** A try that finds nothing was a try. */
const tried = (outcome: Awaited<ReturnType<OpenDecide['decide']>>) =>
  outcome.effects.flatMap((effect) => (effect.do === 'count-try' ? [effect.outcome] : []))

describe('a receipt in no flow is looked up', () => {
  it.each([
    code,
    code.replaceAll('-', ' '),
    code.replaceAll('-', ''),
    `mã tra cứu ${code}`,
    `ma ${code}`,
    `Mã của em đây ạ: ${code}`,
    `my code is ${code}`,
    `Tin đã gửi. Mã tra cứu của bạn: ${code}`,
    `/ma${code}`,
    `/ma: ${code}`,
    `/MA ${code}`,
    `/ma Mã tra cứu của bạn: ${code}`,
    `/ma ${code.replaceAll('-', '\u2011')}`,
    `/ma ${code.replaceAll('-', '\u200b')}`,
    `/ma\u200b ${code}`,
    `/ma ${wide}`,
    `/ma${wide}`,
    `/ma ${code.replaceAll('-', '_')}`,
  ])('%s', async (text) => {
    for (const session of [undefined, open.at('@menu', '', { menu: '["/baotin"]' }), open.at('language', 'choose')]) {
      const outcome = await open.decide(text, { session })
      expect(said(outcome)[0]).toBe(open.words('receipt.notFound'))
      expect(tried(outcome)).toEqual(['guess'])
      expect(outcome.effects.filter((effect) => effect.do === 'note-unanswered')).toEqual([])
    }
  })

  it('with a wrong digit it says so, and counts as a slip', async () => {
    const outcome = await open.decide(`mã ${wrong}`)
    expect(said(outcome)[0]).toBe(open.words('receipt.wrongDigit'))
    expect(standing(outcome)).toBe('receipt.again')
    expect(tried(outcome)).toEqual(['slip'])
  })

  it.each(['0912 345 678', '19036512345678', `có phải ${code} là số tài khoản lừa đảo không`, '111'])(
    'but not %s',
    async (text) => {
      expect(tried(await open.decide(text))).toEqual([])
    },
  )
})

describe('where words for the officers are asked for', () => {
  it.each([
    ['tip', 'words'],
    ['receipt', 'write'],
    ['receipt', 'menu'],
  ])('in %s at %s a receipt is looked up, and is no words', async (flow, step) => {
    const outcome = await open.decide(`mã ${code}`, { session: open.at(flow, step, { tip: 'ZZZZ-9999' }) })
    expect(said(outcome)[0]).toBe(open.words('receipt.notFound'))
  })

  it('a half-written tip is not dropped for it, nor does it take it for words', async () => {
    const session = open.at('tip', 'clearWords', { words: 'chuyện đã kể' })
    const outcome = await open.decide(code, { session })
    expect(said(outcome)).toEqual([open.words('tip.unfinished'), open.words('tip.wordsAgain')])
    expect(outcome.session).toBe('keep')
  })

  it('sixteen digits that are no receipt are words', async () => {
    const outcome = await open.decide(wrong, { session: open.at('tip', 'words', { channel: 'telegram' }) })
    expect(outcome.session).toMatchObject({ vars: { words: wrong } })
  })
})
