import { SendError } from '../core/errors.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Seal } from '../core/ports.ts'
import type { ClaimedDelivery } from '../core/storage.ts'
import type { Lane } from './lane.ts'
import { nextStep } from './retry.ts'
import type { SenderDeps } from './sender.ts'

/** A delivery's message; none where it cannot be read any more. */
export interface OpenedDelivery {
  readonly message: OutboundMessage | undefined
}

/** Opens what was sealed by the queue. */
export function openDelivery(delivery: ClaimedDelivery, seal: Seal): OpenedDelivery {
  try {
    return { message: JSON.parse(seal.open('delivery', delivery.id, delivery.sealed)) as OutboundMessage }
  } catch {
    return { message: undefined }
  }
}

type TryDeps = Pick<SenderDeps, 'storage' | 'clock' | 'log' | 'relayMoved'>

/** Tries a claimed message once and keeps what came of it. Answers when it is to be looked at again, if it is. */
export async function trySending(
  delivery: ClaimedDelivery,
  { message }: OpenedDelivery,
  lane: Lane,
  deps: TryDeps,
): Promise<Date | undefined> {
  const { deliveries } = deps.storage
  const { id, contact, priority } = delivery
  const { channel } = lane
  const giveUp = async (error: SendError): Promise<Date | undefined> => settle(delivery, message, lane, error, deps)
  if (message === undefined) return giveUp(new SendError('rejected', 'it cannot be read'))
  if (channel === undefined) return giveUp(new SendError('misconfigured', 'the channel is off'))
  if (delivery.isRepeat && priority === 'broadcast' && channel.dropsRepeats !== true)
    return giveUp(new SendError('unreachable', 'somebody died while sending it', { mayHaveArrived: true }))
  if (message.relay !== undefined && !(await deliveries.isWanted(message.relay)))
    return giveUp(new SendError('opted-out', 'the way back was cut'))
  const opensAt = lane.pacing.take(contact, message.to, deps.clock.now())
  if (opensAt !== undefined) {
    await deliveries.putOff(id, opensAt)
    return opensAt
  }
  try {
    await channel.send({ ...message, deliveryId: id })
  } catch (error) {
    if (error instanceof SendError) return giveUp(error)
    deps.log.error({ delivery: id, kind: (error as Error).name }, 'a channel failed in an unknown way')
    return giveUp(new SendError('unreachable', 'unknown', { mayHaveArrived: true }))
  }
  // An answer has come when its last part has.
  const relay = message.isPart === true ? undefined : message.relay
  await deliveries.sent(id, deps.clock.now(), relay)
  if (relay !== undefined) deps.relayMoved?.()
  return undefined
}

async function settle(
  delivery: ClaimedDelivery,
  message: OutboundMessage | undefined,
  lane: Lane,
  error: SendError,
  deps: TryDeps,
): Promise<Date | undefined> {
  const { deliveries } = deps.storage
  const { id, contact, priority, about, createdAt } = delivery
  const now = deps.clock.now()
  const attempt = delivery.attempts + 1
  const step = nextStep(
    error,
    {
      attempt,
      priority,
      mayRepeat: priority === 'tip' || isHarmless(delivery, message) || lane.channel?.dropsRepeats === true,
      canPark: priority === 'tip' && about === undefined,
      createdAt,
    },
    now,
  )
  deps.log.warn({ delivery: id, failure: error.failure, attempt, becomes: step.kind }, 'not sent')
  switch (step.kind) {
    case 'again':
      if (step.failure === 'throttled') lane.pacing.hold(contact, error.holds, step.at)
      await deliveries.retry(id, step.failure, step.at)
      return step.at
    case 'parked':
      await deliveries.park(id, step.failure, now, message?.relay)
      break
    case 'dead':
      await deliveries.dead(id, step.reason, now, message?.relay)
      break
    default:
      step satisfies never
  }
  if (message?.relay !== undefined) deps.relayMoved?.()
  return undefined
}

/** Said twice it does no harm, and unsaid it might: a receipt, the way to help. Never to a crowd. */
function isHarmless({ priority }: ClaimedDelivery, message: OutboundMessage | undefined): boolean {
  return priority === 'reply' && message?.sayAgain === true
}
