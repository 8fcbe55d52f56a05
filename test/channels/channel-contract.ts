import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { channelOf, platformId, type Accepted, type Address, type Channel } from '../../src/core/channel.ts'
import { SendError, sendFailures } from '../../src/core/errors.ts'
import type { InboundMessage, OpenedMessage } from '../../src/core/message.ts'

/** What a platform shows a person: the words and, where there are any, the buttons. */
export interface Shown {
  readonly text: string
  readonly buttons: readonly string[]
}

/** A channel on its platform (real or faked on loopback), and somebody who uses it. */
export interface ChannelHarness {
  readonly channel: Channel
  /** The somebody writes on the platform; resolves when the channel has handed it in, or was told that it would not. */
  write(text: string): Promise<void>
  /** What the somebody has been shown so far, oldest first. */
  shown(): Promise<readonly Shown[]>
  /** Where the somebody can be written to, once they have written. */
  address(): Address
  /** An address of this channel at which nobody is. */
  readonly nobody: Address
  /** Repeats the platform's last delivery as it would after a lost acknowledgement; undefined where it never does. */
  readonly repeat?: () => Promise<void>
  /** Makes the platform fail for a while; undefined where there is nothing that could. */
  readonly breakPlatform?: () => void
  close(): Promise<void>
}

export interface ChannelCase {
  readonly name: string
  open(): Promise<ChannelHarness>
  /** Cases this channel cannot pass, with the reason. */
  readonly skips?: Readonly<Record<string, string>>
}

const vietnamese = 'Em ở xã Sông Mây, “đang lo lắm” – giúp em với'

