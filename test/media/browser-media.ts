import { readFileSync } from 'node:fs'
import type { Page } from 'playwright-core'

const script = readFileSync(new URL('./media-page.js', import.meta.url), 'utf8')
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'))

/** Opens a page that may use codecs: those need a secure address. Nothing is fetched from the network. */
export async function openMediaPage(page: Page): Promise<void> {
  const body = `<!doctype html><title>media</title><script>${script}</script>`
  await page.route('**/*', (route) => route.fulfill({ body, contentType: 'text/html' }))
  await page.goto('https://media.test/')
}

async function call<T>(page: Page, name: string, ...parameters: readonly string[]): Promise<T> {
  return page.evaluate<T>(`media.${name}(${parameters.map((each) => JSON.stringify(each)).join(', ')})`)
}

/** What the page shows or plays: its size and a digest of all its points, or of its sound. Rejects what it cannot play. */
export function decodeIn(
  page: Page,
  how: 'image' | 'video' | 'sound',
  bytes: Uint8Array,
  mediaType: string,
): Promise<string> {
  return call(page, how, Buffer.from(bytes).toString('base64'), mediaType)
}

/** A film of less than a second that the browser recorded from a canvas, with sound. */
export async function recordIn(page: Page, mediaType: string): Promise<Uint8Array> {
  return bytesOf(await call<string>(page, 'record', mediaType))
}

/** Frames that a browser encoded, and what their decoder needs. */
export interface Encoded {
  readonly samples: readonly Uint8Array[]
  /** From 1. */
  readonly keyFrames: readonly number[]
  readonly configuration: Uint8Array
}

/** Ten frames of 64 by 48 points in a codec. */
export async function encodeIn(page: Page, codec: string): Promise<Encoded> {
  const found = await call<{
    readonly samples: readonly string[]
    readonly keyFrames: readonly number[]
    readonly configuration: string
  }>(page, 'encode', codec)
  return { ...found, samples: found.samples.map(bytesOf), configuration: bytesOf(found.configuration) }
}

/** Half a second of a tone as Opus packets of 20 ms. */
export async function encodeToneIn(page: Page): Promise<readonly Uint8Array[]> {
  return (await call<readonly string[]>(page, 'encodeTone')).map(bytesOf)
}

/** A picture of 40 by 30 points that the browser wrote. */
export async function drawIn(page: Page, mediaType: string): Promise<Uint8Array> {
  return bytesOf(await call<string>(page, 'draw', mediaType))
}
