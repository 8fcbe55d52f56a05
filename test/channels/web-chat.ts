import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWebChannel } from '../../src/channels/web/channel.ts'
import type { Channel } from '../../src/core/channel.ts'
import type { InboundMessage, OpenedMessage } from '../../src/core/message.ts'
import type { Log, LogFields } from '../../src/core/ports.ts'
import type { Storage } from '../../src/core/storage.ts'
import { createIds } from '../../src/ids.ts'
import { stripMetadata } from '../../src/media/strip-metadata.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { loadTranslate } from '../../src/translate.ts'
import { writeMigratedFile } from '../support/migrated-file.ts'

export const origin = 'http://chat.test'
export const peer = '203.0.113.7'
export const masterKey = new Uint8Array(32).fill(7)

/** What the bot of a test says to a message; times are in the test's own hand. */
export type Script = (
  message: InboundMessage,
  say: (text: string, more?: Partial<OpenedMessage>) => Promise<void>,
) => Promise<void>

/** A web channel on a real SQLite file, with a bot that answers by a script. */
export interface WebChat {
  /** The channel that is running: another one after `renew`. */
  readonly channel: Channel
  readonly storage: Storage
  readonly file: string
  readonly clock: { now(): Date; forward(ms: number): void }
  /** Every message that was handed in, repeats included. */
  readonly received: InboundMessage[]
  readonly logged: { readonly fields: LogFields; readonly message: string }[]
  script: Script
  call(method: 'GET' | 'HEAD' | 'POST', url: string, init?: RequestInit, from?: string): Promise<Response>
  post(body: unknown, headers?: Readonly<Record<string, string>>): Promise<Response>
  /** Puts another channel in its place, as after a restart; not started. */
  renew(): Channel
  /** A session that has had one turn. */
  talk(text?: string): Promise<string>
  close(): Promise<void>
}

export async function openWebChat(
  options: { readonly publicUrl?: string; readonly trustsProxy?: boolean; readonly isStarted?: boolean } = {},
): Promise<WebChat> {
  const dir = await mkdtemp(join(tmpdir(), 'la-chan-web-'))
  const file = join(dir, 'chat.sqlite')
  await writeMigratedFile(file)
  const storage = await openStorage({ kind: 'sqlite', file })
  let now = Date.parse('2026-11-22T08:00:00Z')
  const clock = { now: () => new Date(now), forward: (ms: number) => void (now += ms) }
  const logged: WebChat['logged'] = []
  const write = (fields: LogFields, message: string) => void logged.push({ fields, message })
  const log: Log = { debug: write, info: write, warn: write, error: write }
  const create = () =>
    createWebChannel({
      storage,
      seal: createSeal(masterKey),
      marks: createMarks(masterKey),
      ids: createIds(),
      clock,
      log,
      translate: loadTranslate('locales'),
      trustsProxy: options.trustsProxy ?? false,
      strip: async (bytes, mediaType) => stripMetadata(bytes, mediaType),
      phones: { child_hotline: '111', police: '113', ambulance: '115' },
      ...(options.publicUrl === undefined ? {} : { publicUrl: options.publicUrl }),
    })
  let channel = create()
  const taken = new Set<string>()
  const chat: WebChat = {
    get channel() {
      return channel
    },
    storage,
    file,
    clock,
    received: [],
    logged,
    script: async (message, say) => say(`echo ${message.text}`),
    async call(method, url, init = {}, from = peer) {
      const request = new Request(new URL(url, origin), { ...init, method })
      const asked = method === 'HEAD' ? 'GET' : method
      const route = channel.routes.find((each) => each.method === asked && each.path === new URL(request.url).pathname)
      if (route === undefined) throw new Error(`no route for ${method} ${url}`)
      return route.handle(request, from)
    },
    post: (body, headers = {}) =>
      chat.call('POST', '/api/chat/messages', {
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    renew: () => (channel = create()),
    async talk(text = 'xin chào') {
      const answer = (await (await chat.post({ text })).json()) as { session: string }
      return answer.session
    },
    async close() {
      await channel.stop()
      await storage.close()
      await rm(dir, { recursive: true, force: true })
    },
  }
  const receive = async (message: InboundMessage) => {
    chat.received.push(message)
    if (taken.has(message.externalId)) return { repeat: true, settled: Promise.resolve() }
    taken.add(message.externalId)
    const say = async (text: string, more: Partial<OpenedMessage> = {}) => {
      await channel.send({ to: message.from, text, priority: 'reply', ...more })
    }
    return { repeat: false, settled: chat.script(message, say) }
  }
  if (options.isStarted !== false) await channel.start(receive)
  return chat
}
