import { channelOf, type Channel, type ChannelName } from '../core/channel.ts'
import { fitMessage } from '../core/fit.ts'
import type { OutboundMessage } from '../core/message.ts'
import type { Ids, Marks, Seal } from '../core/ports.ts'
import { erasedAtOnce, type Erasure } from '../core/trail.ts'
import type { Write } from '../core/write.ts'

/**
 * Turns a message into the writes that queue it, cut to what its channel takes; to be committed with what it tells of. An
 * erasure is queued in pieces of one call each.
 */
export type Queue = (message: OutboundMessage | Erasure, at: Date) => readonly Write[]

export interface QueueDeps {
  readonly ids: Ids
  readonly seal: Seal
  readonly marks: Marks
  readonly limitsOf: (channel: ChannelName) => Channel['limits']
}

/** Seals address and words together; a row tells its contact's mark, its priority and, for officers, the tip. */
export function createQueue(deps: QueueDeps): Queue {
  return (message, at) =>
    partsOf(message, deps).map((part) => {
      const id = deps.ids.id()
      return {
        write: 'queue-delivery',
        delivery: {
          id,
          contact: deps.marks.contact(message.to),
          channel: channelOf(message.to),
          priority: part.priority,
          about: 'erases' in part ? undefined : part.about,
          sealed: deps.seal.seal('delivery', id, JSON.stringify(part)),
          nextAt: at,
          ...('erases' in part ? { isErasure: true as const } : {}),
        },
      }
    })
}

function partsOf(message: OutboundMessage | Erasure, { limitsOf }: QueueDeps): readonly (OutboundMessage | Erasure)[] {
  if (!('erases' in message)) return fitMessage(message, limitsOf(channelOf(message.to)))
  const { erases } = message
  return Array.from({ length: Math.ceil(erases.length / erasedAtOnce) }, (_, index) => ({
    ...message,
    erases: erases.slice(index * erasedAtOnce, (index + 1) * erasedAtOnce),
  }))
}
