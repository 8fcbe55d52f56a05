import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import type { Channel } from '../../core/channel.ts'
import { SendError } from '../../core/errors.ts'
import type { Clock, Ids } from '../../core/ports.ts'
import { toInbound, toLines } from './convert.ts'

export interface TerminalDeps {
  readonly input: Readable
  readonly output: Writable
  /** Who is typing: the address is `terminal:<name>`. */
  readonly name: string
  readonly locale?: string
  readonly ids: Ids
  readonly clock: Clock
}

/** A terminal channel also tells when its input has come to an end and everything typed has been answered. */
export interface TerminalChannel extends Channel {
  readonly ended: Promise<void>
}

/** Talks with one person on a terminal: a line is a message, choices are written as numbers. */
export function createTerminalChannel(deps: TerminalDeps): TerminalChannel {
  let lines: ReturnType<typeof createInterface> | undefined
  let isStopped = false
  let turns = Promise.resolve()
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  return {
    name: 'terminal',
    limits: { textLength: 4_000, quickReplies: 0 },
    addressesLast: false,
    routes: [],
    ended,
    async start(receive) {
      if (lines !== undefined) return
      lines = createInterface({ input: deps.input, terminal: false })
      lines.on('line', (line) => {
        const message = toInbound(line, deps)
        turns = turns
          .then(async () => (await receive(message)).settled)
          .catch(() => deps.output.write('?\n') as unknown as void)
      })
      lines.on('close', () => void turns.then(end))
    },
    async send(message) {
      if (isStopped) throw new SendError('unreachable', 'the terminal is closed')
      if (message.to !== `terminal:${deps.name}`)
        throw new SendError('rejected', 'nobody by that name is at this terminal')
      const text = toLines(message)
      await new Promise<void>((resolve, reject) => {
        deps.output.write(text, (error) =>
          error ? reject(new SendError('unreachable', 'the terminal is closed')) : resolve(),
        )
      })
      return { externalId: deps.ids.id() }
    },
    async stop() {
      isStopped = true
      lines?.close()
      await turns
    },
  }
}
