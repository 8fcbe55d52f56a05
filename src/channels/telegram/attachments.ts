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
/** So many files that may each hold `mostBytes` at once: together they fill the memory. */
const mostLarge = 3
/** Pictures and voices do not wait behind somebody's videos. */
const smallBytes = 2 * 1024 * 1024
const mostSmall = 6
const tries = 2
/** The slowest that a file may come (1.2 Mbit/s): three large ones share a line of 4 Mbit/s. */
const leastBytesPerMs = 150

/** Files are fetched and cleaned a few at a time. Their time begins with their turn. */
export function createFetchAttachment(deps: AttachmentDeps): FetchAttachment {
  const large = createTurns(mostLarge)
  const small = createTurns(mostSmall)
  return async (file, stopping) => {
    const size = file.size ?? mostBytes
    if (size > mostBytes) return 'too-large'
    const inTurn = size > smallBytes ? large : small
    return inTurn(async () => {
      const bytes = await download(file, stopping, deps)
      return bytes instanceof Uint8Array ? clean(bytes, file.mediaType, deps) : bytes
    })
  }
}

type Turns = <T>(work: () => Promise<T>) => Promise<T>

function createTurns(most: number): Turns {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= most) await new Promise<void>((resume) => waiting.push(resume))
    else running++
    try {
      return await work()
    } finally {
      const resume = waiting.shift()
      if (resume === undefined) running--
      else resume()
    }
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

async function download(file: SentFile, stopping: AbortSignal, deps: AttachmentDeps): Promise<Uint8Array | Loss> {
  for (let count = 1; count <= tries && !stopping.aborted; count++) {
    const bytes = await downloadOnce(file, stopping, deps).catch(() => 'not-fetched' as const)
    if (bytes !== 'not-fetched') return bytes
  }
  return 'not-fetched'
}

/** Errors of these calls name the token and the file: they end here. */
async function downloadOnce(
  file: SentFile,
  stopping: AbortSignal,
  { api, token, apiRoot, fileMs }: AttachmentDeps,
): Promise<Uint8Array | Loss> {
  const { file_path: path, file_size: size = file.size ?? mostBytes } = await api.getFile(file.id, asSignal(stopping))
  if (size > mostBytes) return 'too-large'
  if (path === undefined || !/^[\w-][\w./-]*$/.test(path) || path.includes('..')) return 'not-fetched'
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(fileMs + Math.ceil(size / leastBytesPerMs))])
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
