import type { Report } from '../core/report.ts'
import { tipStatuses, type TipStatus } from '../core/tip.ts'
import type { TipLogEntry } from '../core/write.ts'

/** A status and those that come after it. */
const orBeyond = (status: TipStatus): readonly TipStatus[] => tipStatuses.slice(tipStatuses.indexOf(status))

/**
 * How far the tips opened within [from, to) have come, told from their logs. A tip counts as having reached a status when it
 * was ever moved to it or to one beyond it, whenever that was and wherever it stands now.
 */
export function tipFigures(log: readonly TipLogEntry[], from: Date, to: Date): Report['tips'] {
  const opened = new Set(
    log.filter(({ what, at }) => what === 'opened' && at >= from && at < to).map((entry) => entry.tip),
  )
  const reached = (statuses: readonly TipStatus[]) =>
    new Set(
      log.flatMap(({ what, tip, to: status }) =>
        what === 'moved' && status !== undefined && opened.has(tip) && statuses.includes(status) ? [tip] : [],
      ),
    ).size
  const received = opened.size
  const classified = reached(orBeyond('classified'))
  const resolved = reached(orBeyond('resolved'))
  return {
    received,
    acknowledged: reached(orBeyond('acknowledged')),
    classified,
    resolved,
    classifiedPercent: percent(classified, received),
    resolvedPercent: percent(resolved, received),
  }
}

/** With one decimal; undefined of none. */
function percent(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : Math.round((part * 1000) / whole) / 10
}
