/**
 * A process of its own that speaks for an Official Account: `node zalo-refresh-process.ts <options as JSON>`, started with a
 * message channel. For each time that it is sent, it asks for the account at that time, and answers what came of it.
 */
import process from 'node:process'
import { createTokenStore } from '../../src/channels/zalo/token-store.ts'
import { createIds } from '../../src/ids.ts'
import { createSeal } from '../../src/privacy/seal.ts'
import { createZaloClient } from '../../src/zalo-api-sdk/client.ts'
import { createTokenChain } from '../../src/zalo-api-sdk/token-chain.ts'
import { openStorage } from '../../src/storage/storage.ts'

export interface RefreshOptions {
  /** The SQLite file. */
  readonly file: string
  readonly root: string
  readonly appId: string
  readonly appSecret: string
  readonly refreshToken: string
}

const options = JSON.parse(process.argv[2] ?? '') as RefreshOptions
const seal = createSeal(new Uint8Array(32).fill(7))
const none = () => undefined
let now = 0
const clock = { now: () => new Date(now) }
const storage = await openStorage({ kind: 'sqlite', file: options.file })
const store = createTokenStore({
  table: storage.zaloToken,
  seal: (text) => seal.seal('officer-address', 'zalo', text),
  open: (sealed) => seal.open('officer-address', 'zalo', sealed),
  clock,
  ids: createIds(),
  log: { debug: none, info: none, warn: none, error: none },
})
const { appId, appSecret, refreshToken, root } = options
const tokens = createTokenChain({ store, clock, appId, appSecret, refreshToken, oauthRoot: root })
const client = createZaloClient({ tokens, clock, apiRoot: root })

process.on('message', (at: number) => {
  now = at
  client.account().then(
    () => process.send?.('ok'),
    (error: unknown) => process.send?.(String(error)),
  )
})
process.send?.('ready')
