import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Route } from '../../core/channel.ts'
import { encode, encodedResponse } from './encode.ts'

/** The files that the page loads: their routes, and the URL of each with a hash of its content. */
export interface Assets {
  readonly routes: readonly Route[]
  readonly urls: Readonly<Record<AssetName, string>>
}

const mediaTypes = {
  'chat.css': 'text/css; charset=utf-8',
  'chat.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const
type AssetName = keyof typeof mediaTypes

/** Reads and compresses the files once. A URL with the right hash is kept for a year, any other is asked for again. */
export function loadAssets(): Assets {
  const loaded = (Object.keys(mediaTypes) as AssetName[]).map((name) => {
    const text = readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8')
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12)
    return { name, hash, path: `/assets/${name}`, body: encode(text) }
  })
  return {
    routes: loaded.map(({ name, hash, path, body }) => ({
      method: 'GET',
      path,
      handle: async (request) => {
        const isThisVersion = new URL(request.url).searchParams.get('v') === hash
        return encodedResponse(request, body, {
          'content-type': mediaTypes[name],
          'cache-control': isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache',
        })
      },
    })),
    urls: Object.fromEntries(loaded.map(({ name, hash, path }) => [name, `${path}?v=${hash}`])) as Record<AssetName, string>,
  }
}
