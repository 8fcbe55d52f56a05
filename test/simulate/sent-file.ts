/** A file that somebody sends from a phone. */
export interface SentFile {
  readonly bytes: Uint8Array
  readonly name: string
  readonly caption: string
}

/** How a platform takes a file, by its first bytes. */
export type FileKind = 'image' | 'gif' | 'audio' | 'video' | 'file'

/** First bytes of what a phone sends, in hex, with the place where they stand. */
const marks = [
  { at: 0, bytes: 'ffd8ff', mediaType: 'image/jpeg' },
  { at: 0, bytes: '89504e47', mediaType: 'image/png' },
  { at: 0, bytes: '47494638', mediaType: 'image/gif' },
  { at: 8, bytes: '57454250', mediaType: 'image/webp' },
  { at: 4, bytes: '6674797068656963', mediaType: 'image/heic' },
  { at: 0, bytes: '4f676753', mediaType: 'audio/ogg' },
  { at: 0, bytes: '2321414d52', mediaType: 'audio/amr' },
  { at: 0, bytes: '494433', mediaType: 'audio/mpeg' },
  { at: 4, bytes: '667479704d3441', mediaType: 'audio/mp4' },
  { at: 4, bytes: '66747970', mediaType: 'video/mp4' },
  { at: 0, bytes: '25504446', mediaType: 'application/pdf' },
] as const

/** What a file is to the platforms. */
export function fileKindOf(bytes: Uint8Array): { readonly kind: FileKind; readonly mediaType: string } {
  const starts = (at: number, hex: string): boolean =>
    Buffer.from(bytes.subarray(at, at + hex.length / 2)).toString('hex') === hex
  const mediaType = marks.find((mark) => starts(mark.at, mark.bytes))?.mediaType ?? 'application/octet-stream'
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
