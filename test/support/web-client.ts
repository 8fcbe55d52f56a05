/** What the chat API answers with. */
export interface WebMessage {
  readonly id: string
  readonly text: string
  readonly quickReplies: readonly { readonly label: string; readonly value: string }[]
  readonly citations: readonly { readonly document: string; readonly article: string; readonly title: string }[]
}

/** Somebody on the web page, speaking the chat API. */
export interface WebClient {
  readonly session: () => string | undefined
  /** Writes and answers what the bot said to it. Rejects when the server cannot be reached or refuses. */
  say(text: string): Promise<readonly WebMessage[]>
  /** All messages of this session. */
  all(): Promise<readonly WebMessage[]>
}

/** A client of the chat API at `url()`; the URL may change when the server is started anew. */
export function createWebClient(url: () => string): WebClient {
  let session: string | undefined
  const read = async (
    response: Response,
  ): Promise<{ readonly session?: string; readonly messages: readonly WebMessage[] }> => {
    if (!response.ok) throw new Error(`the server answered ${response.status}`)
    return (await response.json()) as { session?: string; messages: WebMessage[] }
  }
  return {
    session: () => session,
    async say(text) {
      const body = JSON.stringify({ text, ...(session === undefined ? {} : { session }) })
      const answer = await read(
        await fetch(`${url()}/api/chat/messages`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body,
        }),
      )
      session = answer.session ?? session
      return answer.messages
    },
    async all() {
      if (session === undefined) return []
      return (await read(await fetch(`${url()}/api/chat/messages?session=${session}&after=0`))).messages
    },
  }
}

/** The receipt in what the bot said, if there is one. */
export function receiptIn(messages: readonly WebMessage[]): string | undefined {
  return messages.map(({ text }) => /\d{4}-\d{4}-\d{4}-\d{4}/.exec(text)?.[0]).find((receipt) => receipt !== undefined)
}

/** Files a tip with everything skipped but the words. */
export async function fileTip(client: WebClient, words: string): Promise<string | undefined> {
  await client.say('/baotin')
  await client.say(words)
  for (let i = 0; i < 4; i++) await client.say('bỏ qua')
  return receiptIn(await client.say('gửi'))
}
