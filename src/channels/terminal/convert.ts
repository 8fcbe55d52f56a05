import type { InboundMessage, OpenedMessage } from '../../core/message.ts'
import type { TerminalDeps } from './channel.ts'

/** A typed line as a message. */
export function toInbound(line: string, deps: Pick<TerminalDeps, 'name' | 'ids' | 'clock' | 'locale'>): InboundMessage {
  return {
    channel: 'terminal',
    externalId: deps.ids.id(),
    from: `terminal:${deps.name}`,
    text: line,
    attachments: [],
    receivedAt: deps.clock.now(),
    ...(deps.locale === undefined ? {} : { locale: deps.locale }),
  }
}

/** A message as it is written: its text, indented, and an empty line. */
export function toLines(message: OpenedMessage): string {
  return `${message.text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')}\n\n`
}
