import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Outcome } from '../../src/core/outcome.ts'
import type { Session } from '../../src/core/session.ts'
import { openDecide, said, standing, type OpenDecide } from './open-decide.ts'

let open: OpenDecide
beforeAll(async () => {
  open = await openDecide()
})
afterAll(() => open.close())

const sessionOf = ({ session }: Outcome): Session | undefined => (typeof session === 'string' ? undefined : session)
const edit = (session: Session | undefined, messageId: string, text: string) =>
  open.decide(text, { session, messageId, isEdit: true })

/** Somebody writes these, one after another; with their ids from 1. */
async function chat(texts: readonly string[], session?: Session): Promise<Session | undefined> {
  let at = session
  for (const [index, text] of texts.entries()) {
    const outcome = await open.decide(text, { session: at, messageId: String(index + 1) })
    if (outcome.session !== 'keep') at = sessionOf(outcome)
  }
  return at
}

describe('an edit of what gave a half-written tip its words', () => {
  it.each([
    ['asked for first', ['/baotin', 'bé ở nhà một mình, nhà anh Long', 'bỏ qua'], '2', 'tip.place'],
    ['told with the command', ['/baotin bé ở nhà một mình, nhà anh Long', 'bỏ qua'], '1', 'tip.place'],
    ['seen before sending', ['/baotin bé ở nhà một mình, nhà anh Long', '9', '1', '5', '3'], '1', 'tip.confirm'],
  ])('replaces them: %s', async (_where, texts, id, stays) => {
    const outcome = await edit(await chat(texts), id, 'bé ở nhà một mình')
    expect(standing(outcome)).toBe(stays)
    expect(sessionOf(outcome)?.vars.words).toBe('bé ở nhà một mình')
    expect(JSON.stringify(outcome)).not.toContain('Long')
    expect(said(outcome)[0]).toBe(open.words('tip.edited'))
    expect(said(outcome)).toHaveLength(2)
  })

  it('replaces that part alone, and again', async () => {
    const draft = await chat(['/baotin bé hay khóc', 'nhà anh Long', 'mẹ đi làm xa'])
    const once = sessionOf(await edit(draft, '2', 'nhà bên cạnh'))
    const twice = await edit(once, '2', 'nhà đầu xóm')
    expect(sessionOf(twice)?.vars.words).toBe('bé hay khóc\nnhà đầu xóm\nmẹ đi làm xa')
  })

  it('says the way to help where it tells of danger now', async () => {
    const outcome = await edit(await chat(['/baotin bé hay khóc']), '1', 'bé đang bị đánh')
    expect(said(outcome)[0]).toBe(open.words('safety.believe.child'))
    expect(sessionOf(outcome)?.vars).toMatchObject({ words: 'bé đang bị đánh', warned: 'yes' })
  })

  it('changes nothing where it says the same', async () => {
    const outcome = await edit(await chat(['/baotin bé hay khóc']), '1', '/baotin bé hay khóc')
    expect(outcome).toMatchObject({ replies: [], session: 'keep' })
  })
})

describe('an edit of anything else in a private conversation is not stored', () => {
  it.each([
    ['tip', 'place', 'tip.editHow'],
    ['tip', 'words', 'tip.editHow'],
    ['tip', 'confirm', 'tip.editHow'],
    ['receipt', 'write', 'receipt.edited'],
    ['receipt', 'menu', 'receipt.edited'],
    ['erase', 'sure', 'erase.sure'],
  ])('in %s at %s', async (flow, step, key) => {
    const session = open.at(flow, step, { words: 'chuyện đã kể', tip: 'ZZZZ-9999' })
    const outcome = await edit(session, '77', 'nhà anh Long')
    expect(said(outcome)[0]).toBe(open.words(key))
    expect(outcome).toMatchObject({ session: 'keep', effects: [] })
  })

  it('but a code put right is one more try, and an exit word leaves', async () => {
    const asked = open.at('receipt', 'again', { argument: '12' })
    expect(said(await edit(asked, '1', '1234-5678-9012-3452'))[0]).toBe(open.words('receipt.notFound'))
    expect(said(await edit(open.at('tip', 'place'), '1', 'thoát'))).toEqual([open.words('quick-exit.card')])
  })
})

describe('an edit after the tip was sent', () => {
  it('is told that the officers have the earlier words, also after something else was said', async () => {
    const sent = await chat(['/baotin bé hay khóc', '9', '1', '5', '3', 'gửi'])
    const twice = await edit(sent, '1', 'bé hay khóc đêm')
    expect(said(await edit(sessionOf(twice), '1', 'bé hay khóc to'))).toEqual(said(twice))
    for (const session of [sent, await chat(['trẻ em là bao nhiêu tuổi'], sent)])
      expect(said(await edit(session, '1', 'bé hay khóc đêm'))).toEqual([open.words('receipt.edited')])
  })

  it('keeps no words of the tip in what the session remembers', async () => {
    const sent = await chat(['/baotin bé hay khóc', '9', '1', '5', '3', 'gửi'])
    expect(JSON.stringify(sent?.vars)).not.toContain('khóc')
  })
})

it('an edit elsewhere is answered like a new message', async () => {
  expect(standing(await edit(undefined, '9', '/baotin'))).toBe('tip.words')
  expect(said(await edit(await chat(['xin chào']), '1', 'trẻ em là bao nhiêu tuổi'))[0]).toContain('16 tuổi')
})
