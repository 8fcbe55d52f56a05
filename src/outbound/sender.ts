import { openAttachment } from '../core/attachment.ts'
import { channelOf, type Channel, type ChannelName } from '../core/channel.ts'
import type { ContactMark } from '../core/contact.ts'
import { SendError, type SendFailure } from '../core/errors.ts'
import type { OpenedMessage, OutboundMessage } from '../core/message.ts'
import type { Clock, Log, Seal } from '../core/ports.ts'
import type { ClaimedDelivery, Storage } from '../core/storage.ts'
import { retryAt } from './retry.ts'

export interface SenderDeps {
  readonly storage: Pick<Storage, 'attachments' | 'deliveries'>
  readonly seal: Seal
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly clock: Clock
  readonly log: Log
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
  const failure = await trySending(delivery, deps)
  const { deliveries } = deps.storage
  const now = deps.clock.now()
  if (failure === undefined) {
    await deliveries.sent(delivery.id, now)
    return
  }
  const again = retryAt(failure, delivery.attempts + 1, delivery.priority, now)
  deps.log.warn(
    { delivery: delivery.id, failure: failure.failure, attempt: delivery.attempts + 1, isDead: again === undefined },
    'not sent',
  )
  if (again === undefined) await deliveries.dead(delivery.id, failure.failure, now)
  else await deliveries.retry(delivery.id, failure.failure, again)
}

async function trySending(delivery: ClaimedDelivery, deps: SenderDeps): Promise<SendError | undefined> {
  try {
    const message = JSON.parse(deps.seal.open('delivery', delivery.id, delivery.sealed)) as OutboundMessage
    const channel = deps.channels.get(channelOf(message.to))
    if (channel === undefined) return new SendError('misconfigured', 'the channel is off')
    await channel.send({ ...(await withFiles(message, deps)), deliveryId: delivery.id })
    return undefined
  } catch (error) {
    if (error instanceof SendError) return error
    deps.log.error({ delivery: delivery.id, kind: (error as Error).name }, 'a channel failed in an unknown way')
    return new SendError('unreachable' satisfies SendFailure, 'unknown')
  }
}

/** The message with its files, read now; those that were erased meanwhile stay out. */
async function withFiles({ attachments, ...message }: OutboundMessage, deps: SenderDeps): Promise<OpenedMessage> {
  if (attachments === undefined) return message
  const opened = await Promise.all(attachments.map((ref) => openAttachment(ref, deps)))
  return { ...message, attachments: opened.filter((file) => file !== undefined) }
}
