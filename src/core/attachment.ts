import type { Attachment, AttachmentRef } from './message.ts'
import type { Ids, Seal } from './ports.ts'
import type { Storage, StoredAttachment } from './storage.ts'

/** The context of a sealed file, and of the key that opens it. */
const attachmentOf = (id: string) => `attachment/${id}`

/** Seals a file under a fresh key of its own: what is stored of it, and what opens that. */
export function sealAttachment(
  { kind, mediaType, bytes }: Attachment,
  { ids, seal }: { readonly ids: Ids; readonly seal: Seal },
): { readonly stored: StoredAttachment; readonly ref: AttachmentRef } {
  const id = ids.id()
  const { key, wrapped } = seal.newKey(attachmentOf(id))
  const about = { id, kind, mediaType, size: bytes.length }
  return {
    stored: { ...about, sealed: seal.sealBytes(key, attachmentOf(id), bytes) },
    ref: { ...about, key: Buffer.from(wrapped).toString('base64url') },
  }
}

/** The file that a reference names; undefined when it has been erased meanwhile. */
export async function openAttachment(
  { id, kind, mediaType, key }: AttachmentRef,
  { storage, seal }: { readonly storage: Pick<Storage, 'attachments'>; readonly seal: Seal },
): Promise<Attachment | undefined> {
  const sealed = await storage.attachments.sealed(id)
  if (sealed === undefined) return undefined
  const opened = seal.unwrap(attachmentOf(id), Buffer.from(key, 'base64url'))
  return { kind, mediaType, bytes: seal.openBytes(opened, attachmentOf(id), sealed) }
}

/** References as they stand in a variable of a flow; it is empty where there are none. */
export function writeRefs(refs: readonly AttachmentRef[]): string {
  return refs.length === 0 ? '' : JSON.stringify(refs)
}

/** What `writeRefs` wrote; a variable that was never set holds none. */
export function readRefs(text = ''): readonly AttachmentRef[] {
  return text === '' ? [] : (JSON.parse(text) as AttachmentRef[])
}
