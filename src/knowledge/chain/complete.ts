import { z } from 'zod'
import { leadsToLocal, systemLookUp, type LookUp } from './local-network.ts'

/** An OpenAI-compatible server on the premises. */
export interface ModelSettings {
  /** Up to and with `/v1`, without a slash at the end. */
  readonly baseUrl: string
  readonly name: string
  readonly apiKey: string | undefined
}

/** Why a model was of no use; the only thing that is logged about it. */
export type ModelFailure =
  'late' | 'unreachable' | 'not-local' | 'refused' | 'redirected' | 'too-long' | 'unreadable' | 'not-offered' | 'broken'

/** A model that was of no use. Carries nothing that was asked or said. */
export class ModelError extends Error {
  readonly failure: ModelFailure
  constructor(failure: ModelFailure) {
    super(failure)
    this.name = 'ModelError'
    this.failure = failure
  }
}

/** What is asked of the model in one request. */
export interface Completion {
  readonly messages: readonly { readonly role: 'system' | 'user'; readonly content: string }[]
  /** The JSON schema that the answer has to follow. */
  readonly schema?: Readonly<Record<string, unknown>> | undefined
  readonly signal: AbortSignal
}

/** Asks the model once; answers what it says. Throws a `ModelError`. */
export type Complete = (completion: Completion) => Promise<string>

const mostBytes = 64 * 1024
const mostTokens = 200

const completionShape = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1),
})

/** Posts to `/chat/completions`: once, to a local address only, following no redirect, reading no more than a short answer. */
export function createComplete(settings: ModelSettings, deps: { readonly lookUp?: LookUp } = {}): Complete {
  const url = new URL(`${settings.baseUrl}/chat/completions`)
  const lookUp = deps.lookUp ?? systemLookUp
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json',
    ...(settings.apiKey === undefined ? {} : { authorization: `Bearer ${settings.apiKey}` }),
  }

  async function post({ messages, schema, signal }: Completion): Promise<Response> {
    if (!(await leadsToLocal(url, lookUp))) throw new ModelError('not-local')
    signal.throwIfAborted()
    const format =
      schema === undefined ? {} : { response_format: { type: 'json_schema', json_schema: { name: 'answer', schema } } }
    const body = JSON.stringify({
      model: settings.name,
      messages,
      temperature: 0,
      max_tokens: mostTokens,
      stream: false,
      ...format,
    })
    return fetch(url, { method: 'POST', headers, body, signal, redirect: 'manual' })
  }

  return async (completion) => {
    try {
      const response = await post(completion)
      if (!response.ok) {
        await response.body?.cancel()
        throw new ModelError(response.status >= 300 && response.status < 400 ? 'redirected' : 'refused')
      }
      return contentOf(await readText(response))
    } catch (error) {
      if (error instanceof ModelError) throw error
      throw new ModelError(completion.signal.aborted ? 'late' : 'unreachable')
    }
  }
}

async function readText({ body }: Response): Promise<string> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of (body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > mostBytes) throw new ModelError('too-long')
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function contentOf(text: string): string {
  try {
    return completionShape.parse(JSON.parse(text)).choices[0]?.message.content ?? ''
  } catch {
    throw new ModelError('unreadable')
  }
}
