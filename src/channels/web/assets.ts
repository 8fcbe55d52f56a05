import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Route } from '../../core/channel.ts'
import { encode, encodedResponse } from './encode.ts'
import type { Encoded } from './encode.ts'

/** Under each name, the files it is made of. A script comes after the scripts that it imports. */
const parts = {
  'chat.css': ['base.css', 'page.css', 'thread.css'],
  'server.js': ['server.js'],
  'thread.js': ['thread.js'],
  'files.js': ['files.js'],
  'chat.js': ['chat.js'],
  'icon.svg': ['icon.svg'],
} as const
export type AssetName = keyof typeof parts

const mediaTypes: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** The files that the page loads: their routes, and the URL of each with a hash of its content. */
export interface Assets {
  readonly routes: readonly Route[]
  readonly urls: Readonly<Record<AssetName, string>>
}

/** Reads and compresses the files once. A URL with the right hash is kept for a year, any other is asked for again. */
export function loadAssets(): Assets {
  const urls = {} as Record<AssetName, string>
  const routes: Route[] = []
  for (const name of Object.keys(parts) as AssetName[]) {
    const source = parts[name].map((file) => readFileSync(new URL(`assets/${file}`, import.meta.url), 'utf8')).join('')
    // A script names the scripts that it imports by their hashed URLs.
    const text = source.replace(/(?<= from ')\.\/([a-z.]+)(?=')/g, (_, imported: AssetName) => urls[imported])
    const hash = createHash('sha256').update(text).digest('base64url').slice(0, 12)
    urls[name] = `/assets/${name}?v=${hash}`
    routes.push(assetRoute(name, hash, encode(text)))
  }
  return { routes, urls }
}

function assetRoute(name: AssetName, hash: string, body: Encoded): Route {
  const contentType = mediaTypes[name.replace(/^.*\./, '')] ?? 'application/octet-stream'
  return {
    method: 'GET',
    path: `/assets/${name}`,
    handle: async (request) => {
      const isThisVersion = new URL(request.url).searchParams.get('v') === hash
      return encodedResponse(request, body, {
        'content-type': contentType,
        'cache-control': isThisVersion ? 'public, max-age=31536000, immutable' : 'no-cache',
      })
    },
  }
}
