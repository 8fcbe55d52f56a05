import { SimpleChatModel, type BaseChatModelCallOptions } from '@langchain/core/language_models/chat_models'
import type { BaseMessage } from '@langchain/core/messages'
import type { Complete } from './complete.ts'

interface LocalCallOptions extends BaseChatModelCallOptions {
  /** The JSON schema that the answer has to follow. */
  readonly schema?: Readonly<Record<string, unknown>>
}

/** LangChain's view of the model on the premises. A class because LangChain's frame is made of them. */
export class LocalChatModel extends SimpleChatModel<LocalCallOptions> {
  readonly #complete: Complete

  constructor(complete: Complete) {
    super({ maxRetries: 0 })
    this.#complete = complete
  }

  override _llmType(): string {
    return 'local'
  }

  override async _call(messages: BaseMessage[], options: this['ParsedCallOptions']): Promise<string> {
    return this.#complete({
      messages: messages.map((message) => ({
        role: message.getType() === 'system' ? 'system' : 'user',
        content: message.text,
      })),
      schema: options.schema,
      signal: options.signal ?? new AbortController().signal,
    })
  }
}
