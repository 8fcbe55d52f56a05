import { parseArgs } from 'node:util'
import { createApp } from '../app.ts'
import { createTerminalChannel } from '../channels/terminal/channel.ts'
import type { Command } from './command.ts'

/** Talks to the bot in the terminal, on the real storage. */
export const chatCommand: Command = {
  help: 'cli.chatHelp',
  async run(args, context) {
    const { values } = parseArgs({
      args: [...args],
      options: { as: { type: 'string', default: 'me' }, locale: { type: 'string' } },
    })
    const base = await context.base()
    const channel = createTerminalChannel({
      input: context.input,
      output: context.output,
      name: values.as,
      ids: base.ids,
      clock: base.clock,
      ...(values.locale === undefined ? {} : { locale: values.locale }),
    })
    const app = await createApp(base, { channels: [channel] }).start({ listens: false })
    context.print(context.words('cli.chatHello'))
    await channel.ended
    await app.stop()
  },
}
