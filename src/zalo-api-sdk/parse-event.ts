import { z } from 'zod'
import type { EventAttachment, ZaloEvent } from './event.ts'

/** What cannot be read counts as absent: nobody’s words are lost for what stands beside them. */
const optional = <Shape extends z.ZodType>(shape: Shape) => shape.optional().catch(undefined)
const id = z.union([z.string(), z.int().nonnegative()]).transform(String).pipe(z.string().min(1).max(200))
const words = z.union([z.string(), z.number()]).transform(String)
const party = z.object({ id })
const head = z.object({ event_name: z.string(), timestamp: optional(z.union([z.string(), z.number()])) })
const message = z
  .object({
    msg_id: optional(id),
    text: optional(words),
    quote_msg_id: optional(id),
    conversation_id: optional(id),
    attachments: optional(z.array(z.unknown())),
  })
  .catch({})
const admin = z.object({ admin_id: optional(id) }).catch({})
const shapes = {
  sent: z.object({ sender: party, message }),
  echo: z.object({ sender: admin, recipient: party, message }),
  follower: z.object({ follower: party, source: optional(z.string()) }),
  person: z.object({ user_id: id }),
  sender: z.object({ sender: party }),
  delivered: z.object({ recipient: party, message: z.object({ msg_id: id }) }),
  seen: z.object({ recipient: party, message: z.object({ msg_ids: z.array(id) }) }),
  reaction: z.object({ sender: party, message: z.object({ msg_id: id, react_icon: z.string() }) }),
}

const sentKinds = 'text|image|gif|link|audio|video|sticker|location|file|business_card'
const sentNames = new RegExp(`^user_send_(${sentKinds})$`)
const anonymousNames = /^anonymous_send_(text|image|file|sticker)$/
/** Not `oa_reacted_message`: whoever only reacts to a message does not take over the conversation. */
const echoNames = /^oa_send_(text|image|gif|list|file|sticker|anonymous_(text|image|file|sticker))$/
const mediaNames = /_send_(image|gif|audio|video|file)$/

/** Reads the body of a webhook whose signature was found to be right. Never throws. */
export function parseEvent(raw: Uint8Array): ZaloEvent {
  const body = parseJson(raw)
  const read = head.safeParse(body)
  if (!read.success) return { kind: 'malformed', name: 'unnamed', at: undefined }
  const name = /^[\w.]{1,64}$/.test(read.data.event_name) ? read.data.event_name : 'unnamed'
  const common = { name, at: timeOf(read.data.timestamp) }
  return eventOf(name, body, common) ?? { kind: 'malformed', ...common }
}

type Common = Pick<ZaloEvent, 'name' | 'at'>

/** Undefined when a known event does not look as it should. */
function eventOf(name: string, body: unknown, common: Common): ZaloEvent | undefined {
  if (sentNames.test(name)) {
    const sent = shapes.sent.safeParse(body).data
    return sent && { kind: 'message', ...common, ...messageOf(sent, name) }
  }
  if (anonymousNames.test(name)) {
    const sent = shapes.sent.safeParse(body).data
    const conversationId = sent?.message.conversation_id
    return sent && { kind: 'anonymous-message', ...common, ...messageOf(sent, name), conversationId }
  }
  if (echoNames.test(name)) {
    const echo = shapes.echo.safeParse(body).data
    return (
      echo && {
        kind: 'echo',
        ...common,
        to: echo.recipient.id,
        messageId: echo.message.msg_id,
        adminId: echo.sender.admin_id,
      }
    )
  }
  switch (name) {
    case 'follow':
    case 'unfollow': {
      const read = shapes.follower.safeParse(body).data
      return read && { kind: name, ...common, person: read.follower.id, source: read.source }
    }
    case 'user_click_chatnow':
    case 'user_withdraw': {
      const read = shapes.person.safeParse(body).data
      return read && { kind: name === 'user_withdraw' ? 'withdraw' : 'chat-opened', ...common, person: read.user_id }
    }
    case 'user_submit_info': {
      const read = shapes.sender.safeParse(body).data
      return read && { kind: 'info-submitted', ...common, person: read.sender.id }
    }
    case 'user_received_message': {
      const read = shapes.delivered.safeParse(body).data
      return read && { kind: 'delivered', ...common, person: read.recipient.id, messageIds: [read.message.msg_id] }
    }
    case 'user_seen_message': {
      const read = shapes.seen.safeParse(body).data
      return read && { kind: 'seen', ...common, person: read.recipient.id, messageIds: read.message.msg_ids }
    }
    case 'user_reacted_message': {
      const read = shapes.reaction.safeParse(body).data
      const { msg_id: messageId = '', react_icon: icon = '' } = read?.message ?? {}
      return read && { kind: 'reaction', ...common, person: read.sender.id, messageId, icon }
    }
    default:
      return { kind: 'unknown', ...common }
  }
}

