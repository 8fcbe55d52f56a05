import type { Audience } from './reach.ts'
import type { ChannelName } from './channel.ts'
import type { Unit, UnitCode } from './unit.ts'

/** Calendar days in Vietnam, both inclusive, and the name it was asked for by. */
export interface Period {
  readonly name: string
  readonly fromDay: string
  readonly toDay: string
}

/** A count of people that may overlap between channels and years: the true number lies within [lower, upper]. */
export interface Band {
  readonly lower: number
  readonly upper: number
}

/** The outreach and tip indicators of a unit and everything below it over a period. */
export interface Report {
  readonly period: Period
  readonly unit: Pick<Unit, 'code' | 'name'>
  readonly reach: {
    /** Distinct people: exact within a channel and a year, a band over several. */
    readonly people: Band
    readonly interactions: number
    readonly learnt: number
    readonly taught: number
    readonly byChannel: readonly {
      readonly channel: ChannelName
      readonly people: number
      readonly interactions: number
    }[]
    readonly byAudience: readonly { readonly audience: Audience; readonly interactions: number }[]
    readonly byDay: readonly { readonly day: string; readonly interactions: number }[]
    readonly byUnit: readonly { readonly unit: UnitCode; readonly name: string; readonly interactions: number }[]
  }
  readonly tips: {
    /** Opened within the period. */
    readonly received: number
    readonly acknowledged: number
    readonly classified: number
    readonly resolved: number
    /** Percent of received, one decimal; undefined when none was received. */
    readonly classifiedPercent: number | undefined
    readonly resolvedPercent: number | undefined
  }
}

/** Computes reports from what is stored. */
export interface Indicators {
  report(unit: UnitCode, period: Period): Promise<Report>
}
