import { Socket } from 'node:net'
import { inspect } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { createComplete } from '../../../src/knowledge/chain/complete.ts'
import { loadChain } from '../../../src/knowledge/chain/load-chain.ts'
import { tryModel } from '../../../src/knowledge/chain/try-model.ts'
import { loadPrompts } from '../../../src/knowledge/prompts.ts'
import { startFakeModel, type FakeModel } from '../../support/fake-model.ts'
import { knowledgeDir } from '../test-answerer.ts'

let fake: FakeModel
beforeAll(async () => {
  fake = await startFakeModel()
})
beforeEach(() => {
  fake.plan = () => ({ say: 'fine' })
})
afterAll(() => fake.close())

const messages = [{ role: 'user', content: 'x' }] as const
const signal = () => AbortSignal.timeout(10_000)

describe('asking a model', () => {
  it('posts once what an OpenAI-compatible server reads', async () => {
    const complete = createComplete({ baseUrl: fake.baseUrl, name: 'm', apiKey: undefined })
    expect(await complete({ messages, signal: signal() })).toBe('fine')
    const [head = '', body = ''] = (fake.received.at(-1) ?? '').split('\n')
    expect(head).toMatch(/^POST \/v1\/chat\/completions /)
    expect(head).not.toContain('authorization')
    expect(JSON.parse(body)).toEqual({ model: 'm', messages, temperature: 0, max_tokens: 200, stream: false })
  })

  it('names the form of the answer where one is wanted', async () => {
    const complete = createComplete({ baseUrl: fake.baseUrl, name: 'm', apiKey: 'k' })
    await complete({ messages, signal: signal(), schema: { type: 'object' } })
    expect(fake.received.at(-1)).toContain('"authorization":"Bearer k"')
    expect(JSON.parse(fake.received.at(-1)?.split('\n')[1] ?? '')).toMatchObject({
      response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' } } },
    })
  })

  it('sends nothing to a name that leads off the premises meanwhile', async () => {
    const before = fake.received.length
    const baseUrl = fake.baseUrl.replace('127.0.0.1', 'localhost')
    const settings = { baseUrl, name: 'm', apiKey: undefined }
    const abroad = createComplete(settings, { lookUp: async () => ['127.0.0.1', '8.8.8.8'] })
    await expect(abroad({ messages, signal: signal() })).rejects.toMatchObject({ failure: 'not-local' })
    expect(fake.received).toHaveLength(before)
    expect(await createComplete(settings)({ messages, signal: signal() })).toBe('fine')
  })

  it('never says in its error what was asked or said', async () => {
    fake.plan = () => ({ body: 'secret of the model' })
    const complete = createComplete({ baseUrl: fake.baseUrl, name: 'm', apiKey: 'secret key' })
    const asked = complete({ messages: [{ role: 'user', content: 'secret question' }], signal: signal() })
    const error: unknown = await asked.catch((reason: unknown) => reason)
    expect(error).toMatchObject({ failure: 'unreadable' })
    expect(inspect(error, { showHidden: true, depth: 9 })).not.toContain('secret')
  })
})

describe('the chain', () => {
  it('connects to the model and to nothing else', async () => {
    const other = await startFakeModel()
    const connect = vi.spyOn(Socket.prototype, 'connect')
    try {
      other.plan = () => ({ say: 'a plain question' })
      const settings = { baseUrl: other.baseUrl, name: 'm', apiKey: undefined }
      const chain = await loadChain({ settings, prompts: loadPrompts(knowledgeDir) })
      expect(await chain.rewrite('x', signal())).toBe('a plain question')
      const ends = connect.mock.calls.map((args) => inspect(args))
      expect(ends.length).toBeGreaterThan(0)
      const { port } = new URL(other.baseUrl)
      for (const end of ends) expect(end).toMatch(new RegExp(`127\\.0\\.0\\.1[^]*${port}|${port}[^]*127\\.0\\.0\\.1`))
    } finally {
      connect.mockRestore()
      await other.close()
    }
  })
})

describe('trying a model', () => {
  it('tells how long it took', async () => {
    expect(await tryModel({ baseUrl: fake.baseUrl, name: 'm', apiKey: undefined }, 5_000)).toEqual({
      ms: expect.any(Number),
    })
  })

  it('tells why it is of no use', async () => {
    const gone = await startFakeModel()
    await gone.close()
    const settings = { baseUrl: gone.baseUrl, name: 'm', apiKey: undefined }
    expect(await tryModel(settings, 5_000)).toEqual({ failure: 'unreachable' })
    fake.plan = () => 'hangs'
    expect(await tryModel({ ...settings, baseUrl: fake.baseUrl }, 100)).toEqual({ failure: 'late' })
  })
})
