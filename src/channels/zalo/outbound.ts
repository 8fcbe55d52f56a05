import { platformId, type Address } from '../../core/channel.ts'
import { SendError } from '../../core/errors.ts'
import type { Attachment, OpenedMessage, QuickReply } from '../../core/message.ts'
import type { ZaloClient } from '../../zalo-api-sdk/client.ts'
import type { Button, Outgoing } from '../../zalo-api-sdk/message-body.ts'
import { gifSize, uploadKindOf, uploadKinds, type UploadKind } from '../../zalo-api-sdk/upload.ts'
import { toSendError, toUploadError } from './convert.ts'
import { createRecent } from './recent.ts'

/** What sending needs. */
export interface OutboundDeps {
  readonly client: Pick<ZaloClient, 'send' | 'upload'>
}

/** Messages on their way to Zalo. */
export interface Outbound {
  send(message: OpenedMessage): Promise<{ externalId: string }>
  /** Whether a message was sent from here; waits for what is being sent to that address, since its echo may be quicker. */
  isOwn(to: Address, externalId: string | undefined): Promise<boolean>
}

/** How far a delivery has come: a try after a failure goes on where the last one stopped. */
interface Progress {
  readonly done: number
  readonly externalId: string
}

type Part =
  | { readonly kind: 'text'; readonly text: string; readonly buttons: readonly Button[] }
  | { readonly kind: 'attachment'; readonly upload: UploadKind; readonly attachment: Attachment }

const remembered = 5_000
const titleLength = 100

/** Sends a text, then each attachment as a message of its own, uploaded anew: nothing of the first sender goes along. */
export function createOutbound({ client }: OutboundDeps): Outbound {
  const ownIds = createRecent<true>(remembered)
  const progress = createRecent<Progress>(remembered)
  const sending = new Map<Address, Promise<unknown>>()

  async function sendAll(message: OpenedMessage): Promise<{ externalId: string }> {
    const parts = partsOf(message)
    const to = platformId(message.to)
    let { done, externalId } = progress.get(message.deliveryId ?? '') ?? { done: 0, externalId: '' }
    for (const part of parts.slice(done)) {
      const { messageId } = await client.send(to, await outgoingOf(part))
      if (messageId !== undefined) ownIds.put(messageId, true)
      done++
      externalId = externalId || (messageId ?? message.deliveryId ?? 'unnamed')
      if (message.deliveryId !== undefined) progress.put(message.deliveryId, { done, externalId })
    }
    return { externalId }
  }

  async function outgoingOf(part: Part): Promise<Outgoing> {
    if (part.kind === 'text') return part
    const { bytes, mediaType } = part.attachment
    const uploadId = await client.upload(part.upload, bytes, mediaType).catch((error: unknown) => {
      throw toUploadError(error)
    })
    return part.upload === 'gif' ? { kind: 'gif', uploadId, ...gifSize(bytes) } : { kind: part.upload, uploadId }
  }

  return {
    async send(message) {
      const work = sendAll(message)
      const all = Promise.allSettled([sending.get(message.to), work])
      sending.set(message.to, all)
      try {
        return await work
      } catch (error) {
        throw toSendError(error)
      } finally {
        if (sending.get(message.to) === all) sending.delete(message.to)
      }
    },
    async isOwn(to, externalId) {
      await sending.get(to)
      return externalId !== undefined && ownIds.get(externalId) === true
    },
  }
}

/** All parts are looked at before the first is sent: a message that cannot go whole is refused whole. */
function partsOf({ text, quickReplies, attachments }: OpenedMessage): readonly Part[] {
  const files = (attachments ?? []).map((attachment): Part => {
    const upload = uploadKindOf(attachment.mediaType)
    if (upload === undefined) throw new SendError('rejected', 'zalo takes no such attachment')
    if (attachment.bytes.length > uploadKinds[upload].mostBytes)
      throw new SendError('rejected', 'an attachment is too large for zalo')
    return { kind: 'attachment', upload, attachment }
  })
  const words: readonly Part[] = text.trim() === '' ? [] : [{ kind: 'text', text, buttons: buttonsOf(quickReplies) }]
  if (words.length + files.length === 0) throw new SendError('rejected', 'there is nothing to send')
  return [...words, ...files]
}

/** A press sends `value` as if it had been typed. */
function buttonsOf(replies: readonly QuickReply[] | undefined): readonly Button[] {
  return (replies ?? []).map(({ label, value }) => ({
    title: label.normalize('NFC').slice(0, titleLength).toWellFormed(),
    type: 'oa.query.show',
    payload: value,
  }))
}
