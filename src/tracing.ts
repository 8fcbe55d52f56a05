import { ConfigError } from './core/errors.ts'
import type { Translate } from './core/ports.ts'

/** With one of these on, LangChain sends every conversation to a service abroad, or writes it to the terminal. */
const tracingNames = [
  'LANGSMITH_TRACING',
  'LANGSMITH_TRACING_V2',
  'LANGCHAIN_TRACING',
  'LANGCHAIN_TRACING_V2',
  'LANGCHAIN_VERBOSE',
] as const

/**
 * Throws one `ConfigError` of one line when conversations would be traced; whether a model is set or not, and before anything
 * else is done. `translate` is read only then.
 */
export function refuseTracing(env: Readonly<Record<string, string | undefined>>, translate: () => Translate): void {
  const set = tracingNames.filter((name) => !['', 'false'].includes((env[name] ?? '').trim()))
  if (set.length === 0) return
  const locales = translate()
  throw new ConfigError([`${set.join(', ')}: ${locales(locales.pick(env.DEFAULT_LOCALE))('config.tracing')}`])
}
