import { describe, expect, it } from 'vitest'
import type { TakenMessage } from '../../src/core/message.ts'
import type { ActionContext, Actions } from '../../src/flows/action.ts'
import { askAgain, resumeFlow, skipValue, startFlow, type EngineDeps } from '../../src/flows/engine.ts'
import { flowShape, type Flow } from '../../src/flows/flow.ts'
import { realContent } from '../support/test-app.ts'

const message: TakenMessage = {
  channel: 'web',
  externalId: '1',
  from: 'web:x',
  text: '',
  attachments: [],
  receivedAt: new Date(0),
}
const context: ActionContext = {
  message,
  contact: { mark: 'm', locale: 'vi', audience: 'everyone', unit: undefined },
  now: new Date(0),
}
const actions: Actions = {
  shout: async ({ text = '' }) => ({
    result: text.toUpperCase(),
    vars: { length: String(text.length) },
    lines: [{ text: `${text}!` }],
    effects: [{ do: 'leave-tip', tip: text }],
  }),
}
const deps: EngineDeps = {
  actions,
  label: (key) => `label of ${key}`,
  isSkip: (text) => text === skipValue,
  readChoice: realContent().readChoice,
}
const flow = (steps: Flow['steps'], more: Partial<Flow> = {}): Flow =>
  flowShape.parse({ id: 'try', start: 'first', steps, ...more })

