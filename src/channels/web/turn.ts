import type { Receive } from '../../core/channel.ts'
import type { Clock, Ids, Translate } from '../../core/ports.ts'
import type { Sent } from './convert.ts'
import type { Fault } from './response.ts'
import type { Thread } from './thread.ts'

/** One message of a person, from the page to the bot and back. */
export interface Turns {
  begin(receive: Receive): void
  /** Takes the message in and waits, a while, until the bot has answered. `before` is the last message before the answer. */
  take(sent: Sent, source: string): Promise<Turn>
  /** Resolves when nothing more will be taken in. */
  end(): Promise<void>
}

export type Turn =
  | { readonly kind: 'taken'; readonly token: string; readonly mark: string; readonly before: number }
  | { readonly kind: 'fault'; readonly fault: Extract<Fault, 'unknown-session' | 'closed'> }

export interface TurnDeps {
  readonly thread: Thread
  readonly ids: Ids
  readonly clock: Clock
  readonly translate: Translate
}

/** How long a request waits for the bot's answer; what comes later reaches the page by its stream. */
const patienceMs = 10_000

/** Turns of the web chat; none is taken before `begin` or after `end`. */
export function createTurns(deps: TurnDeps): Turns {
  let receive: Receive | undefined
  const underWay = new Set<Promise<unknown>>()

  async function take(sent: Sent, source: string, hand: Receive): Promise<Turn> {
    const known = sent.session === undefined ? undefined : await deps.thread.find(sent.session)
    if (sent.session !== undefined && known === undefined) return { kind: 'fault', fault: 'unknown-session' }
    const locale = deps.translate.pick(sent.locale ?? known?.locale)
    const session =
      sent.session !== undefined && known !== undefined
        ? { token: sent.session, mark: known.mark }
        : await deps.thread.open(locale)
    if (known !== undefined) await deps.thread.touch(known.mark, locale)
    const before = known === undefined ? 0 : await deps.thread.lastSeq(known.mark)
    try {
      const accepted = await hand({
        channel: 'web',
        externalId: `${session.mark}:${sent.id ?? deps.ids.id()}`,
        from: `web:${session.token}`,
        text: sent.text,
        attachments: sent.attachments ?? [],
        locale,
        ...(sent.isTap === true ? { isTap: true } : {}),
        ...(sent.ref === undefined ? {} : { ref: sent.ref }),
        source,
        receivedAt: deps.clock.now(),
      })
      await atMost(accepted.settled, patienceMs)
    } catch (error) {
      if (known === undefined) await deps.thread.close(session.mark)
      throw error
    }
    return { kind: 'taken', ...session, before }
  }

  return {
    begin(given) {
      receive = given
    },
    async take(sent, source) {
      if (receive === undefined) return { kind: 'fault', fault: 'closed' }
      const turn = take(sent, source, receive)
      underWay.add(turn)
      try {
        return await turn
      } finally {
        underWay.delete(turn)
      }
    },
    async end() {
      receive = undefined
      await Promise.allSettled(underWay)
    },
  }
}

async function atMost(settled: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms)
  })
  await Promise.race([settled, patience])
  clearTimeout(timer)
}
