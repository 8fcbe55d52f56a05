import { z } from 'zod'
import type { FakeAnswer } from './fake-zalo-fault.ts'
import type { FakeMessage, FakePerson, FakeState, FakeUpload } from './fake-zalo-state.ts'

const hourMs = 60 * 60_000
const freeMs = 48 * hourMs
const openMs = 7 * 24 * hourMs
const textLimit = 2_000

const failed = (error: number, message: string): FakeAnswer => ({ status: 200, body: { error, message } })
const done = (data: unknown): FakeAnswer => ({ status: 200, body: { error: 0, message: 'Success', data } })

/** What every call has to bring, whatever it asks for; undefined when it does. */
export function refuseCall(headers: Readonly<Record<string, unknown>>, state: FakeState): FakeAnswer | undefined {
  const now = state.clock.now()
  const minute = Math.floor(now.getTime() / 60_000)
  if (minute !== state.minute) Object.assign(state, { minute, requests: 0 })
  const remain = state.requestsPerMinute - ++state.requests
  if (remain < 0) {
    const limits = { 'x-ratelimit-limit': String(state.requestsPerMinute), 'x-ratelimit-remain': '0' }
    return { ...failed(-32, 'Rate limit'), headers: limits }
  }
  const token = state.accessTokens.get(String(headers['access_token']))
  if (token === undefined) return failed(-216, 'Access token is invalid')
  if (token.isDead || now >= token.until) return failed(-220, 'Access token has expired')
  return undefined
}

const button = z.strictObject({
  title: z.string().min(1).max(100),
  type: z.enum(['oa.query.show', 'oa.query.hide', 'oa.open.url', 'oa.open.phone', 'oa.open.sms']),
  payload: z.union([z.string().min(1).max(1_000), z.record(z.string(), z.string())]),
})
const element = z.union([
  z.strictObject({ media_type: z.literal('image'), attachment_id: z.string() }),
  z.strictObject({
    media_type: z.literal('gif'),
    attachment_id: z.string(),
    width: z.number().int().positive(),
    height: z.number().int().positive(),
  }),
])
const request = z.strictObject({
  recipient: z.strictObject({ user_id: z.string().regex(/^\d+$/) }),
  message: z.strictObject({
    text: z.string().min(1).optional(),
    quote_message_id: z.string().optional(),
    attachment: z
      .union([
        z.strictObject({ type: z.literal('file'), payload: z.strictObject({ token: z.string() }) }),
        z.strictObject({
          type: z.literal('template'),
          payload: z.strictObject({ template_type: z.literal('media'), elements: z.array(element).length(1) }),
        }),
        z.strictObject({
          type: z.literal('template'),
          payload: z.strictObject({ buttons: z.array(button).min(1).max(5) }),
        }),
      ])
      .optional(),
  }),
})
type Asked = z.infer<typeof request>['message']

/** `POST /v3.0/oa/message/cs`. Tells who was written to what, when it was. */
export function answerSend(
  body: string,
  state: FakeState,
): { readonly answer: FakeAnswer; readonly sent?: { readonly to: FakePerson; readonly message: FakeMessage } } {
  const refuse = (code: number, message: string) => ({ answer: failed(code, message) })
  const read = request.safeParse(parse(body))
  if (!read.success) return refuse(-201, 'Params is invalid')
  const { recipient, message } = read.data
  if (message.text === undefined && message.attachment === undefined) return refuse(-201, 'Params is invalid')
  if ((message.text ?? '').length > textLimit) return refuse(-210, 'Param exceeds the maximum')
  const buttons = buttonsOf(message)
  if (buttons.length > 0 && (!state.acceptsButtons || message.text === undefined))
    return refuse(-233, 'Message type is not supported')
  const person = state.people.get(recipient.user_id)
  if (person === undefined) return refuse(-201, 'user_id is invalid')
  if (person.refusesWith !== undefined) return refuse(person.refusesWith, 'User does not receive messages')
  const now = state.clock.now().getTime()
  if (person.lastInteractionAt === undefined) return refuse(-232, 'User has not interacted')
  const sinceMs = now - person.lastInteractionAt.getTime()
  if (sinceMs > openMs) return refuse(-230, 'User has not interacted in the past 7 days')
  const uploadId = uploadIdOf(message)
  const upload = uploadId === undefined ? undefined : state.uploads.get(uploadId.id)
  if (uploadId !== undefined && (upload?.kind !== uploadId.kind || now - upload.at.getTime() > openMs))
    return refuse(-100, 'Attachment is invalid or expired')
  const isFree = sinceMs <= freeMs
  if (!isFree && state.paidLeft-- <= 0) return refuse(-211, 'Out of quota')
  const sent: FakeMessage = {
    id: `m-${state.next()}`,
    text: message.text ?? '',
    buttons,
    file: upload,
    quotes: message.quote_message_id,
    quota: isFree ? 'reply' : 'purchase_quota',
    at: new Date(now),
  }
  person.messages.push(sent)
  const data = {
    message_id: sent.id,
    user_id: person.id,
    sent_time: String(now),
    quota: { quota_type: sent.quota },
  }
  return { answer: done(data), sent: { to: person, message: sent } }
}

