import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Hono } from 'hono'
import type { ConsoleEnv } from './env.ts'

const mediaTypes = {
  'console.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'sign-in.js': 'text/javascript; charset=utf-8',
} as const
type AssetName = keyof typeof mediaTypes

const assets = new Map(
  (Object.keys(mediaTypes) as AssetName[]).map((name) => {
    const body = readFileSync(new URL(`./assets/${name}`, import.meta.url), 'utf8')
    const hash = createHash('sha256').update(body).digest('base64url').slice(0, 16)
    return [name, { body, hash, mediaType: mediaTypes[name] }]
  }),
)

/** Where a page finds an asset; the query is a hash of its content. */
export function assetPath(name: AssetName): string {
  return `/console/assets/${name}?v=${assets.get(name)?.hash}`
}

/** Serves the console's own files; kept by the browser only when asked for by their present hash. */
export function addAssets(app: Hono<ConsoleEnv>): void {
  for (const [name, asset] of assets) {
    app.get(`/console/assets/${name}`, (c) => {
      if (c.req.query('v') === asset.hash) c.header('Cache-Control', 'private, max-age=31536000, immutable')
      return c.body(asset.body, 200, { 'Content-Type': asset.mediaType })
    })
  }
}
