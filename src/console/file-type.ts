/** What browsers show or play by themselves. */
const shown = new Set([
  'image/jpeg',
  'image/png',
  'image/gif',
  'image/webp',
  'image/avif',
  'video/mp4',
  'video/webm',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/webm',
])

/** Whether a file of this type is shown in the page; any other one is a download. */
export function isShown(mediaType: string): boolean {
  return shown.has(mediaType)
}

const endings: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'video/quicktime': 'mov',
  'video/x-matroska': 'mkv',
  'audio/mpeg': 'mp3',
  'audio/mp4': 'm4a',
  'text/plain': 'txt',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'docx',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.text': 'odt',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
}

/** The ending of a type; a file keeps no name of its own, since that may be somebody's. */
export function endingOf(mediaType: string): string {
  const kind = mediaType.split('/')[1] ?? ''
  return endings[mediaType] ?? (/^[a-z0-9]{2,5}$/.test(kind) ? kind : 'bin')
}
