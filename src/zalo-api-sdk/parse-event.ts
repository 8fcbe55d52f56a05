import { z } from 'zod'
import type { EventAttachment, ZaloEvent } from './event.ts'

const id = z.string().min(1).max(200)
const party = z.object({ id })
const head = z.object({ event_name: z.string(), timestamp: z.union([z.string(), z.number()]).optional() })
const message = z.object({
  msg_id: id.optional(),
  text: z.string().optional(),
  quote_msg_id: id.optional(),
  conversation_id: id.optional(),
  attachments: z.array(z.unknown()).optional(),
})
const shapes = {
  sent: z.object({ sender: party, message }),
  anonymous: z.object({ sender: party, message: message.extend({ conversation_id: id }) }),
  echo: z.object({ sender: z.object({ admin_id: id.optional() }), recipient: party, message }),
  follower: z.object({ follower: party, source: z.string().optional() }),
  person: z.object({ user_id: id }),
  sender: z.object({ sender: party }),
  delivered: z.object({ recipient: party, message: z.object({ msg_id: id }) }),
  seen: z.object({ recipient: party, message: z.object({ msg_ids: z.array(id) }) }),
  reaction: z.object({ sender: party, message: z.object({ msg_id: id, react_icon: z.string() }) }),
}

const sentKinds = 'text|image|gif|link|audio|video|sticker|location|file|business_card'
const sentNames = new RegExp(`^user_send_(${sentKinds})$`)
const anonymousNames = /^anonymous_send_(text|image|file|sticker)$/
const echoNames =
  /^(oa_send_(text|image|gif|list|file|sticker|(anonymous_(text|image|file|sticker)))|oa_reacted_message)$/

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
    return sent && { kind: 'message', ...common, ...messageOf(sent) }
  }
  if (anonymousNames.test(name)) {
    const sent = shapes.anonymous.safeParse(body).data
    return (
      sent && { kind: 'anonymous-message', ...common, ...messageOf(sent), conversationId: sent.message.conversation_id }
    )
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

function messageOf({ sender, message }: z.infer<typeof shapes.sent>) {
  return {
    from: sender.id,
    messageId: message.msg_id,
    text: (message.text ?? '').toWellFormed(),
    attachments: (message.attachments ?? []).map(attachmentOf),
    quotedId: message.quote_msg_id,
  }
}

const url = z.string().min(1).max(4_000)
const degrees = z
  .union([z.string().min(1), z.number()])
  .transform(Number)
  .pipe(z.number().min(-180).max(180))
const card = z.object({ phone: z.string().min(1).max(40) })
const attachment = z.union([
  z.object({ type: z.enum(['image', 'gif', 'audio', 'video']), payload: z.object({ url }) }),
  z.object({ type: z.literal('file'), payload: z.object({ url, type: z.string().optional() }) }),
  z.object({ type: z.literal('sticker'), payload: z.object({ id: z.string() }) }),
  z.object({ type: z.literal('link'), payload: z.object({ url: z.string(), description: z.string().optional() }) }),
  z.object({
    type: z.literal('location'),
    payload: z.object({ coordinates: z.object({ latitude: degrees, longitude: degrees }) }),
  }),
])

function attachmentOf(given: unknown): EventAttachment {
  const read = attachment.safeParse(given).data
  switch (read?.type) {
    case undefined:
      return { type: 'other' }
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
    return JSON.parse(Buffer.from(raw).toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
