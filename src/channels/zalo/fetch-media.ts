import { setTimeout as sleep } from 'node:timers/promises'

/** Where media may come from, and how long that may take. */
export interface FetchMediaDeps {
  readonly fetch: typeof fetch
  /** Whether bytes may be fetched from there at all. */
  readonly isMediaUrl: (url: URL) => boolean
  readonly timeoutMs: number
}

/** The most bytes that are taken of one file. */
export const mostMediaBytes = 20 * 1024 * 1024
const mostRedirects = 3
/** Files held at once, however many people send at the same moment: they are in memory. */
const mostAtOnce = 4
const pauseMs = 25

/** Where Zalo keeps what people send. */
export function isZaloMediaUrl({ protocol, hostname, port }: URL): boolean {
  return protocol === 'https:' && port === '' && /\.(zdn|zadn)\.vn$/.test(hostname)
}

/** As above; a Zalo that stands in for the real one on this machine (only there is no https asked for) keeps media itself. */
export function mediaUrlsOf(apiRoot: string): (url: URL) => boolean {
  const root = new URL(apiRoot)
  return (url) => isZaloMediaUrl(url) || (root.protocol === 'http:' && url.origin === root.origin)
}

/**
 * Fetches what somebody sent and answers what `use` makes of it, which never rejects; undefined when it cannot be had whole, in
 * time and from where such files are kept.
 */
export type FetchMedia = <T>(url: string, use: (bytes: Uint8Array) => Promise<T>) => Promise<T | undefined>

/** Fetches a few at a time; a wait for one's turn counts. */
export function createFetchMedia(deps: FetchMediaDeps): FetchMedia {
  let running = 0
  return async (url, use) => {
    const signal = AbortSignal.timeout(deps.timeoutMs)
    while (running >= mostAtOnce) {
      if (signal.aborted) return undefined
      await sleep(pauseMs)
    }
    running++
    try {
      const bytes = await follow(url, signal, deps).catch(() => undefined)
      return bytes === undefined ? undefined : await use(bytes)
    } finally {
      running--
    }
  }
}

/** Every step of a redirect has to be a place for media, too. */
async function follow(first: string, signal: AbortSignal, deps: FetchMediaDeps): Promise<Uint8Array | undefined> {
  let url = URL.parse(first)
  for (let step = 0; step <= mostRedirects; step++) {
    if (url === null || !deps.isMediaUrl(url)) return undefined
    const response = await deps.fetch(url.href, { redirect: 'manual', signal })
    if (response.status < 300 || response.status >= 400)
      return response.ok ? await readBytes(response) : await dropped(response)
    await dropped(response)
    url = URL.parse(response.headers.get('location') ?? '', url.href)
  }
  return undefined
}

async function readBytes(response: Response): Promise<Uint8Array | undefined> {
  if (Number(response.headers.get('content-length') ?? 0) > mostMediaBytes) return dropped(response)
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += part.length
    if (length > mostMediaBytes) return undefined
    parts.push(part)
  }
  return length === 0 ? undefined : Buffer.concat(parts)
}

async function dropped(response: Response): Promise<undefined> {
  await response.body?.cancel()
}
