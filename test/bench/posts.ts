import { Agent, request } from 'node:http'
import { eventOfAct } from '../support/fake-zalo-event.ts'
import { signEvent } from '../support/fake-zalo-webhook.ts'
import type { FakeZalo } from '../support/fake-zalo.ts'

/** A platform's post to a webhook, ready to be sent. */
export interface Post {
  readonly channel: 'telegram' | 'zalo'
  /** What the platform tells this message from others by. */
  readonly externalId: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Of each platform: what we ask Telegram for, and what a proxy in front may well keep open. */
const mostConnections = 20
export const telegramSecret = 'Secret_of-the-webhook_0123456789'
let lastUpdate = 500_000_000

/** Somebody writes on Telegram. */
export function telegramPost(person: number, text: string): Post {
  const id = ++lastUpdate
  const names = { first_name: 'Somebody', last_name: 'Else', username: 'somebody_else' }
  const update = {
    update_id: id,
    message: {
      message_id: id,
      from: { id: person, is_bot: false, ...names, language_code: 'vi' },
      chat: { id: person, ...names, type: 'private' },
      date: Math.floor(Date.now() / 1_000),
      text,
      ...(text.startsWith('/') ? { entities: [{ type: 'bot_command', offset: 0, length: text.length }] } : {}),
    },
  }
  return {
    channel: 'telegram',
    externalId: String(id),
    path: '/webhooks/telegram',
    headers: { 'x-telegram-bot-api-secret-token': telegramSecret },
    body: JSON.stringify(update),
  }
}

/** Somebody writes on Zalo; the fake knows them from then on. */
export function zaloPost({ root, state }: Pick<FakeZalo, 'root' | 'state'>, person: string, text: string): Post {
  const event = eventOfAct(person, { text }, root, state) as { timestamp: string; message: { msg_id: string } }
  const body = JSON.stringify(event)
  return {
    channel: 'zalo',
    externalId: event.message.msg_id,
    path: '/webhooks/zalo-oa',
    headers: { 'x-zevent-signature': signEvent(body, event.timestamp, state) },
    body,
  }
}

/** Sends posts over a few connections for each platform, which stay open; answers the status, 0 when there was none. */
export function createPoster(url: string): { post(post: Post): Promise<number>; close(): void } {
  const newAgent = () => new Agent({ keepAlive: true, maxSockets: mostConnections })
  const agents = { telegram: newAgent(), zalo: newAgent() }
  return {
    post: ({ channel, path, headers, body }) =>
      new Promise((resolve) => {
        const length = String(Buffer.byteLength(body))
        const sent = request(`${url}${path}`, {
          agent: agents[channel],
          method: 'POST',
          headers: { ...headers, 'content-type': 'application/json', 'content-length': length },
        })
        sent.on('response', (response) => response.resume().once('end', () => resolve(response.statusCode ?? 0)))
        sent.on('error', () => resolve(0))
        sent.end(body)
      }),
    close() {
      agents.telegram.destroy()
      agents.zalo.destroy()
    },
  }
}
