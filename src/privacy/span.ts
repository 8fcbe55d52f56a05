import type { PersonalKind } from '../core/personal.ts'
import type { Reading } from './read-tokens.ts'

/** A piece of a text that tells who somebody is; from `start` up to `end`. */
export interface Span {
  readonly kind: PersonalKind
  readonly start: number
  readonly end: number
}

/** Finds pieces of one sort. */
export type Find = (reading: Reading) => readonly Span[]
