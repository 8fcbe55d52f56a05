import { channelOf, type Channel, type ChannelName } from '../core/channel.ts'
import type { ContactMark } from '../core/contact.ts'
import { SendError, type SendFailure } from '../core/errors.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Clock, Ids, Log, Seal } from '../core/ports.ts'
import type { ClaimedDelivery, Storage } from '../core/storage.ts'
import { fadeMs, trailRow, type Erasure, type Posted } from '../core/trail.ts'
import { retryAt } from './retry.ts'

export interface SenderDeps {
  readonly storage: Pick<Storage, 'deliveries' | 'tips'>
  readonly seal: Seal
  readonly ids: Pick<Ids, 'id'>
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly clock: Clock
  readonly log: Log
  /** Queues an erasure of what was sent; durable when it resolves. */
  readonly takeBack: (erasure: Erasure, at: Date) => Promise<void>
}

/** Sends what is queued. The only place that retries. */
export interface Sender {
  /** Sends what is due for one contact now; resolves when each of its due messages has been tried. */
  deliverTo(contact: ContactMark): Promise<void>
  /** Sends what is due for anybody; resolves when nothing more is due. */
  deliverDue(): Promise<void>
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>
}

const leaseMs = 60_000
const batch = 20

/** A sender. Messages of one contact go out one after another, in the order they were queued. */
export function createSender(deps: SenderDeps): Sender {
  const running = new Set<Promise<void>>()
  const track = (work: Promise<void>): Promise<void> => {
    running.add(work)
    return work.finally(() => running.delete(work))
  }
  /** What is being sent now, by contact: `deliverTo` waits for it too, whoever claimed it. */
  const sending = new Map<ContactMark, Promise<void>>()
  const send = (delivery: ClaimedDelivery): Promise<void> => {
    const work = deliver(delivery, deps).finally(() => {
      if (sending.get(delivery.contact) === work) sending.delete(delivery.contact)
    })
    sending.set(delivery.contact, work)
    return work
  }
  const run = async (contact?: ContactMark): Promise<void> => {
    for (;;) {
      const options = { now: deps.clock.now(), limit: batch, leaseMs, ...(contact === undefined ? {} : { contact }) }
      const claimed = await deps.storage.deliveries.claim(options)
      const elsewhere = contact === undefined ? undefined : sending.get(contact)
      if (claimed.length === 0 && elsewhere === undefined) return
      await elsewhere?.catch(() => undefined)
      await Promise.all(claimed.map(send))
    }
  }
  return {
    deliverTo: (contact) => track(run(contact)),
    deliverDue: () => track(run()),
    async idle() {
      await Promise.allSettled([...running])
    },
  }
}

async function deliver(delivery: ClaimedDelivery, deps: SenderDeps): Promise<void> {
  const sent = await trySending(delivery, deps)
  const { deliveries } = deps.storage
  const now = deps.clock.now()
  if (!(sent instanceof SendError)) return note(delivery, sent, now, deps)
  const failure = sent
  const again = retryAt(failure, delivery.attempts + 1, delivery.priority, now)
  deps.log.warn(
    { delivery: delivery.id, failure: failure.failure, attempt: delivery.attempts + 1, isDead: again === undefined },
    'not sent',
  )
  if (again === undefined) await deliveries.dead(delivery.id, failure.failure, now)
  else await deliveries.retry(delivery.id, failure.failure, again)
}

/** What stands in the chat now, and whether it is to go by itself. */
interface Sent {
  readonly posted: Erasure
  readonly fades: boolean
}

/** Notes what was sent; takes it back at once from somebody who was forgotten while it was on its way. */
async function note(delivery: ClaimedDelivery, { posted, fades }: Sent, now: Date, deps: SenderDeps): Promise<void> {
  const trail = fades ? [] : posted.erases.map((each) => trailRow(delivery.contact, each, deps))
  const noted = await deps.storage.deliveries.sent(delivery.id, now, trail)
  if (posted.erases.length === 0) return
  if (noted === 'gone') await deps.takeBack(posted, now)
  else if (fades) await deps.takeBack(posted, new Date(now.getTime() + fadeMs))
}

async function trySending(delivery: ClaimedDelivery, deps: SenderDeps): Promise<SendError | Sent> {
  try {
    const message = JSON.parse(deps.seal.open('delivery', delivery.id, delivery.sealed)) as OutboundMessage | Erasure
    const channel = deps.channels.get(channelOf(message.to))
    if (channel === undefined) return new SendError('misconfigured', 'the channel is off')
    if (!('erases' in message)) {
      if (!(await isWayOpen(message, deps))) return new SendError('opted-out', 'the way back was cut')
      const { posted } = await channel.send({ ...message, deliveryId: delivery.id })
      return { posted: erasureOf(message, posted), fades: message.fades === true }
    }
    if (channel.erase === undefined) return new SendError('misconfigured', 'the channel deletes nothing')
    await channel.erase(message.to, message.erases)
    return { posted: erasureOf(message), fades: false }
  } catch (error) {
    if (error instanceof SendError) return error
    deps.log.error({ delivery: delivery.id, kind: (error as Error).name }, 'a channel failed in an unknown way')
    return new SendError('unreachable' satisfies SendFailure, 'unknown')
  }
}

const erasureOf = ({ to }: OutboundMessage | Erasure, erases: readonly Posted[] = []): Erasure => ({
  to,
  erases,
  priority: 'broadcast',
})

/** False once a tipster wants to hear nothing more of the tip: what was queued before is not sent either. */
async function isWayOpen({ relays }: OutboundMessage, { storage }: SenderDeps): Promise<boolean> {
  return relays === undefined || (await storage.tips.find(relays))?.wrappedAddressKey !== undefined
}
