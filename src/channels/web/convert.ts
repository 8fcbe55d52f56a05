import { z } from 'zod'
import type { Attachment } from '../../core/message.ts'
import { readBody } from '../../core/read-body.ts'
import { isBlank, textLength } from '../../core/text.ts'
import { textLimit } from './response.ts'
import type { Fault } from './response.ts'

/** What someone sends from the page, after it was found to be in order. */
export interface Sent {
  readonly text: string
  readonly session: string | undefined
  readonly locale: string | undefined
  readonly ref: string | undefined
  readonly id: string | undefined
  readonly attachments?: readonly Attachment[]
  /** A button was tapped, and `text` is its value. */
  readonly isTap?: boolean
}

/** `locale` is what the sender asked for, as far as it could be read: the fault is told in that language. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'fault'; readonly fault: Fault; readonly locale: string | undefined }

/** The form of the page without JavaScript. `look` asks for the thread in that language and sends nothing. */
export interface SentForm {
  readonly text: string
  readonly choice: string | undefined
  readonly look: string | undefined
  readonly session: string | undefined
  readonly locale: string | undefined
  readonly ref: string | undefined
  readonly id: string | undefined
}

const bodyLimit = 64 * 1024
const short = z.string().max(100).optional()
const body = z.object({
  text: z.string(),
  session: z.string().max(200).optional(),
  locale: short,
  ref: short,
  id: short,
  tap: z.boolean().optional(),
})

/** Reads the JSON of `POST /api/chat/messages`. */
export async function readJsonBody(request: Request): Promise<Reading<Sent>> {
  if (mediaType(request) !== 'application/json') return fault('wrong-type')
  const bytes = await readBody(request, bodyLimit)
  if (!(bytes instanceof Uint8Array)) return fault(bytes === 'too-large' ? bytes : 'bad-request')
  const value = parseJson(bytes)
  if (value === undefined) return fault('bad-json')
  const asked = z.object({ locale: z.string() }).safeParse(value).data?.locale
  const parsed = body.safeParse(value)
  if (!parsed.success) return fault('bad-request', asked)
  const wrong = textFault(parsed.data.text)
  if (wrong !== undefined) return fault(wrong, asked)
  const { session, locale, ref, id, tap = false } = parsed.data
  return {
    kind: 'read',
    value: {
      text: cleanText(parsed.data.text),
      session,
      locale,
      ref: ref || undefined,
      id: id || undefined,
      isTap: tap,
    },
  }
}

/** Reads the form of `POST /`. The text is not judged yet: the page shows it again beside the fault. */
export async function readForm(request: Request): Promise<Reading<SentForm>> {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') return fault('wrong-type')
  const bytes = await readBody(request, bodyLimit)
  if (!(bytes instanceof Uint8Array)) return fault(bytes === 'too-large' ? bytes : 'bad-request')
  const form = new URLSearchParams(new TextDecoder().decode(bytes))
  const field = (name: string) => form.get(name)?.slice(0, 200) || undefined
  return {
    kind: 'read',
    value: {
      text: (form.get('text') ?? '').replace(/\r\n/g, '\n'),
      choice: form.get('choice') || undefined,
      look: field('look'),
      session: field('session'),
      locale: field('locale'),
      ref: field('ref'),
      id: field('id'),
    },
  }
}

/** What is wrong with the words themselves. */
export function textFault(text: string): Fault | undefined {
  if (isBlank(text)) return 'blank-text'
  return textLength(text.trim()) > textLimit ? 'text-too-long' : undefined
}

/** The words as the rest of the program gets them. */
export function cleanText(text: string): string {
  return text.toWellFormed().normalize('NFC').trim()
}

/** What is said beside the bytes of a file, in the query of `POST /api/chat/attachments`. */
export function readUploadQuery(request: Request): { readonly session: string; readonly id: string | undefined } {
  const query = new URL(request.url).searchParams
  return { session: query.get('session') ?? '', id: query.get('id')?.slice(0, 100) || undefined }
}

/** A message number as it stands in `after` and `Last-Event-ID`: the seq before which nothing is wanted. */
export function readSeq(value: string | null): number | undefined {
  return value !== null && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

function fault(name: Fault, locale?: string): Reading<never> {
  return { kind: 'fault', fault: name, locale }
}

function mediaType(request: Request): string {
  return (request.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown
  } catch {
    return undefined
  }
}
