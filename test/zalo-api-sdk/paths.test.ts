import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createZaloClient, type ZaloClient } from '../../src/zalo-api-sdk/client.ts'
import { apiPaths, tokenPath } from '../../src/zalo-api-sdk/paths.ts'
import { createTokenChain } from '../../src/zalo-api-sdk/token-chain.ts'
import { createMemoryTokenStore } from './memory-token-store.ts'
import { samples } from './open-account.ts'

const clock = { now: () => new Date('2026-11-22T03:00:00Z') }
/** Calls that read what people wrote, or who they are. */
const forbidden =
  /listrecentchat|conversation(?!_?id)|getprofile|user\/detail|user\/getlist|getfollowers|tag\/|message\/(list|status)/i

describe('what the library can call', () => {
  it('is named in one file, and reads neither conversations nor profiles', () => {
    const files = globSync('src/{zalo-api-sdk,channels/zalo}/*.ts')
    expect(files.length).toBeGreaterThan(15)
    for (const file of files) {
      const code = readFileSync(file, 'utf8').replace(/^\s*(\/\*\*|\*|\/\/).*$/gm, '')
      expect(code.match(forbidden), file).toBeNull()
      if (!file.endsWith('paths.ts')) expect(code.match(/['"`]\/?(v[234]|v3\.0)\//), file).toBeNull()
    }
  })

  it('is nowhere in the whole program more than that', () => {
    const files = globSync('src/**/*.{ts,js,mjs}')
    expect(files.length).toBeGreaterThan(200)
    const reading = /listrecentchat|oa\/conversation|getprofile|user\/detail|user\/getlist|getfollowers/i
    for (const file of files) expect(readFileSync(file, 'utf8').match(reading), file).toBeNull()
  })

  it('is what every method calls, and nothing else', async () => {
    const called = new Set<string>()
    const answers: Readonly<Record<string, unknown>> = {
      [apiPaths.account]: { name: 'OA' },
      [apiPaths.uploadFile]: { token: 't' },
    }
    const fetch = async (url: string | URL | Request): Promise<Response> => {
      const { pathname } = new URL(url instanceof Request ? url.url : url)
      called.add(pathname)
      return Response.json(
        pathname === tokenPath
          ? { access_token: 'a', refresh_token: 'r', expires_in: '90000' }
          : { error: 0, data: answers[pathname] ?? { attachment_id: 'i', message_id: 'm' } },
      )
    }
    const deps = { clock, appId: '1', appSecret: 's', refreshToken: 'r0', fetch, store: createMemoryTokenStore() }
    const tokens = createTokenChain(deps)
    const client = createZaloClient({ tokens, clock, fetch })
    const calls: Readonly<Record<keyof ZaloClient, () => Promise<unknown>>> = {
      send: () => client.send('1', { kind: 'text', text: 'a' }),
      upload: async () => {
        await client.upload('image', samples.png, 'image/png')
        await client.upload('gif', samples.gif, 'image/gif')
        await client.upload('file', samples.pdf, 'application/pdf')
      },
      replyWindow: () => client.replyWindow('1'),
      account: () => client.account(),
    }
    expect(Object.keys(client).sort()).toEqual(Object.keys(calls).sort())
    for (const call of Object.values(calls)) await call()
    expect([...called].sort()).toEqual([tokenPath, ...Object.values(apiPaths)].sort())
  })

  it.each(Object.values(apiPaths))('%s is not one that reads people', (path) => {
    expect(path).not.toMatch(forbidden)
  })
})
