import { channelNames } from '../core/channel.ts'
import type { Places } from '../core/ports.ts'
import { audiences } from '../core/reach.ts'
import type { Indicators, Report } from '../core/report.ts'
import type { ReachCount, Storage } from '../core/storage.ts'
import type { UnitCode } from '../core/unit.ts'
import { startOfDayInVietnam } from '../core/vietnam-time.ts'
import { peopleBand, splitByYear } from './people-band.ts'
import { tipFigures } from './tip-figures.ts'

const dayMs = 24 * 60 * 60 * 1000

/**
 * Computes reports. The four counters stand side by side and are never added. Lists hold only what was counted, in a fixed
 * order. A report of a unit that the places table does not have throws.
 */
export function createIndicators(deps: {
  readonly storage: Pick<Storage, 'reach' | 'tips'>
  readonly places: Places
}): Indicators {
  const { storage, places } = deps

  const reachOf = async (units: readonly UnitCode[], period: Report['period']): Promise<Report['reach']> => {
    const counts = await storage.reach.counts({ units, fromDay: period.fromDay, toDay: period.toDay })
    const people = (
      await Promise.all(splitByYear(period).map((part) => storage.reach.people({ units, ...part })))
    ).flat()
    const interactions = counts.filter(({ kind }) => kind === 'interaction')
    const byUnit = sumBy(interactions, ({ unit }) => unit)
    return {
      people: peopleBand(people),
      interactions: total(interactions),
      learnt: total(counts.filter(({ kind }) => kind === 'learnt')),
      taught: total(counts.filter(({ kind }) => kind === 'taught')),
      byChannel: channelNames
        .map((channel) => ({
          channel,
          people: peopleBand(people.filter((of) => of.channel === channel)).upper,
          interactions: total(interactions.filter((of) => of.channel === channel)),
        }))
        .filter((row) => row.people > 0 || row.interactions > 0),
      byAudience: audiences
        .map((audience) => ({ audience, interactions: total(interactions.filter((of) => of.audience === audience)) }))
        .filter((row) => row.interactions > 0),
      byDay: sumBy(interactions, ({ day }) => day).map(([day, sum]) => ({ day, interactions: sum })),
      byUnit: await Promise.all(
        byUnit.map(async ([unit, sum]) => ({
          unit,
          name: (await places.find(unit))?.name ?? unit,
          interactions: sum,
        })),
      ),
    }
  }

  const tipsOf = async (units: readonly UnitCode[], period: Report['period']): Promise<Report['tips']> => {
    const from = startOfDayInVietnam(period.fromDay)
    const to = new Date(startOfDayInVietnam(period.toDay).getTime() + dayMs)
    return tipFigures(await storage.tips.logOfOpenedWithin(units, from, to), from, to)
  }

  return {
    async report(code, period) {
      const unit = await places.find(code)
      if (unit === undefined) throw new Error(`no such unit: ${code}`)
      const units = await places.below(code)
      const [reach, tips] = await Promise.all([reachOf(units, period), tipsOf(units, period)])
      return { period, unit: { code: unit.code, name: unit.name }, reach, tips }
    },
  }
}

function total(counts: readonly ReachCount[]): number {
  return counts.reduce((sum, { count }) => sum + count, 0)
}

/** Sums per key, in the order of the keys. */
function sumBy(counts: readonly ReachCount[], keyOf: (count: ReachCount) => string): readonly [string, number][] {
  const sums = new Map<string, number>()
  for (const count of counts) sums.set(keyOf(count), (sums.get(keyOf(count)) ?? 0) + count.count)
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1))
}
