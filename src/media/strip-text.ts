import { ascii } from './bytes.ts'
import { Refusal } from './refusal.ts'

/** What is plain text as far as the sender's platform knows; it may also know nothing. */
const plainTypes = new Set(['', 'text/plain', 'text/csv', 'application/octet-stream'])
/** Written as text, but in a form with places for metadata: markup, RTF, PostScript, mail, contacts, calendars. */
const forms = /^\s*(?:<|\{\\rtf|%!|%PDF|From |BEGIN:)/i
const mailHeader = /^(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|DKIM-Signature|X-[\w-]+): /im

/**
 * Plain text as it is: it has no place for anything but what somebody wrote. Text has no magic number, so what the outside
 * says of the type counts here; it can only refuse.
 */
export function stripText(bytes: Uint8Array, mediaType: string | undefined): Uint8Array {
  const declared = (mediaType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const text = decode(bytes)
  if (text === undefined || !plainTypes.has(declared)) throw new Refusal('unknown-type')
  const top = text.slice(0, 4096)
  if (forms.test(top) || mailHeader.test(top)) throw new Refusal('unknown-type')
  return bytes.slice()
}

/** UTF-8, or UTF-16 with its mark, without control characters. */
function decode(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return undefined
  const mark = ascii(bytes, 0, 2)
  const encoding = mark === '\xff\xfe' ? 'utf-16le' : mark === '\xfe\xff' ? 'utf-16be' : 'utf-8'
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes)
    // eslint-disable-next-line no-control-regex -- control characters are what tells other data
    return /[\0-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(text) ? undefined : text
  } catch {
    return undefined
  }
}
