import { PassThrough } from 'node:stream'
import { createTerminalChannel } from '../../src/channels/terminal/channel.ts'
import type { Channel } from '../../src/core/channel.ts'
import { createIds } from '../../src/ids.ts'
import { createTestClock } from '../support/test-app.ts'
import { describeChannel } from './channel-contract.ts'
import type { ChannelHarness } from './contract/harness.ts'

/** Messages are indented and set apart by an empty line; what is not indented is no message. */
function messagesOn(screen: string): readonly string[] {
  const parts = screen.split(/\n\n(?=\S|$| {2}\S)/)
  return parts.filter((part) => part.startsWith('  ')).map((part) => part.replace(/^ {2}/gm, ''))
}

/** A terminal with one person before it. */
async function open(): Promise<ChannelHarness> {
  const clock = createTestClock()
  const input = new PassThrough()
  const output = new PassThrough()
  let screen = ''
  output.on('data', (chunk: Buffer) => (screen += chunk.toString()))
  // Typing tells nobody when the line was read: this counts what was handed in, taken or not.
  let written = 0
  let handed = 0
  let waiting: { readonly count: number; go(): void }[] = []
  const open = (): Channel => {
    const channel = createTerminalChannel({ input, output, name: 'lan', ids: createIds(), clock })
    return {
      ...channel,
      start: (receive) =>
        channel.start(async (message) => {
          try {
            return await receive(message)
          } finally {
            handed++
            for (const { go } of waiting.filter(({ count }) => count <= handed)) go()
            waiting = waiting.filter(({ count }) => count > handed)
          }
        }),
    }
  }
  return {
    channel: open(),
    clock,
    nobody: 'terminal:q7x-hoa',
    async write(text) {
      const count = ++written
      input.write(`${text}\n`)
      if (handed < count) await new Promise<void>((go) => waiting.push({ count, go }))
    },
    async writeUnheard(text) {
      written++
      input.write(`${text}\n`)
    },
    shown: async () => messagesOn(screen).map((text) => ({ text, buttons: [] })),
    address: () => 'terminal:lan',
    restart: async () => open(),
    secrets: () => [],
    log: () => screen.replace(/^ {2}.*$/gm, ''),
    breakPlatform: () => void output.destroy(),
    faults: [],
    close: async () => {
      input.end()
      output.destroy()
    },
  }
}

const lasting = 'a terminal that is gone does not come back'
const unheardOf = 'what stands on a screen cannot be asked about; a line twice is better than none'

describeChannel({
  name: 'the terminal',
  open,
  lacks: {
    repeats: 'a line is typed once: nothing repeats it',
    company: 'one person sits at a terminal',
    buttons: 'a terminal has none: choices are numbers',
    locale: 'a terminal is opened in a language',
    links: 'nobody follows a link to a terminal',
    'files in': 'a line holds no file',
    'files out': 'a line holds no file',
  },
  skips: {
    'hands in the lines of one message as one': 'each line is a message',
    'shows a repeated delivery once': unheardOf,
    'answers a repeated delivery as it did the first time': unheardOf,
    'calls each fault of its platform what it stands for': lasting,
    'tells how long to wait exactly as its platform does': 'nobody throttles a terminal',
    'tells no time to wait where its platform names none': lasting,
    'goes on after each fault that is over': lasting,
    'shows a delivery once that is refused first and repeated then': lasting,
    'still takes messages in after its sending failed': lasting,
    'lets nobody’s name or other ids of the platform in': 'a terminal knows none',
  },
})
