import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../project-root.ts'
import { loadContent, type Content } from '../content.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import { unitsToCall } from '../duty/unit-phone.ts'
import { entriesCiting } from '../knowledge/load.ts'
import { CliError, type CliContext, type Command } from './command.ts'

/** Checks flows, knowledge, documents, locales, units and roster; every fault of all of them at once. */
export const checkCommand: Command = {
  help: 'cli.checkHelp',
  async run(args, context) {
    const { values } = parseArgs({ args: [...args], options: { root: { type: 'string' }, impact: { type: 'string' } } })
    const content = loadContent(values.root === undefined ? projectRoot : resolve(values.root), { lapsedIsFault: true })
    if (values.impact !== undefined) return printImpact(values.impact, content, context)
    for (const warning of [...content.warnings, ...phoneWarnings(content, context)])
      context.print(context.words('cli.checkWarning', { warning }))
    context.print(
      context.words('cli.checkClean', {
        flows: content.flows.length,
        entries: content.entryCount,
        locales: content.translate.locales.length,
        units: content.units.length + content.sampleUnits.length,
      }),
    )
  },
}

/** Every entry that rests on a document of the register: what has to be read again when the document changes or ends. */
function printImpact(document: string, { knowledge }: Content, context: CliContext): void {
  if (!knowledge.documents.has(document)) throw new CliError(context.words('cli.noDocument', { document }))
  const entries = entriesCiting(knowledge, document)
  for (const { id, locale, title } of entries) context.print(`${locale}\t${id}\t${title}`)
  context.print(context.words('cli.impact', { count: entries.length, document }))
}

function phoneWarnings({ units, sampleUnits }: Content, { words }: CliContext): readonly string[] {
  return unitsToCall([...units, ...sampleUnits], dayInVietnam(new Date())).map(({ name, phone }) =>
    words('cli.checkPhone', { unit: name, number: phone?.number ?? '', day: phone?.verifiedOn ?? '' }),
  )
}
