import type { Address } from '../../src/core/channel.ts'
import { describeChannel, type ChannelHarness, type Shown } from './channel-contract.ts'
import { openWebChat } from './web-chat.ts'

interface Answer {
  readonly session: string
}
interface Messages {
  readonly messages: readonly { readonly text: string; readonly quickReplies: readonly { readonly label: string }[] }[]
}

/** The web chat as its page uses it: through the routes alone. */
async function open(): Promise<ChannelHarness> {
  const chat = await openWebChat({ isStarted: false })
  let session: string | undefined
  let count = 0
  let last: { readonly text: string; readonly id: string } | undefined
  const post = async (body: { readonly text: string; readonly id: string }): Promise<void> => {
    const response = await chat.post({ ...body, ...(session === undefined ? {} : { session }) })
    if (!response.ok) throw new Error(`the web chat answered ${response.status}`)
    session = ((await response.json()) as Answer).session
  }
  return {
    channel: chat.channel,
    nobody: `web:${'x'.repeat(43)}`,
    async write(text) {
      last = { text, id: `page-${++count}` }
      await post(last)
    },
    async shown(): Promise<readonly Shown[]> {
      const response = await chat.call('GET', `/api/chat/messages?session=${session ?? ''}&after=0`)
      const { messages } = (await response.json()) as Messages
      return messages.map(({ text, quickReplies }) => ({ text, buttons: quickReplies.map(({ label }) => label) }))
    },
    address(): Address {
      return `web:${session ?? ''}`
    },
    // The page sends what it got no answer to again, under the id it gave it.
    async repeat() {
      if (last === undefined) throw new Error('nothing was written')
      await post(last)
    },
    breakPlatform: () => void chat.storage.close(),
    close: () => chat.close(),
  }
}

describeChannel({ name: 'the web chat', open })
