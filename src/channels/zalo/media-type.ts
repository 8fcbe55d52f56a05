/** First bytes that tell what a file is, whatever its name or the platform says. */
const marks: readonly { readonly at: number; readonly bytes: string; readonly mediaType: string }[] = [
  { at: 0, bytes: 'ffd8ff', mediaType: 'image/jpeg' },
  { at: 0, bytes: '89504e470d0a1a0a', mediaType: 'image/png' },
  { at: 0, bytes: '474946383761', mediaType: 'image/gif' },
  { at: 0, bytes: '474946383961', mediaType: 'image/gif' },
  { at: 8, bytes: '57454250', mediaType: 'image/webp' },
  { at: 8, bytes: '57415645', mediaType: 'audio/wav' },
  { at: 4, bytes: '6674797068656963', mediaType: 'image/heic' },
  { at: 4, bytes: '667479704d3441', mediaType: 'audio/mp4' },
  { at: 4, bytes: '667479707174', mediaType: 'video/quicktime' },
  { at: 4, bytes: '66747970', mediaType: 'video/mp4' },
  { at: 0, bytes: '2321414d52', mediaType: 'audio/amr' },
  { at: 0, bytes: '4f676753', mediaType: 'audio/ogg' },
  { at: 0, bytes: '494433', mediaType: 'audio/mpeg' },
  { at: 0, bytes: 'fff1', mediaType: 'audio/aac' },
  { at: 0, bytes: 'fff9', mediaType: 'audio/aac' },
  { at: 0, bytes: 'fffb', mediaType: 'audio/mpeg' },
  { at: 0, bytes: '25504446', mediaType: 'application/pdf' },
  { at: 0, bytes: 'd0cf11e0a1b11ae1', mediaType: 'application/msword' },
]

const zip = '504b0304'
/** The folder of a Word document, as it stands in the names inside the zip file. */
const wordFolder = Buffer.from('word/')
const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

/** What a file is by its own bytes; `application/octet-stream` when they tell nothing known. */
export function sniffMediaType(bytes: Uint8Array): string {
  const starts = (at: number, hex: string) =>
    Buffer.from(bytes.subarray(at, at + hex.length / 2)).toString('hex') === hex
  const found = marks.find((mark) => starts(mark.at, mark.bytes))
  if (found !== undefined) return found.mediaType
  if (starts(0, zip))
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(wordFolder) ? word : 'application/zip'
  return 'application/octet-stream'
}
