import type { Api } from 'grammy'
import type { Attachment } from '../../core/message.ts'
import { asSignal } from './api.ts'
import type { SentFile } from './update.ts'

/** Takes the metadata out of a file, or says why it cannot: originals are never handed on. */
export type Strip = (
  bytes: Uint8Array,
  mediaType: string,
) => Attachment | { readonly refused: string } | Promise<Attachment | { readonly refused: string }>

/** Why a file did not come through. */
export const lossKinds = ['too-large', 'not-fetched', 'not-cleaned'] as const
export type Loss = (typeof lossKinds)[number]

export interface AttachmentDeps {
  readonly api: Api
  readonly token: string
  readonly apiRoot: string
  readonly strip: Strip
  readonly fileMs: number
}

/** Fetches a file and cleans it. Never rejects. */
export type FetchAttachment = (file: SentFile, signal: AbortSignal) => Promise<Attachment | Loss>

/** The most that Telegram hands to bots. */
export const mostBytes = 20 * 1024 * 1024
const mostAtOnce = 3
const tries = 2

/** Files are fetched and cleaned a few at a time: together they may fill the memory. */
export function createFetchAttachment(deps: AttachmentDeps): FetchAttachment {
  let running = 0
  const waiting: (() => void)[] = []
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= mostAtOnce) await new Promise<void>((resume) => waiting.push(resume))
    else running++
    try {
      return await work()
    } finally {
      const resume = waiting.shift()
      if (resume === undefined) running--
      else resume()
    }
  }
  return async (file, stopping) => {
    if ((file.size ?? 0) > mostBytes) return 'too-large'
    const signal = AbortSignal.any([stopping, AbortSignal.timeout(deps.fileMs)])
    return inTurn(async () => {
      const bytes = await download(file, signal, deps)
      return bytes instanceof Uint8Array ? clean(bytes, file.mediaType, deps) : bytes
    })
  }
}

async function clean(bytes: Uint8Array, mediaType: string, deps: AttachmentDeps): Promise<Attachment | Loss> {
  try {
    const stripped = await deps.strip(bytes, mediaType)
    return 'refused' in stripped ? 'not-cleaned' : stripped
  } catch {
    return 'not-cleaned'
  }
}

async function download(file: SentFile, signal: AbortSignal, deps: AttachmentDeps): Promise<Uint8Array | Loss> {
  for (let count = 1; count <= tries && !signal.aborted; count++) {
    const bytes = await downloadOnce(file, signal, deps).catch(() => 'not-fetched' as const)
    if (bytes !== 'not-fetched') return bytes
  }
  return 'not-fetched'
}

/** Errors of these calls name the token and the file: they end here. */
async function downloadOnce(
  file: SentFile,
  signal: AbortSignal,
  { api, token, apiRoot }: AttachmentDeps,
): Promise<Uint8Array | Loss> {
  const { file_path: path, file_size: size } = await api.getFile(file.id, asSignal(signal))
  if ((size ?? 0) > mostBytes) return 'too-large'
  if (path === undefined || !/^[\w-][\w./-]*$/.test(path) || path.includes('..')) return 'not-fetched'
  const response = await fetch(`${apiRoot.replace(/\/+$/, '')}/file/bot${token}/${path}`, { redirect: 'error', signal })
  if (!response.ok || response.body === null) return 'not-fetched'
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of response.body as ReadableStream<Uint8Array>) {
    length += part.length
    if (length > mostBytes) return 'too-large'
    parts.push(part)
  }
  return Buffer.concat(parts)
}
