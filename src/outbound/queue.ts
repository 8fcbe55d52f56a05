import { channelOf, type Channel, type ChannelName } from '../core/channel.ts'
import { fitMessage } from '../core/fit.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Ids, Marks, Seal } from '../core/ports.ts'
import type { Write } from '../core/write.ts'

/** Turns a message into the writes that queue it, cut to what its channel takes; to be committed with what it tells of. */
export type Queue = (message: OutboundMessage, at: Date) => readonly Write[]

export interface QueueDeps {
  readonly ids: Ids
  readonly seal: Seal
  readonly marks: Marks
  readonly limitsOf: (channel: ChannelName) => Channel['limits']
}

/** Seals address and words together; a row tells its contact's mark, its priority and, for officers, the tip. */
export function createQueue(deps: QueueDeps): Queue {
  return (message, at) =>
    fitMessage(message, deps.limitsOf(channelOf(message.to))).map((part) => {
      const id = deps.ids.id()
      return {
        write: 'queue-delivery',
        delivery: {
          id,
          contact: deps.marks.contact(message.to),
          channel: channelOf(message.to),
          priority: message.priority,
          about: message.about,
          sealed: deps.seal.seal('delivery', id, JSON.stringify(part)),
          nextAt: at,
        },
      }
    })
}
