import type { Answer, Answerer } from '../core/answer.ts'
import type { Clock, Log } from '../core/ports.ts'
import type { Assess } from '../core/triage.ts'
import { whereOf } from '../core/where.ts'
import type { EntryAnswerer } from './answerer.ts'
import { createCircuit } from './chain/circuit.ts'
import { ModelError, type ModelFailure } from './chain/complete.ts'
import type { Chain } from './chain/open-chain.ts'

/** How often the model was asked about a question since the start, by what came of it. */
export const modelOutcomes = ['helped', 'no-help', 'failed', 'left-alone'] as const
export type ModelOutcome = (typeof modelOutcomes)[number]
export type ModelCounts = Readonly<Record<ModelOutcome, number>>

export interface ModelAnswerer extends Answerer {
  counts(): ModelCounts
}

export interface ModelAnswererDeps {
  /** Opened once, beside the first questions; that it fails counts as a failure of the model. */
  readonly chain: () => Promise<Chain>
  readonly assess: Assess
  /** Takes out of a question who it is about. */
  readonly strip: (text: string) => string
  readonly clock: Clock
  readonly log: Log
  /** Instead of `modelBudgetMs`: all together, for one question. */
  readonly budgetMs?: number
}

/** How long a model may take for one question. */
export const modelBudgetMs = 4_000
const mostRanked = 5
const mostFailures = 3
const restMs = 60_000

type Options = Parameters<Answerer['ask']>[1]

/**
 * The answers of `answerer`, with a language model to fall back on where it knows none: the model words the question anew
 * and picks among entries. Whatever it says, the contact reads an entry or what `answerer` says by itself.
 */
export function createModelAnswerer(answerer: EntryAnswerer, deps: ModelAnswererDeps): ModelAnswerer {
  const circuit = createCircuit({ clock: deps.clock, failures: mostFailures, restMs })
  const counts = { helped: 0, 'no-help': 0, failed: 0, 'left-alone': 0 }
  const opened = deps.chain()
  // Whoever asks meets the same failure; until then nobody has to hear of it.
  opened.catch(() => undefined)

  /** A command is no question, danger is answered by people, and what another field knows is not looked for here. */
  function maySend(question: string, options: Options): boolean {
    const { level } = deps.assess(question)
    const isCalm = level === 'none' || level === 'normal'
    return isCalm && !/^\s*\//.test(question) && !answerer.near(question, options).isBarred
  }

  async function findWith(
    chain: Chain,
    question: string,
    { ranked }: Answer,
    options: Options,
    signal: AbortSignal,
  ): Promise<Answer | undefined> {
    const stripped = deps.strip(question)
    const rewritten = await chain.rewrite(stripped, signal)
    const second = await answerer.ask(rewritten, options)
    if (second.kind === 'answered') return second
    if (answerer.near(rewritten, options).isBarred) return undefined
    const search = (words: string) => answerer.near(words, options).entries
    const chosen = await chain.choose(stripped, { wordings: [question, rewritten], search }, signal)
    const entry = chosen === undefined ? undefined : answerer.entry(chosen, options)
    if (chosen === undefined || entry === undefined) return undefined
    return { ...entry, ranked: [chosen, ...ranked.filter((id) => id !== chosen)].slice(0, mostRanked) }
  }

  async function tryModel(question: string, first: Answer, options: Options): Promise<Answer | undefined> {
    const startedAt = deps.clock.now()
    const signal = AbortSignal.timeout(deps.budgetMs ?? modelBudgetMs)
    try {
      const found = await inTime(
        opened.then((chain) => findWith(chain, question, first, options, signal)),
        signal,
      )
      circuit.succeeded()
      counts[found === undefined ? 'no-help' : 'helped']++
      return found
    } catch (error) {
      counts.failed++
      const ms = deps.clock.now().getTime() - startedAt.getTime()
      deps.log.warn({ ...(signal.aborted ? { kind: 'late' } : whatOf(error)), ms }, 'the model was of no use')
      if (circuit.failed()) deps.log.warn({ ms: restMs }, 'the model is left alone for a while')
      return undefined
    }
  }

  return {
    async ask(question, options) {
      const first = await answerer.ask(question, options)
      const isSettled = first.kind === 'answered' || (first.kind === 'unsure' && first.after !== undefined)
      if (isSettled || !maySend(question, options)) return first
      if (circuit.isOpen()) {
        counts['left-alone']++
        return first
      }
      return (await tryModel(question, first, options)) ?? first
    },
    entry: (id, options) => answerer.entry(id, options),
    counts: () => ({ ...counts }),
  }
}

/** What may be logged: a kind, and for a fault of our own where it is. */
function whatOf(error: unknown): { readonly kind: ModelFailure; readonly where?: string } {
  return error instanceof ModelError ? { kind: error.failure } : { kind: 'broken', where: whereOf(error) }
}

/** The same, but rejects when the time is up, whoever is still at work. */
function inTime<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: up, reject } = Promise.withResolvers<never>()
  signal.addEventListener('abort', () => reject(new ModelError('late')), { once: true })
  return Promise.race([work, up])
}
