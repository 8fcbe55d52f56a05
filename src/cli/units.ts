import { readUnits } from '../duty/read-units.ts'
import { CliError, type Command } from './command.ts'
import { namingFile, readCsvFile } from './read-csv-file.ts'

/** `units import F.csv`: adds and updates places; a bad file is refused whole. */
export const unitsCommand: Command = {
  help: 'cli.unitsHelp',
  async run([what, ...args], context) {
    if (what !== 'import') throw new CliError(context.words('cli.unitsWhat'))
    const csv = readCsvFile(args, context)
    const base = await context.base()
    const known = await base.storage.units.all()
    const units = namingFile(args, () => readUnits(csv, known, { isSample: false, words: context.words }))
    await base.storage.units.put(units)
    context.print(context.words('cli.unitsDone', { count: units.length }))
  },
}
