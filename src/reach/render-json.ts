import type { Report } from '../core/report.ts'

/** The report as JSON for programs: names as in `Report`, percentages of nothing as null, always the same order. */
export function renderJson({ period, unit, reach, tips }: Report): string {
  const shown = {
    period: { name: period.name, fromDay: period.fromDay, toDay: period.toDay },
    unit: { code: unit.code, name: unit.name },
    reach: {
      people: { lower: reach.people.lower, upper: reach.people.upper },
      interactions: reach.interactions,
      learnt: reach.learnt,
      taught: reach.taught,
      byChannel: reach.byChannel.map(({ channel, people, interactions }) => ({ channel, people, interactions })),
      byAudience: reach.byAudience.map(({ audience, interactions }) => ({ audience, interactions })),
      byDay: reach.byDay.map(({ day, interactions }) => ({ day, interactions })),
      byUnit: reach.byUnit.map(({ unit: code, name, interactions }) => ({ unit: code, name, interactions })),
    },
    tips: {
      received: tips.received,
      acknowledged: tips.acknowledged,
      classified: tips.classified,
      resolved: tips.resolved,
      classifiedPercent: tips.classifiedPercent ?? null,
      resolvedPercent: tips.resolvedPercent ?? null,
    },
  }
  return `${JSON.stringify(shown, undefined, 2)}\n`
}
