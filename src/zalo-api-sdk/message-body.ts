import { messageText } from './text.ts'

/** What a press on a button does. Not confirmed on a live account: see the README. */
export type Button =
  | { readonly title: string; readonly type: 'oa.query.show' | 'oa.query.hide'; readonly payload: string }
  | { readonly title: string; readonly type: 'oa.open.url'; readonly payload: { readonly url: string } }
  | { readonly title: string; readonly type: 'oa.open.phone'; readonly payload: { readonly phone_code: string } }

/** What is sent to one person. `uploadId` is what an upload was answered with. */
export type Outgoing =
  | { readonly kind: 'text'; readonly text: string; readonly quotes?: string; readonly buttons?: readonly Button[] }
  | { readonly kind: 'image'; readonly uploadId: string; readonly text?: string }
  | { readonly kind: 'gif'; readonly uploadId: string; readonly width: number; readonly height: number }
  | { readonly kind: 'file'; readonly uploadId: string }

/** The most buttons under one text. */
export const mostButtons = 5

/** The body of `POST /v3.0/oa/message/cs`. Throws a `bad-request` for a text that would be refused. */
export function messageBody(to: string, message: Outgoing): unknown {
  return { recipient: { user_id: to }, message: contentOf(message) }
}

function contentOf(message: Outgoing): unknown {
  switch (message.kind) {
    case 'text':
      return {
        text: messageText(message.text),
        ...(message.quotes === undefined ? {} : { quote_message_id: message.quotes }),
        ...(message.buttons === undefined || message.buttons.length === 0
          ? {}
          : { attachment: { type: 'template', payload: { buttons: message.buttons } } }),
      }
    case 'image':
      return {
        ...(message.text === undefined ? {} : { text: messageText(message.text) }),
        ...media({ media_type: 'image', attachment_id: message.uploadId }),
      }
    case 'gif':
      return media({
        media_type: 'gif',
        attachment_id: message.uploadId,
        width: message.width,
        height: message.height,
      })
    case 'file':
      return { attachment: { type: 'file', payload: { token: message.uploadId } } }
    default:
      return message satisfies never
  }
}

function media(element: Readonly<Record<string, string | number>>) {
  return { attachment: { type: 'template', payload: { template_type: 'media', elements: [element] } } }
}
