import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { dayInVietnam } from '../core/vietnam-time.ts'
import { createIndicators } from '../reach/indicators.ts'
import { parsePeriod } from '../reach/period.ts'
import { renderReport } from '../reach/render.ts'
import { CliError, type Command } from './command.ts'

const formats = ['json', 'csv'] as const

/** `report --period P --unit CODE --format json|csv [--out F]`: the outreach and tip indicators. */
export const reportCommand: Command = {
  help: 'cli.reportHelp',
  async run(args, context) {
    const { values } = parseArgs({
      args: [...args],
      options: {
        period: { type: 'string', default: '' },
        unit: { type: 'string' },
        format: { type: 'string', default: 'json' },
        out: { type: 'string' },
      },
    })
    const format = formats.find((format) => format === values.format)
    if (format === undefined) throw new CliError(context.words('cli.formatNeeded', { formats: formats.join(', ') }))
    const base = await context.base()
    const period = parsePeriod(values.period, dayInVietnam(base.clock.now()))
    if (period === undefined) throw new CliError(context.words('cli.badPeriod', { period: values.period }))
    const unit = values.unit ?? base.config.defaultUnit
    if ((await base.places.find(unit)) === undefined) throw new CliError(context.words('config.unitUnknown', { unit }))
    const { body } = renderReport(await createIndicators(base).report(unit, period), format, context.words)
    if (values.out === undefined) context.print(body.trimEnd())
    else writeFileSync(values.out, body)
  },
}
