import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDecide, said, standing, type OpenDecide } from './open-decide.ts'
import { startTwoProcesses, type TwoProcesses } from './two-processes.ts'
import { realContent } from '../support/test-app.ts'
import { addOfficer, bindAccount } from '../tips/store-tip.ts'

let both: TwoProcesses
let open: OpenDecide
beforeAll(async () => {
  both = await startTwoProcesses()
  open = await openDecide()
})
afterAll(async () => {
  await both.app.close()
  await open.close()
})

describe('an officer’s account never starts a tip', () => {
  it.each([
    ['tôi là y tá, khám thấy cháu bé nhiều vết bầm nghi bị đánh, tôi có bắt buộc phải báo không'],
    ['em không muốn sống nữa'],
    ['/muc em đang bị đánh'],
  ])('%s', async (text) => {
    const from = `telegram:${text.length}` as const
    await bindAccount(both.app.base, await addOfficer(both.app.base, '38'), from)
    await both.write(from, text)
    const session = await both.app.base.storage.sessions.find(both.app.base.marks.contact(from), both.app.clock.now())
    expect(session?.flow).not.toBe('tip')
  })
})

it('a poster’s code does not pin the language that the page asked for that day', async () => {
  await both.write('telegram:poster', 'xin chào', { ref: '38', locale: 'vi' })
  await both.write('telegram:poster', '/ma', { locale: 'en' })
  expect(both.said('telegram:poster').at(-1)).toBe(realContent().translate('en')('receipt.ask'))
})

describe('a command is no option of the question', () => {
  it('/xoa twice asks twice', async () => {
    const outcome = await open.decide('/xoa', { session: open.at('erase', 'sure') })
    expect(outcome.effects).toEqual([])
    expect(standing(outcome)).toBe('erase.sure')
  })
  it('/huy before sending shows the study card', async () => {
    const outcome = await open.decide('/huy', { session: open.at('tip', 'confirm', { words: 'x' }) })
    expect(said(outcome)).toEqual([open.words('quick-exit.card')])
  })
})

it('the skip button of a conversation that was forgotten says so', async () => {
  expect(said(await open.decide('/boqua'))[0]).toBe(open.words('tip.forgotten'))
})

it('a report of danger by command keeps what was told before', async () => {
  const outcome = await open.decide('/baotin em đang bị đánh', {
    session: open.at('tip', 'kind', { words: 'chuyện đã kể' }),
  })
  expect(typeof outcome.session === 'string' ? '' : outcome.session.vars.words).toContain('chuyện đã kể')
})
