import { onTestFinished } from 'vitest'
import { createZaloClient, type ZaloClient } from '../../src/zalo-api-sdk/client.ts'
import { ZaloError } from '../../src/zalo-api-sdk/error.ts'
import { createTokenChain, type TokenChain, type TokenChainDeps } from '../../src/zalo-api-sdk/token-chain.ts'
import { startFakeZalo, type FakeZalo, type FakeZaloOptions } from '../support/fake-zalo.ts'
import { createTestClock, type TestClock } from '../support/test-app.ts'
import { createMemoryTokenStore, type MemoryTokenStore } from './memory-token-store.ts'

/** An Official Account on a fake Zalo, and a library that speaks for it. */
export interface OpenAccount {
  readonly zalo: FakeZalo
  readonly clock: TestClock
  readonly store: MemoryTokenStore
  readonly chain: TokenChain
  readonly client: ZaloClient
  /** Another chain over the same store, as in another process. */
  anotherChain(more?: Partial<TokenChainDeps>): TokenChain
}

export const timeoutMs = 300

export async function openAccount(options: Omit<FakeZaloOptions, 'clock'> = {}): Promise<OpenAccount> {
  const clock = createTestClock()
  const zalo = await startFakeZalo({ ...options, clock })
  onTestFinished(() => zalo.close())
  const store = createMemoryTokenStore()
  const anotherChain = (more: Partial<TokenChainDeps> = {}): TokenChain =>
    createTokenChain({
      store,
      clock,
      appId: zalo.state.appId,
      appSecret: zalo.state.appSecret,
      refreshToken: zalo.refreshToken,
      oauthRoot: zalo.root,
      timeoutMs,
      ...more,
    })
  const chain = anotherChain()
  const client = createZaloClient({ tokens: chain, clock, apiRoot: zalo.root, timeoutMs, uploadTimeoutMs: timeoutMs })
  return { zalo, clock, store, chain, client, anotherChain }
}

/** The error that `work` is rejected with. */
export async function errorOf(work: Promise<unknown>): Promise<ZaloError> {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!(error instanceof ZaloError)) throw new Error(`no ZaloError but ${String(error)}`)
  return error
}

const pad = (hex: string, length: number) => Buffer.concat([Buffer.from(hex, 'hex'), Buffer.alloc(length)])
/** Beginnings of files, as far as anybody looks at them. */
export const samples = {
  jpeg: pad('ffd8ffe0', 60),
  png: pad('89504e470d0a1a0a', 60),
  gif: Buffer.from('474946383961' + '0a000700' + '00'.repeat(20), 'hex'),
  pdf: Buffer.from('%PDF-1.7\n'),
  amr: Buffer.from('#!AMR\n\x00\x00'),
  mp4: pad('0000001866747970' + '69736f6d', 40),
} as const