function messageOf({ sender, message }: z.infer<typeof shapes.sent>, name: string) {
  const media = mediaNames.exec(name)?.[1]
  const given = message.attachments ?? []
  return {
    from: sender.id,
    messageId: message.msg_id,
    text: (message.text ?? '').toWellFormed(),
    attachments: (given.length === 0 && media !== undefined ? [undefined] : given).map((each) =>
      attachmentOf(each, media),
    ),
    quotedId: message.quote_msg_id,
  }
}

const url = z.string().min(1).max(4_000)
const degrees = z
  .union([z.string().min(1), z.number()])
  .transform(Number)
  .pipe(z.number().min(-180).max(180))
const card = z.object({ phone: words.pipe(z.string().min(1).max(40)) })
const attachment = z.union([
  z.object({ type: z.enum(['image', 'gif', 'audio', 'video']), payload: z.object({ url }) }),
  z.object({ type: z.literal('file'), payload: z.object({ url, type: optional(z.string()) }) }),
  z.object({ type: z.literal('sticker'), payload: z.object({ id: words }) }),
  z.object({ type: z.literal('link'), payload: z.object({ url: z.string(), description: optional(z.string()) }) }),
  z.object({
    type: z.literal('location'),
    payload: z.object({ coordinates: z.object({ latitude: degrees, longitude: degrees }) }),
  }),
])

/** `media` is what the event says came: what is called otherwise inside may be read as that, and must not be lost in silence. */
function attachmentOf(given: unknown, media: string | undefined): EventAttachment {
  const read =
    attachment.safeParse(given).data ??
    (media === undefined ? undefined : attachment.safeParse({ ...Object(given), type: media }).data)
  switch (read?.type) {
    case undefined:
      return { type: media === undefined ? 'other' : 'lost' }
    case 'image':
    case 'gif':
    case 'audio':
    case 'video':
      return { type: read.type, url: read.payload.url }
    case 'file':
      return { type: 'file', url: read.payload.url, fileType: read.payload.type }
    case 'sticker':
      return { type: 'sticker', id: read.payload.id }
    case 'location':
      return { type: 'location', ...read.payload.coordinates }
    case 'link': {
      // A contact card comes as a link whose description is JSON.
      const phone = card.safeParse(parseJson(Buffer.from(read.payload.description ?? ''))).data?.phone
      return phone === undefined ? { type: 'link', url: read.payload.url } : { type: 'card', phone }
    }
    default:
      return read satisfies never
  }
}

function timeOf(timestamp: string | number | undefined): Date | undefined {
  const at = /^\d{1,16}$/.test(String(timestamp)) ? new Date(Number(timestamp)) : undefined
  return at === undefined || Number.isNaN(at.getTime()) ? undefined : at
}

function parseJson(raw: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(raw).toString('utf8'), keepDigits) as unknown
  } catch {
    return undefined
  }
}

/** An id that came as a number above 2^53 would become somebody else’s. */
function keepDigits(_key: string, value: unknown, context: { readonly source?: string } = {}): unknown {
  const { source = '' } = context
  return typeof value === 'number' && !Number.isSafeInteger(value) && /^\d+$/.test(source) ? source : value
}
