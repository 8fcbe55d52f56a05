import { sniffMediaType } from '../../src/channels/zalo/media-type.ts'

/** A file that somebody sends from a phone. */
export interface SentFile {
  readonly bytes: Uint8Array
  readonly name: string
  readonly caption: string
}

/** How a platform takes a file, by its first bytes. */
export type FileKind = 'image' | 'gif' | 'audio' | 'video' | 'file'

/** What a file is to the platforms. */
export function fileKindOf(bytes: Uint8Array): { readonly kind: FileKind; readonly mediaType: string } {
  const mediaType = sniffMediaType(bytes)
  if (mediaType === 'image/gif') return { kind: 'gif', mediaType }
  const family = mediaType.slice(0, mediaType.indexOf('/'))
  switch (family) {
    case 'image':
    case 'audio':
    case 'video':
      return { kind: family, mediaType }
    default:
      return { kind: 'file', mediaType }
  }
}

/** True where a browser shows the file in its place. */
export function isShownPicture(mediaType: string): boolean {
  return ['image/jpeg', 'image/png', 'image/gif', 'image/webp'].includes(mediaType)
}