describe('the flow engine', () => {
  it('says what it has to say and waits at a question', async () => {
    const greeting = flow({
      first: { say: 'a.hello', next: 'name' },
      name: { ask: 'a.name', save: 'name', next: 'bye' },
      bye: { end: 'a.bye' },
    })
    expect(await startFlow(greeting, { given: 'yes' }, deps, context)).toEqual({
      position: { flow: 'try', step: 'name', vars: { given: 'yes' } },
      lines: [
        { key: 'a.hello', vars: { given: 'yes' } },
        { key: 'a.name', vars: { given: 'yes' }, choices: [] },
      ],
      effects: [],
      alerts: [],
      understood: true,
    })
  })

  it('keeps what was answered and ends', async () => {
    const asking = flow({ first: { ask: 'a.name', save: 'name', next: 'bye' }, bye: { end: 'a.bye' } })
    const ended = await resumeFlow(asking, { flow: 'try', step: 'first', vars: {} }, '  Lan ', deps, context)
    expect(ended.position).toBe('end')
    expect(ended.lines).toEqual([{ key: 'a.bye', vars: { name: 'Lan' } }])
  })

  it('asks again for an empty or too long answer, and changes nothing', async () => {
    const asking = flow({ first: { ask: 'a.name', save: 'name', max: 3, next: 'bye' }, bye: { end: '' } })
    const position = { flow: 'try', step: 'first', vars: { other: 'kept' } }
    for (const [text, key] of [
      ['   ', 'common.writeSomething'],
      ['long answer', 'common.tooLong'],
    ] as const) {
      const again = await resumeFlow(asking, position, text, deps, context)
      expect(again.position).toEqual(position)
      expect(again.understood).toBe(false)
      expect(again.lines.map((line) => 'key' in line && line.key)).toEqual([key, 'a.name'])
    }
  })

  it('lets an optional question be skipped, and only that', async () => {
    const asking = (optional: boolean) =>
      flow({ first: { ask: 'a.name', save: 'name', optional, next: 'bye' }, bye: { end: 'a.bye' } })
    const skipped = await resumeFlow(asking(true), { flow: 'try', step: 'first', vars: {} }, skipValue, deps, context)
    expect(skipped.lines).toEqual([{ key: 'a.bye', vars: { name: '' } }])
    const taken = await resumeFlow(asking(false), { flow: 'try', step: 'first', vars: {} }, skipValue, deps, context)
    expect(taken.lines).toEqual([{ key: 'a.bye', vars: { name: skipValue } }])
  })

  const choosing = flow({
    first: {
      choose: 'a.which',
      save: 'which',
      options: [
        { label: 'a.red', value: 'red', next: 'bye', says: ['đỏ'] },
        { label: 'a.blue', value: 'blue', next: 'bye' },
        { label: 'a.skip', value: skipValue, next: 'bye' },
      ],
    },
    bye: { end: 'a.bye' },
  })

  it.each([
    ['red', 'red'],
    ['1', 'red'],
    ['2.', 'blue'],
    ['label of a.blue', 'blue'],
    ['LABEL OF A.BLUE!', 'blue'],
    ['do', 'red'],
    [skipValue, ''],
  ])('reads the choice %j as %j', async (text, which) => {
    const chosen = await resumeFlow(choosing, { flow: 'try', step: 'first', vars: {} }, text, deps, context)
    expect(chosen.lines).toEqual([{ key: 'a.bye', vars: { which } }])
  })

  it.each(['0', '4', 'green', ''])('offers the choices again for %j', async (text) => {
    const again = await resumeFlow(choosing, { flow: 'try', step: 'first', vars: {} }, text, deps, context)
    expect(again.understood).toBe(false)
    expect(again.lines.at(-1)).toEqual(askAgain(choosing, { flow: 'try', step: 'first', vars: {} }))
  })

  it('takes any other text where a choice allows it', async () => {
    const open = flow({
      first: {
        choose: 'a.which',
        options: [{ label: 'a.red', value: 'red', next: 'bye' }],
        other: { save: 'more', next: 'bye' },
      },
      bye: { end: 'a.bye' },
    })
    expect(
      (await resumeFlow(open, { flow: 'try', step: 'first', vars: {} }, 'something else', deps, context)).lines,
    ).toEqual([{ key: 'a.bye', vars: { more: 'something else' } }])
  })

  it('branches on equality, with an else', async () => {
    const branching = flow({
      first: { branch: 'which', cases: { red: 'red', else: 'other' } },
      red: { end: 'a.red' },
      other: { end: 'a.other' },
    })
    expect((await startFlow(branching, { which: 'red' }, deps, context)).lines).toEqual([
      { key: 'a.red', vars: { which: 'red' } },
    ])
    expect((await startFlow(branching, {}, deps, context)).lines).toEqual([{ key: 'a.other', vars: {} }])
  })

  it('has an action done with its arguments filled in, and keeps what it answers', async () => {
    const acting = flow({
      first: { do: 'shout', with: { text: '$word' }, save: 'loud', next: 'bye' },
      bye: { end: 'a.bye' },
    })
    const done = await startFlow(acting, { word: 'hey' }, deps, context)
    expect(done.effects).toEqual([{ do: 'leave-tip', tip: 'hey' }])
    expect(done.lines).toEqual([{ text: 'hey!' }, { key: 'a.bye', vars: { word: 'hey', loud: 'HEY', length: '3' } }])
  })

  it('starts at another entry when told so', async () => {
    const two = flow({ first: { end: 'a.front' }, side: { end: 'a.side' } }, { entries: { danger: 'side' } })
    expect((await startFlow(two, {}, deps, context, 'danger')).lines).toEqual([{ key: 'a.side', vars: {} }])
    await expect(startFlow(two, {}, deps, context, 'nowhere')).rejects.toThrow('no way on')
  })

  it('stops a loop that asks nothing, and names an unknown action or step', async () => {
    await expect(startFlow(flow({ first: { say: 'a.x', next: 'first' } }), {}, deps, context)).rejects.toThrow(
      'more than 50 steps',
    )
    await expect(startFlow(flow({ first: { do: 'nothing', next: 'first' } }), {}, deps, context)).rejects.toThrow(
      'no action nothing',
    )
    await expect(startFlow(flow({ first: { say: 'a.x', next: 'gone' } }), {}, deps, context)).rejects.toThrow(
      'no way on at step gone',
    )
  })

  const ref = { id: 'f', kind: 'image', mediaType: 'image/jpeg', size: 1, key: 'k' } as const
  const withFile: ActionContext = { ...context, message: { ...message, attachments: [ref] } }
  it.each([
    ['ask', 'files', withFile, 'bye', true],
    ['ask', undefined, withFile, 'first', false],
    ['ask', 'files', context, 'first', false],
    ['choose', 'files', withFile, 'bye', true],
    ['choose', undefined, withFile, 'first', false],
    ['choose', 'files', context, 'first', false],
  ] as const)('files alone answer a step of %s that accepts %s', async (kind, accept, given, then, understood) => {
    const accepts = accept === undefined ? {} : { accept }
    const first =
      kind === 'ask'
        ? { ask: 'a.name', save: 'name', ...accepts, next: 'bye' }
        : {
            choose: 'a.which',
            options: [{ label: 'a.one', value: 'one', next: 'bye' }],
            other: { save: 'name', ...accepts, next: 'bye' },
          }
    const asking = flow({ first, bye: { ask: 'a.bye', save: 'bye', next: 'end' }, end: { end: '' } })
    const at = { flow: 'try', step: 'first', vars: {} }
    const advance = await resumeFlow(asking, at, '', deps, given)
    expect([advance.position, advance.understood]).toMatchObject([{ step: then }, understood])
    if (understood) expect(advance.position).toMatchObject({ vars: { name: '' } })
  })
})
