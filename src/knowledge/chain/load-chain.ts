import type { Prompts } from '../prompts.ts'
import { createComplete, type ModelSettings } from './complete.ts'
import type { Chain } from './open-chain.ts'

/** The chain around the model on the premises. LangChain is loaded here and nowhere before: without a model nobody needs it. */
export async function loadChain(deps: { readonly settings: ModelSettings; readonly prompts: Prompts }): Promise<Chain> {
  const { localModel, openChain } = await import('./open-chain.ts')
  return openChain({ model: localModel(createComplete(deps.settings)), prompts: deps.prompts })
}
