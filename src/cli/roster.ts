import { readRoster } from '../duty/read-roster.ts'
import { findGaps } from '../duty/roster-gaps.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import { activeShifts } from '../active-shifts.ts'
import { CliError, type CliContext, type Command } from './command.ts'
import { namingFile, readCsvFile } from './read-csv-file.ts'

const gapDays = 35
const dayMs = 24 * 60 * 60 * 1000

/** `roster import F.csv` adds shifts, a bad file is refused whole; `roster gaps` lists when a commune has nobody on duty. */
export const rosterCommand: Command = {
  help: 'cli.rosterHelp',
  async run([what, ...args], context) {
    if (what === 'import') return importRoster(args, context)
    if (what === 'gaps') return listGaps(context)
    throw new CliError(context.words('cli.rosterWhat'))
  },
}

async function importRoster(args: readonly string[], context: CliContext): Promise<void> {
  const csv = readCsvFile(args, context)
  const base = await context.base()
  const officers = (await base.storage.officers.list()).filter((officer) => officer.isActive)
  const units = await base.storage.units.all()
  const known = await base.storage.shifts.within(new Date(0), new Date(8.64e15))
  const shifts = namingFile(args, () =>
    readRoster(csv, { officers, units, ids: base.ids, words: context.words, shifts: known }),
  )
  await base.storage.shifts.add(shifts)
  context.print(context.words('cli.rosterDone', { count: shifts.length }))
}

async function listGaps(context: CliContext): Promise<void> {
  const base = await context.base()
  const from = base.clock.now()
  const to = new Date(from.getTime() + gapDays * dayMs)
  const gaps = findGaps(await activeShifts(base, from, to), await base.storage.units.all(), from, to)
  for (const gap of gaps) context.print(`${gap.unit}\t${showInVietnam(gap.from)}\t${showInVietnam(gap.to)}`)
  context.print(context.words(gaps.length === 0 ? 'cli.noGaps' : 'cli.gaps', { count: gaps.length, days: gapDays }))
}