/** The contract that every channel keeps; a case is skipped only with a reason. */
export function describeChannel(channelCase: ChannelCase): void {
  describe(`the channel contract on ${channelCase.name}`, () => {
    let harness: ChannelHarness
    let received: InboundMessage[]
    let answer: (message: InboundMessage) => Promise<Accepted>

    beforeEach(async () => {
      harness = await channelCase.open()
      received = []
      answer = async () => ({ repeat: false, settled: Promise.resolve() })
      await harness.channel.start((message) => {
        received.push(message)
        return answer(message)
      })
    })
    afterEach(async () => {
      await harness.channel.stop()
      await harness.close()
    })

    const check = (name: string, test: () => Promise<void>): void => {
      const reason = channelCase.skips?.[name]
      if (reason === undefined) it(name, test)
      else it.skip(`${name} (${reason})`, test)
    }
    const message = (more: Partial<OpenedMessage> = {}): OpenedMessage => ({
      to: harness.address(),
      text: 'Chào bạn',
      priority: 'reply',
      ...more,
    })
    const hello = async () => {
      await harness.write('xin chào')
    }
    const lastShown = async () => (await harness.shown()).at(-1)
    const failureOf = async (sending: Promise<unknown>): Promise<SendError> => {
      const error = await sending.then(
        () => undefined,
        (error: unknown) => error,
      )
      expect(error).toBeInstanceOf(SendError)
      return error as SendError
    }

    describe('taking messages in', () => {
      check('hands in what was written', async () => {
        await harness.write('trẻ em là bao nhiêu tuổi')
        expect(received.map(({ text }) => text)).toEqual(['trẻ em là bao nhiêu tuổi'])
      })
      check('names itself and the contact', async () => {
        await hello()
        expect(received[0]?.channel).toBe(harness.channel.name)
        expect(channelOf(received[0]?.from ?? 'web:')).toBe(harness.channel.name)
        expect(platformId(received[0]?.from ?? 'web:')).not.toBe('')
      })
      check('keeps Vietnamese as it was written', async () => {
        await harness.write(vietnamese)
        expect(received[0]?.text.normalize('NFC')).toBe(vietnamese.normalize('NFC'))
      })
      check('keeps emoji whole', async () => {
        await harness.write('cứu em 🆘 👩‍👧')
        expect(received[0]?.text).toBe('cứu em 🆘 👩‍👧')
      })
      check('hands in decomposed text without losing a mark', async () => {
        await harness.write('trẻ em'.normalize('NFD'))
        expect(received[0]?.text.normalize('NFC')).toBe('trẻ em')
      })
      check('hands in commands unchanged', async () => {
        await harness.write('/ma 1234-5678-9012-3452')
        expect(received[0]?.text).toBe('/ma 1234-5678-9012-3452')
      })
      check('hands in text that looks like markup unchanged', async () => {
        await harness.write('<b>x</b> & {{y}} *z* _w_')
        expect(received[0]?.text).toBe('<b>x</b> & {{y}} *z* _w_')
      })
      check('gives every message its own external id', async () => {
        for (const text of ['một', 'hai', 'ba', 'ba']) await harness.write(text)
        expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(4)
      })
      check('keeps the order of what one contact writes', async () => {
        const texts = Array.from({ length: 12 }, (_, index) => `tin ${index}`)
        for (const text of texts) await harness.write(text)
        expect(received.map(({ text }) => text)).toEqual(texts)
      })
      check('knows one contact by one address', async () => {
        await harness.write('một')
        await harness.write('hai')
        expect(received[1]?.from).toBe(received[0]?.from)
        expect(harness.address()).toBe(received[0]?.from)
      })
      check('tells when a message came', async () => {
        await hello()
        expect(received[0]?.receivedAt).toBeInstanceOf(Date)
        expect(Number.isNaN(received[0]?.receivedAt.getTime())).toBe(false)
      })
      check('carries no attachment where none was sent', async () => {
        await hello()
        expect(received[0]?.attachments).toEqual([])
      })
      check('hands the same message in under the same id when the platform repeats it', async () => {
        await hello()
        await harness.repeat?.()
        expect(received.length).toBeGreaterThan(1)
        expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(1)
      })
      check('goes on after a message that could not be taken in', async () => {
        answer = () => Promise.reject(new Error('storage is down'))
        await harness.write('một').catch(() => undefined)
        answer = async () => ({ repeat: false, settled: Promise.resolve() })
        await harness.write('hai')
        expect(received.at(-1)?.text).toBe('hai')
      })
    })

    describe('sending', () => {
      check('shows what is sent', async () => {
        await hello()
        await harness.channel.send(message({ text: 'Trẻ em là người dưới 16 tuổi.' }))
        expect((await lastShown())?.text).toContain('Trẻ em là người dưới 16 tuổi.')
      })
      check('answers with an id of the platform', async () => {
        await hello()
        expect((await harness.channel.send(message())).externalId).not.toBe('')
      })
      check('keeps lines apart', async () => {
        await hello()
        await harness.channel.send(message({ text: 'một\nhai\n\nba' }))
        expect(
          (await lastShown())?.text
            .split('\n')
            .map((line) => line.trim())
            .filter((line) => line !== ''),
        ).toEqual(['một', 'hai', 'ba'])
      })
      check('shows markup as text', async () => {
        await hello()
        await harness.channel.send(message({ text: '<b>x</b> & *z* [w](http://v)' }))
        expect((await lastShown())?.text).toContain('<b>x</b> & *z* [w](http://v)')
      })
      check('shows messages in the order of sending', async () => {
        await hello()
        const texts = Array.from({ length: 12 }, (_, index) => `trả lời ${index}.`)
        for (const text of texts) await harness.channel.send(message({ text }))
        const shown = (await harness.shown()).map(({ text }) => text.trim())
        expect(shown.slice(-12)).toEqual(texts)
      })
      check('takes a text of exactly its limit', async () => {
        await hello()
        const text = 'ă'.repeat(harness.channel.limits.textLength)
        await harness.channel.send(message({ text }))
        expect((await lastShown())?.text.trim()).toBe(text)
      })
      check('shows its buttons, in order', async () => {
        if (harness.channel.limits.quickReplies === 0) return
        await hello()
        const quickReplies = Array.from({ length: Math.min(4, harness.channel.limits.quickReplies) }, (_, index) => ({
          label: `Mục ${index}`,
          value: `/muc m${index}`,
        }))
        await harness.channel.send(message({ quickReplies }))
        expect((await lastShown())?.buttons).toEqual(quickReplies.map(({ label }) => label))
      })
      check('takes as many buttons as it says', async () => {
        if (harness.channel.limits.quickReplies === 0) return
        await hello()
        const quickReplies = Array.from({ length: harness.channel.limits.quickReplies }, (_, index) => ({
          label: `Mục ${index}`,
          value: String(index),
        }))
        await harness.channel.send(message({ quickReplies }))
        expect((await lastShown())?.buttons).toHaveLength(quickReplies.length)
      })
      check('sends sources along without an error', async () => {
        await hello()
        const citations = [{ document: '102/2016/QH13', article: 'Điều 1', title: 'Luật Trẻ em 2016' }]
        await harness.channel.send(message({ citations }))
        expect((await lastShown())?.text).toContain('Chào bạn')
      })
      check('shows a repeated delivery once', async () => {
        await hello()
        const before = (await harness.shown()).length
        await harness.channel.send(message({ deliveryId: 'delivery-1' }))
        await harness.channel.send(message({ deliveryId: 'delivery-1' }))
        expect((await harness.shown()).length).toBe(before + 1)
      })
      check('refuses an address at which nobody is, for good', async () => {
        await hello()
        const { failure } = await failureOf(harness.channel.send(message({ to: harness.nobody })))
        expect(['rejected', 'opted-out', 'window-closed']).toContain(failure)
      })
      check('names neither words nor addresses in its failures', async () => {
        await hello()
        const error = await failureOf(harness.channel.send(message({ to: harness.nobody, text: 'bí mật của em' })))
        expect(sendFailures).toContain(error.failure)
        expect(error.message).not.toContain('bí mật')
        expect(error.message).not.toContain(platformId(harness.nobody))
      })
      check('calls a platform that does not answer unreachable', async () => {
        await hello()
        harness.breakPlatform?.()
        expect((await failureOf(harness.channel.send(message()))).failure).toBe('unreachable')
      })
      check('can write to a contact who wrote before, at any later time', async () => {
        await hello()
        await harness.write('còn nữa')
        await harness.channel.send(message({ text: 'cán bộ trả lời', priority: 'tip' }))
        expect((await lastShown())?.text).toContain('cán bộ trả lời')
      })
    })

    describe('its life', () => {
      check('has one of the known names, and limits that make sense', async () => {
        expect(['telegram', 'zalo', 'web', 'terminal']).toContain(harness.channel.name)
        expect(harness.channel.limits.textLength).toBeGreaterThanOrEqual(1_000)
        expect(harness.channel.limits.quickReplies).toBeGreaterThanOrEqual(0)
      })
      check('mounts each route once, on paths from the root', async () => {
        const routes = harness.channel.routes.map(({ method, path }) => `${method} ${path}`)
        expect(new Set(routes).size).toBe(routes.length)
        for (const { path } of harness.channel.routes) expect(path.startsWith('/')).toBe(true)
      })
      check('stays off the officers’ pages, health and metrics', async () => {
        for (const { path } of harness.channel.routes) expect(path).not.toMatch(/^\/(console|healthz|readyz|metrics)/)
      })
      check('sends nothing after it has stopped, and says so with a failure', async () => {
        await hello()
        await harness.channel.stop()
        expect((await failureOf(harness.channel.send(message()))).failure).toBe('unreachable')
      })
      check('may be stopped twice', async () => {
        await harness.channel.stop()
        await harness.channel.stop()
      })
    })
  })
}