function buttonsOf({ attachment }: Asked): FakeMessage['buttons'] {
  return attachment !== undefined && 'buttons' in attachment.payload ? attachment.payload.buttons : []
}

function uploadIdOf({ attachment }: Asked): { readonly kind: FakeUpload['kind']; readonly id: string } | undefined {
  if (attachment === undefined || 'buttons' in attachment.payload) return undefined
  if ('token' in attachment.payload) return { kind: 'file', id: attachment.payload.token }
  const [media] = attachment.payload.elements
  return media === undefined ? undefined : { kind: media.media_type, id: media.attachment_id }
}

const megabyte = 1024 * 1024
/** Per kind: the most bytes, and how a file of that kind begins, in hex. */
const uploadRules = {
  image: { most: megabyte, starts: ['ffd8ff', '89504e47'] },
  gif: { most: 5 * megabyte, starts: ['47494638'] },
  file: { most: 5 * megabyte, starts: ['25504446', 'd0cf11e0', '504b0304'] },
} as const

/** `POST /v2.0/oa/upload/…`: one form field, `file`. */
export async function answerUpload(
  kind: FakeUpload['kind'],
  contentType: string,
  body: Uint8Array,
  state: FakeState,
): Promise<FakeAnswer> {
  const headers = { 'content-type': contentType }
  const form = await new Response(new Uint8Array(body), { headers }).formData().catch(() => undefined)
  const file = form?.get('file')
  if (!(file instanceof Blob)) return failed(-201, 'file is missing')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const { most, starts } = uploadRules[kind]
  const begins = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  if (!starts.some((start) => begins.startsWith(start))) return failed(-201, 'file type is not supported')
  if (bytes.length > most) return failed(-210, 'file exceeds the maximum size')
  if (state.uploadsLeft-- <= 0) return failed(-211, 'Out of quota')
  const id = `${kind}-${state.next()}`
  state.uploads.set(id, { kind, bytes, mediaType: file.type, at: state.clock.now() })
  return done(kind === 'file' ? { token: id } : { attachment_id: id })
}

/** `POST /v3.0/oa/quota/message`. */
export function answerQuota(body: string, state: FakeState): FakeAnswer {
  const read = z.strictObject({ user_id: z.string() }).safeParse(parse(body))
  const person = read.success ? state.people.get(read.data.user_id) : undefined
  if (person === undefined) return failed(-201, 'user_id is invalid')
  const last = person.lastInteractionAt
  return done({
    ...(last === undefined ? {} : { last_interaction: String(last.getTime()) }),
    cs_reply: { remain: 8, total: 8 },
    promotion: { remain: 0, total: 0 },
  })
}

/** `GET /v2.0/oa/getoa`. */
export function answerAccount(state: FakeState): FakeAnswer {
  return done({ oa_id: state.oaId, name: 'OA', is_verified: true, oa_type: 4, package_name: 'Premium' })
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body) as unknown
  } catch {
    return undefined
  }
}
