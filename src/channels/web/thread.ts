import type { Citation, OpenedMessage, QuickReply } from '../../core/message.ts'
import type { Clock, Ids, Marks, Seal } from '../../core/ports.ts'
import type { Storage, WebMessage } from '../../core/storage.ts'

/** One message of the bot as the API shows it. `id` is its number within the session, `at` ISO 8601. */
export interface ChatMessage {
  readonly id: string
  readonly text: string
  readonly quickReplies: readonly QuickReply[]
  readonly citations: readonly Citation[]
  readonly at: string
}

/** Sessions and what the bot said in them. A session is known by its mark; the token itself is never stored. */
export interface Thread {
  /** A new session that ends 12 hours after its last use. */
  open(locale: string): Promise<{ readonly token: string; readonly mark: string }>
  find(token: string): Promise<{ readonly mark: string; readonly locale: string } | undefined>
  isOpen(mark: string): Promise<boolean>
  touch(mark: string, locale: string): Promise<void>
  close(mark: string): Promise<void>
  /** Undefined when the session is unknown or over. A repeat of one delivery is kept once. */
  add(token: string, delivery: string, message: OpenedMessage): Promise<{ readonly mark: string } | undefined>
  /** In order, the first `mostAtOnce` of them. */
  after(mark: string, seq: number): Promise<readonly ChatMessage[]>
  /** In order, the last `mostAtOnce` of them. */
  latest(mark: string): Promise<readonly ChatMessage[]>
  lastSeq(mark: string): Promise<number>
}

export interface ThreadDeps {
  readonly storage: Pick<Storage, 'web'>
  readonly seal: Seal
  readonly marks: Marks
  readonly ids: Ids
  readonly clock: Clock
}

/** Unused for this long, a session is over. */
export const sessionMs = 12 * 60 * 60 * 1000

/** As many messages as are read for one answer. */
export const mostAtOnce = 2_000
/** As many as storage answers at a time. */
const storedPage = 200

type Body = Pick<ChatMessage, 'text' | 'quickReplies' | 'citations'>

/** The threads of the web chat, sealed at rest. */
export function createThread(deps: ThreadDeps): Thread {
  const { web } = deps.storage
  const expiry = () => new Date(deps.clock.now().getTime() + sessionMs)
  const unseal = (mark: string, message: WebMessage): ChatMessage => {
    const body = JSON.parse(deps.seal.open('web-message', mark, message.sealed)) as Body
    return { id: String(message.seq), ...body, at: message.at.toISOString() }
  }
  async function after(mark: string, seq: number): Promise<readonly ChatMessage[]> {
    const messages: ChatMessage[] = []
    let page: readonly WebMessage[]
    do {
      page = await web.messagesAfter(mark, Number(messages.at(-1)?.id ?? seq))
      messages.push(...page.map((message) => unseal(mark, message)))
    } while (page.length >= storedPage && messages.length < mostAtOnce)
    return messages.slice(0, mostAtOnce)
  }

  return {
    async open(locale) {
      const token = deps.ids.token()
      const mark = deps.marks.contact(`web:${token}`)
      await web.addSession({ mark, locale, expiresAt: expiry() })
      return { token, mark }
    },
    async find(token) {
      const mark = deps.marks.contact(`web:${token}`)
      const session = await web.session(mark, deps.clock.now())
      return session && { mark, locale: session.locale }
    },
    isOpen: async (mark) => (await web.session(mark, deps.clock.now())) !== undefined,
    touch: (mark, locale) => web.touch(mark, expiry(), locale),
    close: (mark) => web.endSession(mark),
    async add(token, delivery, message) {
      const mark = deps.marks.contact(`web:${token}`)
      const at = deps.clock.now()
      const body: Body = {
        text: message.text,
        quickReplies: message.quickReplies ?? [],
        citations: message.citations ?? [],
      }
      const sealed = deps.seal.seal('web-message', mark, JSON.stringify(body))
      const seq = await web.addMessage({ session: mark, delivery, sealed, at })
      return seq === undefined ? undefined : { mark }
    },
    after,
    latest: async (mark) => after(mark, Math.max(0, (await web.lastSeq(mark)) - mostAtOnce)),
    lastSeq: (mark) => web.lastSeq(mark),
  }
}
