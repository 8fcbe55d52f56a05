import type { AttachmentRef } from '../core/message.ts'
import type { Ids, Seal } from '../core/ports.ts'
import type { StoredTip } from '../core/tip-store.ts'
import type { TipMessage } from '../core/tip.ts'
import type { Write } from '../core/write.ts'
import { attachAll } from './attach.ts'
import { messageOf, wordsKeyOf } from './open-tip.ts'

/** The writes that add a message to a tip's thread, sealed under the tip's key, and the line in its log. */
export function addMessage(
  stored: StoredTip,
  message: {
    /** Made up where none is given. */
    readonly id?: string
    readonly author: TipMessage['author']
    readonly alias?: number
    readonly officer?: string
    readonly text: string
    readonly attachments?: readonly AttachmentRef[]
  },
  at: Date,
  deps: { readonly ids: Ids; readonly seal: Seal },
): readonly Write[] {
  const { tip, wrappedKey } = stored
  if (wrappedKey === undefined) throw new Error('the words of this tip are gone')
  const id = message.id ?? deps.ids.id()
  const key = deps.seal.unwrap(wordsKeyOf(tip.id), wrappedKey)
  const sealed = deps.seal.sealWith(key, messageOf(tip.id, id), message.text)
  const what = message.author === 'officer' ? 'replied' : 'words-added'
  return [
    { write: 'insert-tip-message', id, tip: tip.id, author: message.author, alias: message.alias, sealed, at },
    ...attachAll(message.attachments ?? [], { tip: tip.id, message: id, key }, deps),
    {
      write: 'log-tip',
      id: deps.ids.id(),
      tip: tip.id,
      what,
      officer: message.officer,
      from: undefined,
      to: undefined,
      at,
    },
  ]
}
