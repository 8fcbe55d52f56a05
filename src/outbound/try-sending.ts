import { openAttachment } from '../core/attachment.ts'
import { SendError } from '../core/errors.ts'
import type { OpenedMessage, OutboundMessage } from '../core/message.ts'
import type { Seal } from '../core/ports.ts'
import { readDelivery, type ClaimedDelivery } from '../core/delivery.ts'
import { fadeMs, trailRow, type Erasure, type Posted } from '../core/trail.ts'
import type { Lane } from './lane.ts'
import { nextStep, type NextStep } from './retry.ts'
import type { SenderDeps } from './sender.ts'

/** What a delivery brings; nothing where it cannot be read any more. */
export interface OpenedDelivery {
  readonly message: OutboundMessage | Erasure | undefined
}

/** Opens what was sealed by the queue. */
export function openDelivery(delivery: ClaimedDelivery, seal: Seal): OpenedDelivery {
  return { message: readDelivery(delivery, seal) }
}

type TryDeps = Omit<SenderDeps, 'channels' | 'wakeIn'>

/** Tries a claimed message once and keeps what came of it. Answers when it is to be looked at again, if it is. */
export async function trySending(
  delivery: ClaimedDelivery,
  { message }: OpenedDelivery,
  lane: Lane,
  deps: TryDeps,
): Promise<Date | undefined> {
  const { deliveries } = deps.storage
  const { id, contact } = delivery
  const { channel } = lane
  const giveUp = async (error: SendError): Promise<Date | undefined> => settle(delivery, message, lane, error, deps)
  if (message === undefined) return giveUp(new SendError('rejected', 'it cannot be read'))
  if (channel === undefined) return giveUp(new SendError('misconfigured', 'the channel is off'))
  if (delivery.isRepeat && !mayRepeat(delivery, message, lane) && delivery.priority === 'broadcast')
    return giveUp(new SendError('unreachable', 'somebody died while sending it', { mayHaveArrived: true }))
  if (!(await isWayOpen(message, deps))) return giveUp(new SendError('opted-out', 'the way back was cut'))
  const opensAt = lane.pacing.take(contact, deps.clock.now())
  if (opensAt !== undefined) {
    await deliveries.putOff(id, opensAt)
    return opensAt
  }
  try {
    if ('erases' in message) {
      if (channel.erase === undefined) return giveUp(new SendError('misconfigured', 'the channel deletes nothing'))
      await channel.erase(message.to, message.erases)
      await deliveries.sent(id, deps.clock.now())
    } else {
      const { posted = [] } = await channel.send({ ...(await withFiles(message, deps)), deliveryId: id })
      await note(delivery, message, posted, deps)
    }
  } catch (error) {
    if (error instanceof SendError) return giveUp(error)
    deps.log.error({ delivery: id, kind: (error as Error).name }, 'a channel failed in an unknown way')
    return giveUp(new SendError('unreachable', 'unknown', { mayHaveArrived: true }))
  }
  return undefined
}

/** The message with its files, read now; those that were erased meanwhile stay out. */
async function withFiles({ attachments, ...message }: OutboundMessage, deps: TryDeps): Promise<OpenedMessage> {
  if (attachments === undefined) return message
  const opened = await Promise.all(attachments.map((ref) => openAttachment(ref, deps)))
  return { ...message, attachments: opened.filter((file) => file !== undefined) }
}

/** Notes what was sent; takes it back at once from somebody who was forgotten while it was on its way. */
async function note(
  delivery: ClaimedDelivery,
  message: OutboundMessage,
  posted: readonly Posted[],
  deps: TryDeps,
): Promise<void> {
  const now = deps.clock.now()
  // An answer has come when its last part has.
  const relay = message.isPart === true ? undefined : message.relay
  const fades = message.fades === true
  const trail = fades ? [] : posted.map((each) => trailRow(delivery.contact, each, deps))
  const noted = await deps.storage.deliveries.sent(delivery.id, now, { relay, trail })
  if (relay !== undefined) deps.relayMoved?.()
  if (posted.length === 0) return
  const erasure: Erasure = { to: message.to, erases: posted, priority: 'broadcast' }
  if (noted === 'gone') await deps.takeBack(erasure, now)
  else if (fades) await deps.takeBack(erasure, new Date(now.getTime() + fadeMs))
}

async function settle(
  delivery: ClaimedDelivery,
  message: OutboundMessage | Erasure | undefined,
  lane: Lane,
  error: SendError,
  deps: TryDeps,
): Promise<Date | undefined> {
  const { deliveries } = deps.storage
  const { id, contact, priority, createdAt } = delivery
  const relay = message === undefined || 'erases' in message ? undefined : message.relay
  const now = deps.clock.now()
  const attempt = delivery.attempts + 1
  const tried = {
    attempt,
    priority,
    mayRepeat: mayRepeat(delivery, message, lane),
    createdAt,
  }
  const step = nextStep(error, tried, now)
  const fields = { delivery: id, failure: error.failure, attempt, becomes: step.kind }
  if (isAlarming(delivery, step)) deps.log.error(fields, 'not sent: officers or tipsters wait for it')
  else deps.log.warn(fields, 'not sent')
  switch (step.kind) {
    case 'again':
      if (step.failure === 'throttled') lane.pacing.hold(contact, error.holds, step.at)
      await deliveries.retry(id, step.failure, step.at)
      return step.at
    case 'parked':
      await deliveries.park(id, step.failure, now, relay)
      break
    case 'dead':
      await deliveries.dead(id, step.reason, now, relay)
      break
    default:
      step satisfies never
  }
  if (relay !== undefined) deps.relayMoved?.()
  return undefined
}

/** True for what somebody has to look at: an alert that no passing fault keeps, a tip's message that a setting keeps. */
function isAlarming({ priority, about }: ClaimedDelivery, step: NextStep): boolean {
  if (priority !== 'tip') return false
  if (step.kind !== 'again') return about !== undefined
  return step.failure === 'misconfigured' || (about !== undefined && step.failure === 'over-quota')
}

/** True where twice does no harm: a tip's messages, a deletion, a receipt or the way to help, a channel that drops repeats. */
function mayRepeat(
  { priority }: ClaimedDelivery,
  message: OutboundMessage | Erasure | undefined,
  { channel }: Lane,
): boolean {
  if (priority === 'tip' || channel?.dropsRepeats === true) return true
  if (message === undefined) return false
  return 'erases' in message || (priority === 'reply' && message.sayAgain === true)
}

/** False once a tipster wants to hear nothing more of the tip: what was queued before is not sent either. */
async function isWayOpen(message: OutboundMessage | Erasure, { storage }: TryDeps): Promise<boolean> {
  if ('erases' in message || message.wayBack === undefined) return true
  return (await storage.tips.find(message.wayBack))?.wrappedAddressKey !== undefined
}
