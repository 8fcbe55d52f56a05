import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { projectRoot } from '../base.ts'
import { loadContent } from '../content.ts'
import type { Command } from './command.ts'

/** Checks flows, knowledge, documents, locales, units and roster; every fault of all of them at once. */
export const checkCommand: Command = {
  help: 'cli.checkHelp',
  async run(args, context) {
    const { values } = parseArgs({ args: [...args], options: { root: { type: 'string' } } })
    const content = loadContent(values.root === undefined ? projectRoot : resolve(values.root), { lapsedIsFault: true })
    for (const warning of content.warnings) context.print(context.words('cli.checkWarning', { warning }))
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
