import { z } from 'zod'

/** What an Official Account is spoken for with. The refresh token can be used once. */
export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
  readonly issuedAt: Date
  readonly expiresAt: Date
  /** Hashes of the configured refresh tokens that were traded in or refused: none is tried twice. */
  readonly spent: readonly string[]
}

/**
 * Where the pair is kept, shared by every process that speaks for the account. Implementations encrypt it at rest. A pair is
 * written before it is used, so `write` resolves when it is durable.
 */
export interface TokenStore {
  read(): Promise<TokenPair | undefined>
  write(pair: TokenPair): Promise<void>
  /**
   * Runs `work` while no other process does. A database lock or lease, not one of the process: two refreshes at once break the
   * chain for good. Rejects when the lock cannot be had in a reasonable time.
   */
  withLock<T>(work: () => Promise<T>): Promise<T>
}

const stored = z.object({
  accessToken: z.string().min(1),
  refreshToken: z.string().min(1),
  issuedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
  spent: z.array(z.string()),
})

/** A pair as text, to be encrypted and stored. */
export function writeTokenPair(pair: TokenPair): string {
  return JSON.stringify(pair)
}

/** The pair that `writeTokenPair` wrote; anything else throws. */
export function readTokenPair(text: string): TokenPair {
  const { issuedAt, expiresAt, ...pair } = stored.parse(JSON.parse(text))
  return { ...pair, issuedAt: new Date(issuedAt), expiresAt: new Date(expiresAt) }
}
