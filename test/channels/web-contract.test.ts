import type { OutboundMessage } from '../../src/core/message.ts'
import { describeChannel } from './channel-contract.ts'
import type { ChannelHarness, Shown, Who } from './contract/harness.ts'
import { openWebChat, peer } from './web-chat.ts'

interface Messages {
  readonly messages: readonly Pick<OutboundMessage, 'text' | 'quickReplies'>[]
}
interface Post {
  readonly who: Who
  readonly body: Readonly<Record<string, string>>
}

/** The web chat as its page uses it: through the routes alone. */
async function open(): Promise<ChannelHarness> {
  const chat = await openWebChat({ isStarted: false })
  const sessions: Partial<Record<Who, string>> = {}
  let count = 0
  let last: Post | undefined
  let unheard: Post | undefined

  const post = async ({ who, body }: Post): Promise<void> => {
    last = { who, body }
    const session = sessions[who]
    const response = await chat.post({ ...body, ...(session === undefined ? {} : { session }) })
    if (!response.ok) throw new Error(`the web chat answered ${response.status}`)
    sessions[who] = ((await response.json()) as { readonly session: string }).session
  }
  const write = (text: string, who: Who = 'lan', more: Readonly<Record<string, string>> = {}) =>
    post({ who, body: { text, id: `page-${++count}`, ...more } })
  /** The page keeps what was not taken, and sends it again under the same id. */
  const postAgain = async () => {
    if (unheard !== undefined) await post(unheard)
    unheard = undefined
  }
  const messages = async (who: Who = 'lan') => {
    const response = await chat.call('GET', `/api/chat/messages?session=${sessions[who] ?? ''}&after=0`)
    return response.ok ? ((await response.json()) as Messages).messages : []
  }
  const { addMessage } = chat.storage.web

  return {
    get channel() {
      return chat.channel
    },
    clock: { now: chat.clock.now, advance: chat.clock.forward },
    nobody: `web:${'x'.repeat(43)}`,
    write,
    async writeUnheard(text, who = 'lan') {
      await write(text, who).catch(() => (unheard = last))
    },
    shown: async (who): Promise<readonly Shown[]> =>
      (await messages(who)).map(({ text, quickReplies = [] }) => ({
        text,
        buttons: quickReplies.map(({ label }) => label),
      })),
    address: (who = 'lan') => `web:${sessions[who] ?? ''}`,
    async restart() {
      const channel = chat.renew()
      const { start } = channel
      return {
        ...channel,
        async start(receive) {
          await start(receive)
          await postAgain()
        },
      }
    },
    secrets: () => [...Object.values(sessions), peer],
    log: () => JSON.stringify(chat.logged),
    breakPlatform: () => void chat.storage.close(),
    faults: [
      {
        name: 'a database that is away for a moment',
        failure: 'unreachable',
        plan: () =>
          Object.assign(chat.storage.web, {
            addMessage: () => {
              Object.assign(chat.storage.web, { addMessage })
              return Promise.reject(new Error(`database is locked, ${Object.values(sessions).join()}`))
            },
          }),
      },
    ],
    async repeat() {
      if (last === undefined) throw new Error('nothing was written')
      await post(last)
    },
    retry: postAgain,
    async tap(label) {
      const replies = (await messages()).flatMap(({ quickReplies = [] }) => quickReplies)
      await write(replies.findLast((reply) => reply.label === label)?.value ?? '')
    },
    writeIn: (locale, text) => write(text, 'lan', { locale }),
    followLink: (code) => write('/start', 'lan', { ref: code }),
    close: chat.close,
  }
}

describeChannel({
  name: 'the web chat',
  open,
  lacks: { 'files in': 'the page sends words alone', 'files out': 'the page shows words alone' },
  skips: { 'tells how long to wait exactly as its platform does': 'nobody throttles our own database' },
})
