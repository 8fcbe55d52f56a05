import { channelOf, platformId, type Channel } from '../../../src/core/channel.ts'
import { SendError } from '../../../src/core/errors.ts'
import type { Clock, Ids } from '../../../src/core/ports.ts'
import { toInbound, toSendError } from './convert.ts'
import type { SamplePlatform } from './platform.ts'

export interface SampleDeps {
  readonly platform: SamplePlatform
  readonly clock: Clock
  readonly ids: Pick<Ids, 'id'>
}

/** The smallest channel that keeps the contract. It goes by the name of a real one: its own would be in `channelNames`. */
export function createSampleChannel({ platform, clock, ids }: SampleDeps): Channel {
  const underWay = new Set<Promise<unknown>>()
  let isStopped = false
  return {
    name: 'zalo',
    limits: { textLength: 2_000, quickReplies: 0 },
    addressesLast: true,
    routes: [],
    async start(receive) {
      await platform.read((letter) => {
        const work = receive(toInbound(letter, clock)).finally(() => underWay.delete(work))
        underWay.add(work)
        return work
      })
    },
    async send({ to, text, deliveryId }) {
      if (isStopped) throw new SendError('unreachable', 'the sample channel has stopped')
      if (channelOf(to) !== 'zalo') throw new SendError('rejected', 'not an address of the sample channel')
      const reply = await platform.post(platformId(to), text.normalize('NFC'), [], deliveryId ?? ids.id())
      if ('wrong' in reply) throw toSendError(reply)
      return { externalId: String(reply.number) }
    },
    async stop() {
      isStopped = true
      await platform.read(undefined)
      await Promise.allSettled(underWay)
    },
  }
}
