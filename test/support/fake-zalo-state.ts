/** What the fake remembers: people, messages, uploads, tokens and quotas. Nothing of the program under test is used here. */

export interface FakeClock {
  now(): Date
}

/** A message as a person sees it on their phone. */
export interface FakeMessage {
  readonly id: string
  readonly text: string
  readonly buttons: readonly { readonly title: string; readonly payload: unknown }[]
  readonly file:
    { readonly kind: FakeUpload['kind']; readonly bytes: Uint8Array; readonly mediaType: string } | undefined
  readonly quotes: string | undefined
  readonly quota: 'reply' | 'purchase_quota'
  readonly at: Date
}

export interface FakePerson {
  readonly id: string
  isFollower: boolean
  /** The error that sending to them is answered with; a person who leaves is not written to. */
  refusesWith: number | undefined
  lastInteractionAt: Date | undefined
  readonly messages: FakeMessage[]
}

export interface FakeUpload {
  readonly kind: 'image' | 'gif' | 'file'
  readonly bytes: Uint8Array
  readonly mediaType: string
  readonly at: Date
}

export interface FakeState {
  readonly clock: FakeClock
  readonly appId: string
  readonly appSecret: string
  readonly oaSecret: string
  readonly oaId: string
  readonly acceptsButtons: boolean
  readonly people: Map<string, FakePerson>
  readonly uploads: Map<string, FakeUpload>
  /** What people sent, by the path it can be fetched from. */
  readonly media: Map<string, Uint8Array>
  /** Refresh tokens that were given out, and whether each was used. */
  readonly refreshTokens: Map<string, { isUsed: boolean; readonly until: Date }>
  readonly accessTokens: Map<string, { isDead: boolean; readonly until: Date }>
  readonly codes: Map<string, { isUsed: boolean; readonly challenge: string; readonly until: Date }>
  /** Pairs that were given out after the first refresh token. */
  pairs: number
  /** Messages that may still be sent outside the free window, uploads that may still be made this month. */
  paidLeft: number
  uploadsLeft: number
  readonly requestsPerMinute: number
  minute: number
  requests: number
  /** A number no other thing has. */
  next(): number
}

const dayMs = 24 * 60 * 60_000

export function createFakeState(
  options: Pick<
    FakeState,
    'clock' | 'appId' | 'appSecret' | 'oaSecret' | 'oaId' | 'acceptsButtons' | 'requestsPerMinute'
  >,
): FakeState {
  let count = 0
  return {
    ...options,
    people: new Map(),
    uploads: new Map(),
    media: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    codes: new Map(),
    pairs: 0,
    paidLeft: 100,
    uploadsLeft: 5_000,
    minute: 0,
    requests: 0,
    next: () => ++count,
  }
}

/** The person by that id, who is new where they are not known. */
export function personOf(state: FakeState, id: string): FakePerson {
  const known = state.people.get(id)
  if (known !== undefined) return known
  const person: FakePerson = {
    id,
    isFollower: false,
    refusesWith: undefined,
    lastInteractionAt: undefined,
    messages: [],
  }
  state.people.set(id, person)
  return person
}

export function newRefreshToken(state: FakeState): string {
  const token = `rt-${state.next()}-${'r'.repeat(40)}`
  state.refreshTokens.set(token, { isUsed: false, until: new Date(state.clock.now().getTime() + 90 * dayMs) })
  return token
}

/** A pair for a code or a refresh token. Every access token given out before is dead from then on. */
export function newPair(state: FakeState): { access_token: string; refresh_token: string; expires_in: string } {
  for (const token of state.accessTokens.values()) token.isDead = true
  const access = `at-${state.next()}-${'a'.repeat(40)}`
  state.accessTokens.set(access, { isDead: false, until: new Date(state.clock.now().getTime() + 90_000_000) })
  state.pairs++
  return { access_token: access, refresh_token: newRefreshToken(state), expires_in: '90000' }
}
