import type { PersonalKind } from '../core/personal.ts'
import type { Reading, Token } from './read-tokens.ts'

/** A piece of a text that tells who somebody is; from `start` up to `end`. */
export interface Span {
  readonly kind: PersonalKind
  readonly start: number
  readonly end: number
}

/** Finds pieces of one sort. */
export type Find = (reading: Reading) => readonly Span[]

/** The piece from token `from` up to, not with, token `to`. */
export function spanOf({ tokens }: Reading, kind: PersonalKind, from: number, to: number): Span {
  return { kind, start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 }
}

/** True when a capital says that the word is a name. */
export function isTold({ hasCase }: Reading, token: Token | undefined): boolean {
  return hasCase && token?.isCapital === true
}

/** True when the token stands behind the one before with only such a gap in between. */
export function standsBehind(token: Token | undefined, gap: RegExp): token is Token {
  return token !== undefined && gap.test(token.gap)
}
