import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Route } from '../../core/channel.ts'
import { encode, encodedResponse } from './encode.ts'
import type { Encoded } from './encode.ts'

const mediaTypes = {
  'chat.css': 'text/css; charset=utf-8',
  'server.js': 'text/javascript; charset=utf-8',
  'thread.js': 'text/javascript; charset=utf-8',
  'chat.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const
export type AssetName = keyof typeof mediaTypes

/** The files that the page loads: their routes, and the URL of each with a hash of its content. */
export interface Assets {
  readonly routes: readonly Route[]
  readonly urls: Readonly<Record<AssetName, string>>
}

/** Reads and compresses the files once. A URL with the right hash is kept for a year, any other is asked for again. */
export function loadAssets(): Assets {
  const urls = {} as Record<AssetName, string>
  const routes: Route[] = []
  for (const name of Object.keys(mediaTypes) as AssetName[]) {
    const source = readFileSync(new URL(`assets/${name}`, import.meta.url), 'utf8')
    // A script names the scripts that it imports, which come before it in the list, by their hashed URLs.
    const text = source.replace(/(?<= from ')\.\/([a-z.]+)(?=')/g, (_, imported: AssetName) => urls[imported])
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12)
    urls[name] = `/assets/${name}?v=${hash}`
    routes.push(assetRoute(name, hash, encode(text)))
  }
  return { routes, urls }
}

function assetRoute(name: AssetName, hash: string, body: Encoded): Route {
  return {
    method: 'GET',
    path: `/assets/${name}`,
    handle: async (request) => {
      const isThisVersion = new URL(request.url).searchParams.get('v') === hash
      return encodedResponse(request, body, {
        'content-type': mediaTypes[name],
        'cache-control': isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache',
      })
    },
  }
}
