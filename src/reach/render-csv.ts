import type { Words } from '../core/ports.ts'
import type { Report } from '../core/report.ts'
import { writeCsv, type Cell } from './write-csv.ts'

const columns = ['period', 'fromDay', 'toDay', 'unit', 'unitName', 'indicator', 'breakdown', 'item', 'value'] as const

/**
 * The report as a table of one figure a line, each line naming period and unit, so that files of several units can be put
 * under one another. A percentage of nothing is an empty cell.
 */
export function renderCsv({ period, unit, reach, tips }: Report, words: Words): string {
  const line = (indicator: string, value: Cell | undefined, breakdown = 'total', item = ''): readonly Cell[] => [
    period.name,
    period.fromDay,
    period.toDay,
    unit.code,
    unit.name,
    words(`reach.indicator.${indicator}`),
    words(`reach.breakdown.${breakdown}`),
    item,
    value ?? '',
  ]
  const channelOf = (channel: string) => words(`reach.channel.${channel}`)
  return writeCsv([
    columns.map((column) => words(`reach.column.${column}`)),
    line('peopleLower', reach.people.lower),
    line('peopleUpper', reach.people.upper),
    line('interactions', reach.interactions),
    line('learnt', reach.learnt),
    line('taught', reach.taught),
    ...reach.byChannel.map((row) => line('people', row.people, 'channel', channelOf(row.channel))),
    ...reach.byChannel.map((row) => line('interactions', row.interactions, 'channel', channelOf(row.channel))),
    ...reach.byAudience.map((row) =>
      line('interactions', row.interactions, 'audience', words(`reach.audience.${row.audience}`)),
    ),
    ...reach.byDay.map((row) => line('interactions', row.interactions, 'day', row.day)),
    ...reach.byUnit.map((row) => line('interactions', row.interactions, 'unit', `${row.name} (${row.unit})`)),
    line('received', tips.received),
    line('acknowledged', tips.acknowledged),
    line('classified', tips.classified),
    line('resolved', tips.resolved),
    line('classifiedPercent', tips.classifiedPercent),
    line('resolvedPercent', tips.resolvedPercent),
  ])
}
