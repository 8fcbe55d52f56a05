import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { createTerminalChannel, type TerminalChannel } from '../../src/channels/terminal/channel.ts'
import { toInbound, toLines } from '../../src/channels/terminal/convert.ts'
import { fitMessage } from '../../src/core/fit.ts'
import type { InboundMessage } from '../../src/core/message.ts'
import { createIds } from '../../src/ids.ts'
import { createMemoryChannel } from '../support/memory-channel.ts'
import { createTestClock, startTestApp } from '../support/test-app.ts'

const clock = createTestClock()
const ids = createIds()

interface Terminal {
  readonly channel: TerminalChannel
  readonly input: PassThrough
  readonly output: PassThrough
  /** Everything that stands on the screen. */
  screen(): string
}

function openTerminal(more: { readonly locale?: string } = {}): Terminal {
  const input = new PassThrough()
  const output = new PassThrough()
  let screen = ''
  output.on('data', (chunk: Buffer) => (screen += chunk.toString()))
  const channel = createTerminalChannel({ input, output, name: 'lan', ids, clock, ...more })
  return { channel, input, output, screen: () => screen }
}

describe('the terminal', () => {
  it('takes each line for one message of whoever sits there, in the order they are typed', async () => {
    const { channel, input } = openTerminal({ locale: 'en' })
    const received: InboundMessage[] = []
    await channel.start(async (message) => {
      received.push(message)
      return { repeat: false, settled: Promise.resolve() }
    })
    input.end('một\r\nhai\n\nba')
    await channel.ended
    expect(received.map(({ text }) => text)).toEqual(['một', 'hai', '', 'ba'])
    for (const { from, locale, receivedAt } of received) {
      expect([from, locale, receivedAt]).toEqual(['terminal:lan', 'en', clock.now()])
    }
  })

  it('waits for the answer to one line before it hands in the next', async () => {
    const { channel, input } = openTerminal()
    const order: string[] = []
    await channel.start(async ({ text }) => {
      order.push(`in ${text}`)
      const settled = new Promise<void>((resolve) =>
        setTimeout(() => {
          order.push(`out ${text}`)
          resolve()
        }, 10),
      )
      return { repeat: false, settled }
    })
    input.end('1\n2\n3\n')
    await channel.ended
    expect(order).toEqual(['in 1', 'out 1', 'in 2', 'out 2', 'in 3', 'out 3'])
  })

  it('shows a mark where a line could not be taken in, and goes on', async () => {
    const { channel, input, screen } = openTerminal()
    let count = 0
    await channel.start(async () => {
      if (++count === 1) throw new Error('the disk is full')
      return {
        repeat: false,
        settled: channel.send({ to: 'terminal:lan', text: 'ừ', priority: 'reply' }).then(() => undefined),
      }
    })
    input.end('1\n2\n')
    await channel.ended
    expect(screen()).toBe('?\n  ừ\n\n')
  })

  it('stops only when the turn under way is over', async () => {
    const { channel, input } = openTerminal()
    let goOn = (): void => undefined
    let isTaken = (): void => undefined
    const taken = new Promise<void>((resolve) => (isTaken = resolve))
    await channel.start(async () => {
      isTaken()
      return { repeat: false, settled: new Promise<void>((resolve) => (goOn = resolve)) }
    })
    input.write('1\n')
    await taken
    let isStopped = false
    const stopping = channel.stop().then(() => (isStopped = true))
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(isStopped).toBe(false)
    goOn()
    await stopping
  })

  it('writes choices as numbers, since it has no buttons', () => {
    const { channel } = openTerminal()
    const quickReplies = [
      { label: 'Gửi', value: 'send' },
      { label: 'Huỷ', value: 'cancel' },
    ]
    const [shown, ...more] = fitMessage(
      { to: 'terminal:lan', text: 'Bạn gửi chứ?', quickReplies, priority: 'reply' },
      channel.limits,
    )
    expect(more).toEqual([])
    expect(toLines(shown ?? { to: 'terminal:lan', text: '', priority: 'reply' })).toBe(
      '  Bạn gửi chứ?\n  \n  1. Gửi\n  2. Huỷ\n\n',
    )
  })

  it('gives every line an id of its own, and no language unless one was asked for', () => {
    const lines = ['a', 'a'].map((line) => toInbound(line, { name: 'lan', ids, clock }))
    expect(new Set(lines.map(({ externalId }) => externalId)).size).toBe(2)
    expect(lines[0]).not.toHaveProperty('locale')
  })

  it('carries a whole conversation, chosen by numbers', async () => {
    const { input, output } = openTerminal()
    let screen = ''
    output.on('data', (chunk: Buffer) => (screen += chunk.toString()))
    let ended = Promise.resolve()
    const app = await startTestApp({
      channels(appClock, base) {
        const channel = createTerminalChannel({ input, output, name: 'lan', ids: base.ids, clock: appClock })
        ended = channel.ended
        return [channel, createMemoryChannel('zalo', appClock.now)]
      },
    })
    input.end(['/baotin', 'bé nhà bên buồn', '5', 'thanh hoa', '3', '1', '1'].join('\n'))
    await ended
    expect(screen).toMatch(/Mã tra cứu của bạn: \d{4}-\d{4}-\d{4}-\d{4}/)
    const [tip] = await app.base.storage.tips.list({ units: ['38'], limit: 10 })
    expect(tip).toMatchObject({ kind: 'neglect', safety: 'safe', unit: '38' })
    await app.close()
  })
})
