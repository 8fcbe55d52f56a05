import type { DutyShift } from '../core/shift.ts'
import type { Unit, UnitCode } from '../core/unit.ts'

/** A time, `from` inclusive and `to` exclusive, in which a tip from the unit would find nobody on duty. */
export interface RosterGap {
  readonly unit: UnitCode
  readonly from: Date
  readonly to: Date
}

/** Milliseconds since 1970, from inclusive and to exclusive. */
type Span = readonly [from: number, to: number]

/**
 * When, within [from, to), a commune has nobody on duty: not itself, nor its province, nor the root. Gaps are as long as can
 * be, by the code of the commune, then by time. `shifts` are those of active officers.
 */
export function findGaps(
  shifts: readonly DutyShift[],
  units: readonly Unit[],
  from: Date,
  to: Date,
): readonly RosterGap[] {
  const window: Span = [from.getTime(), to.getTime()]
  const byCode = new Map(units.map((unit) => [unit.code, unit]))
  const byUnit = Map.groupBy(shifts, ({ unit }) => unit)
  const covered = new Map<UnitCode, readonly Span[]>()

  /** When somebody is on duty in the unit or above it. */
  const coveredOf = (code: UnitCode): readonly Span[] => {
    const known = covered.get(code)
    if (known !== undefined) return known
    const own = (byUnit.get(code) ?? []).map(spanOf)
    const parent = byCode.get(code)?.parent
    const spans = join(parent === undefined ? own : [...own, ...coveredOf(parent)])
    covered.set(code, spans)
    return spans
  }

  return units
    .filter(({ kind }) => kind === 'commune')
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .flatMap(({ code }) =>
      gapsBetween(coveredOf(code), window).map(([start, end]) => ({
        unit: code,
        from: new Date(start),
        to: new Date(end),
      })),
    )
}

function spanOf({ startsAt, endsAt }: DutyShift): Span {
  return [startsAt.getTime(), endsAt?.getTime() ?? Infinity]
}

/** The same time in as few spans as can be, in order. */
function join(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], to)]
    else joined.push([from, to])
  }
  return joined
}

/** What of the window lies in none of the spans, which are in order and apart. */
function gapsBetween(spans: readonly Span[], [from, to]: Span): readonly Span[] {
  const gaps: Span[] = []
  let open = from
  for (const [start, end] of spans) {
    if (open >= to) break
    if (start > open) gaps.push([open, Math.min(start, to)])
    open = Math.max(open, end)
  }
  if (open < to) gaps.push([open, to])
  return gaps
}
