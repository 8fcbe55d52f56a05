import { channelNames, channelOf, type Channel, type ChannelName } from '../core/channel.ts'
import type { ContactMark } from '../core/contact.ts'
import type { Clock, Ids, Log, Seal } from '../core/ports.ts'
import type { ClaimedDelivery, DeliveryScope } from '../core/delivery.ts'
import type { Storage } from '../core/storage.ts'
import type { Erasure } from '../core/trail.ts'
import { createAlarm, type WakeIn } from './alarm.ts'
import { createLane, type Lane } from './lane.ts'
import { openDelivery, trySending, type OpenedDelivery } from './try-sending.ts'

export interface SenderDeps {
  readonly storage: Pick<Storage, 'attachments' | 'deliveries' | 'tips'>
  readonly seal: Seal
  readonly ids: Pick<Ids, 'id'>
  readonly channels: ReadonlyMap<ChannelName, Channel>
  readonly clock: Clock
  readonly log: Log
  /** Queues an erasure of what was sent; durable when it resolves. */
  readonly takeBack: (erasure: Erasure, at: Date) => Promise<void>
  /** Told when it was found out what became of an officer's answer. */
  readonly relayMoved?: () => void
  /** Runs something after a while; for tests. */
  readonly wakeIn?: WakeIn
}

/** Sends what is queued. The only place that retries. */
export interface Sender {
  /** Sends what is due for one contact now; resolves when each of its due messages has been tried or has to wait its turn. */
  deliverTo(contact: ContactMark): Promise<void>
  /** Sends what is due for anybody; resolves when nothing more can be sent now. */
  deliverDue(): Promise<void>
  /** Resolves when nothing is being sent. */
  idle(): Promise<void>
  /** Begins nothing more; resolves when nothing is being sent. */
  stop(): Promise<void>
}

/** Longer than any channel takes for one message. */
const leaseMs = 60_000

/**
 * A sender with a lane for each channel. A lane takes up the most urgent that are due, as many as its platform takes now, and
 * waits for none of them: one that hangs holds up its own contact alone. Whenever something has to wait the sender wakes itself.
 */
export function createSender(deps: SenderDeps): Sender {
  const { storage, channels, clock } = deps
  const { deliveries } = storage
  let isStopped = false
  const running = new Set<Promise<void>>()
  /** Looking for what one contact is to be sent. */
  const asked = new Set<Promise<void>>()
  /** What is being sent now, by contact: `deliverTo` waits for it too, whoever claimed it. */
  const sending = new Map<ContactMark, Promise<void>>()
  const alarm = createAlarm({ clock, wakeIn: deps.wakeIn, ring: () => void pumpAll().catch(putOff) })
  const putOff = () => deps.log.warn({}, 'delivery put off')

  const lanes = new Map<ChannelName, Lane>()
  for (const [name, channel] of channels) lanes.set(name, createLane([name], channel))
  /** What was queued for channels that are off, or before channels were noted. */
  const rest = createLane(['', ...channelNames.filter((name) => !channels.has(name))], undefined)
  const allLanes = [...lanes.values(), rest]

  const claim = (scope: DeliveryScope, limit: number) =>
    deliveries.claim({ ...scope, now: clock.now(), limit, leaseMs })

  const laneOf = ({ message }: OpenedDelivery): Lane =>
    (message === undefined ? undefined : lanes.get(channelOf(message.to))) ?? rest

  /** Sends what was claimed. */
  const start = (delivery: ClaimedDelivery, opened: OpenedDelivery, lane: Lane): Promise<void> => {
    lane.begin()
    const work = trySending(delivery, opened, lane, deps)
      .then((again) => alarm.at(again))
      .finally(() => {
        lane.end()
        running.delete(work)
        if (sending.get(delivery.contact) === work) sending.delete(delivery.contact)
      })
    running.add(work)
    sending.set(delivery.contact, work)
    return work
  }

  /** Takes up what is due in a lane until nothing is, or the platform has no room. */
  const takeUp = async (lane: Lane): Promise<void> => {
    for (;;) {
      const now = clock.now()
      const { upTo, limit, until } = lane.offer(now)
      if (upTo === undefined) return
      if (limit < 1) return alarm.at(lane.pacing.opensAt())
      const scope = { channels: lane.channels, upTo }
      const claimed = await claim(scope, limit)
      for (const delivery of claimed) {
        const opened = openDelivery(delivery, deps.seal)
        // When it is done, the next one of its contact can be taken.
        start(delivery, opened, laneOf(opened))
          .finally(() => pump(lane))
          .catch(putOff)
      }
      if (claimed.length > 0) continue
      const due = await deliveries.nextDue(scope)
      if (due !== undefined && due > now) alarm.at(due)
      return alarm.at(until)
    }
  }
  const pump = (lane: Lane): Promise<void> => (isStopped ? Promise.resolve() : lane.alone(() => takeUp(lane)))
  const pumpAll = async (): Promise<void> => void (await Promise.all(allLanes.map(pump)))
  const idle = async (): Promise<void> => {
    while (running.size + asked.size > 0 || allLanes.some((lane) => lane.isBusy()))
      await Promise.allSettled([...running, ...asked, ...allLanes.map((lane) => lane.rests())])
  }
  const deliverTo = async (contact: ContactMark): Promise<void> => {
    while (!isStopped) {
      const elsewhere = sending.get(contact)
      const [delivery] = await claim({ contact }, 1)
      if (delivery === undefined && elsewhere === undefined) return
      await elsewhere?.catch(() => undefined)
      if (delivery === undefined) continue
      const opened = openDelivery(delivery, deps.seal)
      const lane = laneOf(opened)
      // Where there is little room the lane chooses who goes first, not the contact whose turn has just ended.
      if (lane.pacing.isScarce(clock.now()) && delivery.priority !== 'broadcast') {
        await deliveries.putOff(delivery.id, clock.now())
        return pump(lane)
      }
      await start(delivery, opened, lane)
    }
  }

  return {
    deliverTo(contact) {
      const work = deliverTo(contact).finally(() => asked.delete(work))
      asked.add(work)
      return work
    },
    async deliverDue() {
      await pumpAll()
      await idle()
    },
    idle,
    async stop() {
      isStopped = true
      alarm.stop()
      await idle()
    },
  }
}
