import type { AttachmentRef } from '../core/message.ts'
import type { Seal } from '../core/ports.ts'
import type { Write } from '../core/write.ts'

/** The context of the key of a file, sealed under the key of its tip's words: it is gone when that key is. */
export const attachmentKeyOf = (tip: string, attachment: string) => `tip/${tip}/attachment/${attachment}`

/** The writes that make files part of a message of a tip; `key` is that of the tip's words. */
export function attachAll(
  attachments: readonly AttachmentRef[],
  { tip, message, key }: { readonly tip: string; readonly message: string; readonly key: Uint8Array },
  { seal }: { readonly seal: Seal },
): readonly Write[] {
  return attachments.map(({ id, key: own }) => ({
    write: 'attach',
    attachment: id,
    message,
    sealedKey: seal.sealWith(key, attachmentKeyOf(tip, id), own),
  }))
}
