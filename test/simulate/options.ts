import { parseArgs } from 'node:util'
import { wordLocales, type WordLocale } from './words.ts'

/** What was asked for on the command line. */
export interface Asked {
  /** Where the page is; the bot is on the next port. */
  readonly port: number
  readonly isWebhook: boolean
  readonly wantsHelp: boolean
  readonly locale: WordLocale
}

/** Reads the options of `npm run simulate`; undefined when they make no sense. */
export function readOptions(args: readonly string[]): Asked | undefined {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '8090' },
        webhook: { type: 'boolean', default: false },
        lang: { type: 'string', default: 'vi' },
        help: { type: 'boolean', default: false },
      },
    })
    const port = Number(values.port)
    const locale = wordLocales.find((each) => each === values.lang)
    if (!Number.isInteger(port) || port < 1 || port > 65_534 || locale === undefined) return undefined
    return { port, isWebhook: values.webhook, wantsHelp: values.help, locale }
  } catch {
    return undefined
  }
}
