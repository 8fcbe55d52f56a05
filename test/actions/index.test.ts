import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { actionNames, mostWords } from '../../src/actions/index.ts'
import { trailRow } from '../../src/core/trail.ts'
import { createQueue } from '../../src/outbound/queue.ts'
import { openActions, type OpenActions } from './open-actions.ts'

let open: OpenActions
beforeAll(async () => {
  open = await openActions()
})
afterAll(() => open.close())

describe('the actions', () => {
  it('are the ones that flows are checked against', () => {
    expect(Object.keys(open.actions).toSorted()).toEqual([...actionNames].toSorted())
  })

  it('are each used by a flow, and flows use no other', () => {
    const { flows } = open.base.content
    const steps = flows.flatMap((flow) => Object.values(flow.steps))
    expect([...new Set(steps.flatMap((step) => ('do' in step ? [step.do] : [])))].toSorted()).toEqual(
      [...actionNames].toSorted(),
    )
  })

  it.each([
    ['both', { words: 'một', more: 'hai' }, 'một\nhai'],
    ['only the first', { words: 'một', more: '' }, 'một'],
    ['only the second', { words: '', more: 'hai' }, 'hai'],
    ['neither', {}, ''],
  ])('append-words joins %s', async (_what, args, result) => {
    expect(await open.actions['append-words'](args as Record<string, string>, open.context())).toEqual({ result })
  })

  it('append-words keeps what there is, and says so, once there is too much', async () => {
    const words = 'ă'.repeat(mostWords - 2)
    const append = (more: string) => open.actions['append-words']({ words, more }, open.context())
    expect(await append('x')).toEqual({ result: `${words}\nx` })
    expect(await append('xy')).toEqual({ result: words, lines: [{ key: 'tip.enough' }] })
  })

  it('clear-thread removes what the page showed and says nothing', async () => {
    const effects = [{ do: 'clear-thread' }]
    expect(await open.actions['clear-thread']({}, open.context())).toEqual({ result: 'cleared', effects })
  })

  it('erase-contact forgets the contact and says nothing', async () => {
    expect(await open.actions['erase-contact']({}, open.context())).toEqual({
      result: 'all',
      vars: { deleted: '0', left: '0', minutes: '10' },
      effects: [{ do: 'erase-contact', trail: [], queued: [], chat: [] }],
    })
  })

  it('erase-contact tells officers’ answers from what else waits for the contact', async () => {
    const { storage, marks, ids, seal } = open.base
    const limits = { textLength: 2_000, quickReplies: 3 }
    const queue = createQueue({ ids, seal, marks, limitsOf: () => limits })
    const to = 'telegram:waiting'
    const answer = { to, text: 'Cảm ơn bạn', priority: 'tip', relay: 'relay-1' } as const
    const others = [
      { to, text: 'Chào bạn', priority: 'reply' } as const,
      { to, erases: [{ id: '7', atMs: 0 }], priority: 'reply' } as const,
    ]
    for (const each of [answer, ...others]) await storage.commit(queue(each, open.base.clock.now()))
    const { effects } = await open.actions['erase-contact']({}, open.context(to))
    const [effect] = effects ?? []
    if (effect?.do !== 'erase-contact') throw new Error('no erasure')
    const waiting = await storage.deliveries.waitingFor(marks.contact(to))
    expect(effect.queued.map(({ relay }) => relay).toSorted()).toEqual(['relay-1', undefined])
    expect(effect.queued.map(({ id }) => id)).toEqual(waiting.map(({ id }) => id))
  })

  it('erase-contact deletes what is younger than 48 hours and counts the rest', async () => {
    const { storage, marks, clock } = open.base
    const contact = marks.contact('telegram:trail')
    const posted = (id: string, hours: number) => ({ id, atMs: clock.now().getTime() - hours * 3_600_000 })
    const rows = [posted('old', 48), posted('young', 47.99), posted('new', 0)].map((each) =>
      trailRow(contact, each, open.base),
    )
    const message = { channel: 'telegram', contact, sealed: new Uint8Array([1]), receivedAt: clock.now() } as const
    for (const trail of rows) await storage.inbox.accept({ ...message, id: trail.id, mark: trail.id, trail })
    const { result, vars, effects } = await open.actions['erase-contact']({}, open.context('telegram:trail'))
    expect({ result, vars }).toEqual({ result: 'left', vars: { deleted: '2', left: '1', minutes: '10' } })
    const [effect] = effects ?? []
    if (effect?.do !== 'erase-contact') throw new Error('no erasure')
    expect(effect.trail.toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
    expect(effect.chat.map(({ id }) => id).toSorted()).toEqual(['new', 'young'])
  })

  it.each([
    ['en', 'en'],
    ['vi', 'vi'],
    ['fr', 'vi'],
    ['', 'vi'],
  ])('set-language %s keeps %s and everything else about the contact', async (locale, kept) => {
    const context = open.context('zalo:lan', { contact: { unit: '38', audience: 'parent', locale: 'en' } })
    const { result, effects } = await open.actions['set-language']({ locale }, context)
    expect(result).toBe('set')
    expect(effects).toEqual([{ do: 'remember', contact: { ...context.contact, locale: kept } }])
  })

  it('offer-menu says what it is told to with commands that exist', async () => {
    const { lines } = await open.actions['offer-menu']({ key: 'help.text' }, open.context())
    expect(lines).toMatchObject([{ key: 'help.text' }])
    const commands = open.base.content.flows.flatMap(({ triggers = [] }) =>
      triggers.flatMap((trigger) => ('command' in trigger ? [`/${trigger.command}`] : [])),
    )
    const values = lines?.[0]?.choices?.map(({ value }) => value) ?? []
    expect(values).toHaveLength(3)
    for (const value of values) expect(commands).toContain(value)
    expect((await open.actions['offer-menu']({}, open.context())).lines?.[0]).toMatchObject({ key: 'start.menu' })
  })
})
