import { openAttachment } from '../core/attachment.ts'
import type { Attachment, AttachmentRef } from '../core/message.ts'
import type { Seal } from '../core/ports.ts'
import type { Storage } from '../core/storage.ts'
import type { StoredTip } from '../core/tip-store.ts'
import { attachmentKeyOf } from './attach.ts'
import { wordsKeyOf } from './open-tip.ts'

export interface AttachmentDeps {
  readonly storage: Pick<Storage, 'attachments'>
  readonly seal: Seal
}

/** What opens a file of a tip, to read it or to send it anew; undefined for one of another tip, or when the tip's key is gone. */
export async function attachmentRef(
  { tip, wrappedKey }: StoredTip,
  id: string,
  { storage, seal }: AttachmentDeps,
): Promise<AttachmentRef | undefined> {
  const found = wrappedKey === undefined ? undefined : await storage.attachments.ofTip(tip.id, id)
  if (found === undefined || wrappedKey === undefined) return undefined
  const { sealedKey, ...about } = found
  const key = seal.openWith(seal.unwrap(wordsKeyOf(tip.id), wrappedKey), attachmentKeyOf(tip.id, id), sealedKey)
  return { ...about, key }
}

/** A file of a tip. */
export async function readAttachment(
  stored: StoredTip,
  id: string,
  deps: AttachmentDeps,
): Promise<Attachment | undefined> {
  const ref = await attachmentRef(stored, id, deps)
  return ref && openAttachment(ref, deps)
}
