import type { BaseMessage } from '@langchain/core/messages'
import type { BasePromptValueInterface } from '@langchain/core/prompt_values'
import { RunnableLambda } from '@langchain/core/runnables'
import { FakeListChatModel } from '@langchain/core/utils/testing'
import { describe, expect, it } from 'vitest'
import { EntryRetriever, type NearEntry } from '../../../src/knowledge/chain/entry-retriever.ts'
import { openChain, type Model } from '../../../src/knowledge/chain/open-chain.ts'
import { loadPrompts } from '../../../src/knowledge/prompts.ts'
import { knowledgeDir } from '../test-answerer.ts'

const prompts = loadPrompts(knowledgeDir)
const signal = new AbortController().signal
const entry = (id: string, score = 1): NearEntry => ({
  id,
  title: `Title of ${id}`,
  text: `First of ${id}. Second of ${id}.`,
  score,
})
const shelf: Readonly<Record<string, readonly NearEntry[]>> = {
  asked: [entry('a', 3), entry('b', 2)],
  anew: [entry('b', 5), entry('c', 4)],
}
const finding = { wordings: ['asked', 'anew'], search: (wording: string) => shelf[wording] ?? [] }

/** A model that says these in turn; what it was shown and held to is kept. */
function scripted(...responses: string[]) {
  const shown: string[] = []
  const schemas: unknown[] = []
  const list = new FakeListChatModel({ responses })
  const model: Model = (schema) => {
    schemas.push(schema)
    return RunnableLambda.from(async (prompt: BasePromptValueInterface, config): Promise<BaseMessage> => {
      shown.push(
        prompt
          .toChatMessages()
          .map((message) => `${message.getType()}: ${message.text}`)
          .join('\n'),
      )
      return list.invoke(prompt, config)
    })
  }
  return { chain: openChain({ model, prompts }), shown, schemas }
}

describe('the search as a retriever', () => {
  it('gives entries as documents, best first', async () => {
    const documents = await new EntryRetriever(finding.search).invoke('asked')
    expect(documents.map(({ pageContent, metadata }) => ({ pageContent, metadata }))).toEqual([
      { pageContent: 'First of a. Second of a.', metadata: { id: 'a', title: 'Title of a', score: 3 } },
      { pageContent: 'First of b. Second of b.', metadata: { id: 'b', title: 'Title of b', score: 2 } },
    ])
  })
})

describe('the chain', () => {
  it('asks for one plain question, with braces taken as they are', async () => {
    const { chain, shown, schemas } = scripted('  một câu hỏi?\n')
    expect(await chain.rewrite('{question} {{x}} {entries}', signal)).toBe('một câu hỏi?')
    expect(shown[0]).toContain('human: Câu hỏi: {question} {{x}} {entries}')
    expect(schemas).toEqual([undefined])
  })

  it('offers each entry once, by id, title and first sentence, and holds the model to these ids', async () => {
    const { chain, shown, schemas } = scripted('{"entry": "c"}')
    expect(await chain.choose('what?', finding, signal)).toBe('c')
    expect(shown[0]).toMatch(
      /- a: Title of a\. First of a\.\n- b: .*\n- c: Title of c\. First of c\.\n\nCâu hỏi: what\?$/,
    )
    expect(shown[0]).not.toContain('Second')
    expect(JSON.stringify(schemas.at(-1))).toContain('"enum":["a","b","c"]')
  })

  it('does not ask where nothing was found', async () => {
    const { chain, shown } = scripted('{"entry": "a"}')
    expect(await chain.choose('what?', { wordings: ['nothing'], search: () => [] }, signal)).toBeUndefined()
    expect(shown).toEqual([])
  })

  it.each([
    ['{"entry": null}', undefined],
    ['{"entry": "b"}', 'b'],
  ])('takes %s for %j', async (said, chosen) => {
    expect(await scripted(said).chain.choose('what?', finding, signal)).toBe(chosen)
  })

  it.each([
    ['{"entry": "d"}', 'not-offered'],
    ['{"entry": "toString"}', 'not-offered'],
    ['```json\n{"entry": "a"}\n```', 'unreadable'],
    ['a', 'unreadable'],
  ])('refuses %j', async (said, failure) => {
    await expect(scripted(said).chain.choose('what?', finding, signal)).rejects.toMatchObject({ failure })
  })
})
