import { createComplete, ModelError, type ModelFailure, type ModelSettings } from './complete.ts'

/** Asks the model for one word. Answers how long it took, or why it was of no use. */
export async function tryModel(
  settings: ModelSettings,
  budgetMs: number,
): Promise<{ readonly ms: number } | { readonly failure: ModelFailure }> {
  const startedAt = performance.now()
  try {
    const signal = AbortSignal.timeout(budgetMs)
    await createComplete(settings)({ messages: [{ role: 'user', content: 'ok?' }], signal })
    return { ms: Math.round(performance.now() - startedAt) }
  } catch (error) {
    return { failure: error instanceof ModelError ? error.failure : 'broken' }
  }
}
