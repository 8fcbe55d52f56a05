import { expect, vi } from 'vitest'
import { taken, type Check } from './talk.ts'

/** When and how often messages come in. */
export function describeArrival(check: Check): void {
  check('keeps the order of what one contact writes', async ({ harness, received }) => {
    const texts = Array.from({ length: 12 }, (_, index) => `tin ${index}`)
    for (const text of texts) await harness.write(text)
    expect(received.map(({ text }) => text)).toEqual(texts)
  })
  check(
    'keeps the order of each of two contacts who write in turns',
    async ({ harness, received }) => {
      for (let count = 0; count < 6; count++) {
        await harness.write(`lan ${count}`, 'lan')
        await harness.write(`minh ${count}`, 'minh')
      }
      for (const who of ['lan', 'minh'] as const)
        expect(received.filter(({ from }) => from === harness.address(who)).map(({ text }) => text)).toEqual(
          [0, 1, 2, 3, 4, 5].map((count) => `${who} ${count}`),
        )
    },
    { needs: 'company' },
  )
  check('takes in all that is written at the same moment, each once', async ({ harness, ...talk }) => {
    await talk.hello()
    const texts = Array.from({ length: 10 }, (_, index) => `cùng lúc ${index}`)
    await Promise.all(texts.map((text) => harness.write(text)))
    expect(
      talk.received
        .slice(1)
        .map(({ text }) => text)
        .toSorted(),
    ).toEqual(texts)
  })
  check('takes in the same words each time they are written', async ({ harness, received }) => {
    for (const text of ['có', 'có', 'có']) await harness.write(text)
    expect(received.map(({ text }) => text)).toEqual(['có', 'có', 'có'])
    expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(3)
  })
  check(
    'gives the messages of two contacts different ids',
    async ({ harness, received }) => {
      for (const who of ['lan', 'minh', 'lan', 'minh'] as const) await harness.write('ba', who)
      expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(4)
    },
    { needs: 'company' },
  )
  check('gives ids that are neither empty nor long', async ({ received, hello }) => {
    await hello()
    expect(received[0]?.externalId).toMatch(/^\S{1,300}$/)
  })
  check(
    'hands a message that the platform repeats in under the same id',
    async ({ harness, received, hello }) => {
      await hello()
      await harness.repeat?.()
      await harness.repeat?.()
      expect(received.length).toBeGreaterThan(1)
      expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(1)
      expect(new Set(received.map(({ from, text }) => `${from} ${text}`)).size).toBe(1)
    },
    { needs: 'repeats' },
  )
  check(
    'gets a message that could not be taken in again, under the same id',
    async (talk) => {
      await talk.hello()
      talk.answer = () => Promise.reject(new Error('storage is down'))
      await talk.harness.writeUnheard('cứu em')
      await vi.waitFor(() => expect(talk.received.length).toBeGreaterThan(1))
      talk.answer = taken
      const before = talk.received.length
      await talk.harness.retry?.()
      expect(talk.received.length).toBeGreaterThan(before)
      expect(new Set(talk.received.map(({ externalId }) => externalId)).size).toBe(2)
      expect(new Set(talk.texts())).toEqual(new Set(['xin chào', 'cứu em']))
    },
    { needs: 'repeats' },
  )
  check('goes on after a message that could not be taken in', async (talk) => {
    talk.answer = () => Promise.reject(new Error('storage is down'))
    await talk.harness.write('một').catch(() => undefined)
    talk.answer = taken
    await talk.harness.write('hai')
    expect(talk.received.at(-1)?.text).toBe('hai')
  })
  check('goes on after a fault that is no error', async (talk) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
    talk.answer = () => Promise.reject(undefined)
    await talk.harness.write('một').catch(() => undefined)
    talk.answer = taken
    await talk.harness.write('hai')
    expect(talk.received.at(-1)?.text).toBe('hai')
  })
  check(
    'holds up nobody else while one message is being taken in',
    async (talk) => {
      const { harness, received } = talk
      await talk.hello('lan')
      await talk.hello('minh')
      let goOn = (): void => undefined
      const waiting = new Promise<void>((resolve) => (goOn = resolve))
      talk.answer = async (message) => {
        if (message.text === 'chậm') await waiting
        return taken()
      }
      const slow = harness.writeUnheard('chậm', 'lan')
      await vi.waitFor(() => expect(received.at(-1)?.text).toBe('chậm'))
      await harness.write('nhanh', 'minh')
      expect(received.at(-1)?.text).toBe('nhanh')
      goOn()
      await slow
    },
    { needs: 'company' },
  )
  check(
    'takes nothing in before it has started',
    async (talk) => {
      const early = talk.harness.writeUnheard('sớm')
      await new Promise((resolve) => setTimeout(resolve, 20))
      expect(talk.received).toEqual([])
      await talk.start()
      await early
      await talk.harness.write('sau')
      expect(talk.texts().at(-1)).toBe('sau')
      expect(talk.texts().filter((text) => text === 'sớm').length).toBeLessThan(2)
    },
    { isIdle: true },
  )
  check('takes nothing in after it has stopped', async (talk) => {
    await talk.hello()
    await talk.channel.stop()
    await talk.harness.writeUnheard('muộn')
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(talk.texts()).toEqual(['xin chào'])
  })
}
