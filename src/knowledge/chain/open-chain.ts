import type { Document } from '@langchain/core/documents'
import type { BaseMessage } from '@langchain/core/messages'
import { StringOutputParser } from '@langchain/core/output_parsers'
import type { BasePromptValueInterface } from '@langchain/core/prompt_values'
import { ChatPromptTemplate } from '@langchain/core/prompts'
import { RunnableSequence, type Runnable } from '@langchain/core/runnables'
import { z } from 'zod'
import type { Prompt, Prompts } from '../prompts.ts'
import { ModelError, type Complete } from './complete.ts'
import { EntryRetriever, type EntryMetadata, type NearEntry } from './entry-retriever.ts'
import { LocalChatModel } from './local-chat-model.ts'

/** A model that answers messages, following a JSON schema if one is given. */
export type Model = (schema?: Readonly<Record<string, unknown>>) => Runnable<BasePromptValueInterface, BaseMessage>

/** What is searched for, in several wordings; the model sees what is found and not the wordings. */
export interface Finding {
  readonly wordings: readonly string[]
  readonly search: (wording: string) => readonly NearEntry[]
}

/** The two things that a model is asked for. Nothing it answers is ever shown. Both throw when it is of no use. */
export interface Chain {
  /** The question as one plain question, to search with. */
  rewrite(question: string, signal: AbortSignal): Promise<string>
  /** Which of the entries found answers the question; undefined when it says that none does. */
  choose(question: string, finding: Finding, signal: AbortSignal): Promise<string | undefined>
}

const mostRewritten = 300
const mostOffered = 8
const mostShown = 240

const choiceShape = z.strictObject({ entry: z.string().nullable() })

/** The model on the premises. */
export function localModel(complete: Complete): Model {
  const model = new LocalChatModel(complete)
  return (schema) => (schema === undefined ? model : model.withConfig({ schema }))
}

/** Puts prompts, search and model together. */
export function openChain({ model, prompts }: { readonly model: Model; readonly prompts: Prompts }): Chain {
  const choosePrompt = templateOf(prompts.choose)
  const rewrite = RunnableSequence.from<{ question: string }, string>([
    templateOf(prompts.rewrite),
    model(),
    new StringOutputParser(),
    readRewritten,
  ])
  return {
    rewrite: (question, signal) => rewrite.invoke({ question }, { signal }),
    async choose(question, { wordings, search }, signal) {
      const found = (await new EntryRetriever(search).batch([...wordings], { signal })).flat()
      const offered = [...new Map(found.map((document) => [document.metadata.id, document])).values()].slice(
        0,
        mostOffered,
      )
      const ids = offered.map(({ metadata }) => metadata.id)
      if (ids.length === 0) return undefined
      const choose = RunnableSequence.from<{ question: string; entries: string }, string | undefined>([
        choosePrompt,
        model(z.toJSONSchema(z.strictObject({ entry: z.enum(ids).nullable() }))),
        new StringOutputParser(),
        (said: string) => readChoice(said, ids),
      ])
      return choose.invoke({ question, entries: offered.map(showEntry).join('\n') }, { signal })
    },
  }
}

function templateOf({ system, human }: Prompt): ChatPromptTemplate {
  return ChatPromptTemplate.fromMessages([
    ['system', system],
    ['human', human],
  ])
}

/** One line of words and nothing that looks like thinking aloud or code. */
function readRewritten(said: string): string {
  const question = said.normalize('NFC').trim()
  if (question === '' || question.length > mostRewritten || /[<>{}\n]/.test(question))
    throw new ModelError('unreadable')
  return question
}

function readChoice(said: string, ids: readonly string[]): string | undefined {
  const { entry } = parseChoice(said)
  if (entry === null) return undefined
  if (!ids.includes(entry)) throw new ModelError('not-offered')
  return entry
}

function parseChoice(said: string): z.infer<typeof choiceShape> {
  try {
    return choiceShape.parse(JSON.parse(said))
  } catch {
    throw new ModelError('unreadable')
  }
}

/** An entry as it is offered: its id, its title, its first sentence. */
function showEntry({ pageContent, metadata: { id, title } }: Document<EntryMetadata>): string {
  const first = pageContent.split(/(?<=[.!?])\s|\n/)[0] ?? ''
  return `- ${id}: ${title}. ${first.slice(0, mostShown)}`
}
