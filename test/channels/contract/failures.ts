import { expect } from 'vitest'
import { platformId } from '../../../src/core/channel.ts'
import { sendFailures, type SendFailure } from '../../../src/core/errors.ts'
import { leaksIn, type Check } from './talk.ts'

const final: readonly SendFailure[] = ['rejected', 'opted-out', 'window-closed', 'misconfigured']
const secret = 'bí mật của riêng em'

/** What a channel makes of a platform that fails. */
export function describeFailures(check: Check): void {
  check('calls each fault of its platform what it stands for', async (talk) => {
    const { harness, channel, hello, message, failureOf } = talk
    await hello()
    const told: (readonly [string, string])[] = []
    for (const { name, failure, plan } of harness.faults) {
      plan()
      const error = await failureOf(channel.send(message()))
      expect(sendFailures, name).toContain(error.failure)
      told.push([name, failure === 'passing' && !final.includes(error.failure) ? 'passing' : error.failure])
    }
    expect(told).toEqual(harness.faults.map(({ name, failure }) => [name, failure]))
  })
  check('tells how long to wait exactly as its platform does', async ({ harness, channel, ...talk }) => {
    await talk.hello()
    const named = harness.faults.filter(({ retryAfterMs }) => retryAfterMs !== undefined)
    expect(named.length).toBeGreaterThan(0)
    for (const { retryAfterMs, plan } of named) {
      plan()
      const error = await talk.failureOf(channel.send(talk.message()))
      expect([error.failure, error.retryAfterMs]).toEqual(['throttled', retryAfterMs])
    }
  })
  check('tells no time to wait where its platform names none', async ({ harness, channel, ...talk }) => {
    await talk.hello()
    for (const { retryAfterMs, plan } of harness.faults.filter((fault) => fault.retryAfterMs === undefined)) {
      plan()
      expect((await talk.failureOf(channel.send(talk.message()))).retryAfterMs).toBe(retryAfterMs)
    }
  })
  check('goes on after each fault that is over', async ({ harness, channel, ...talk }) => {
    await talk.hello()
    for (const { name, plan } of harness.faults) {
      plan()
      await talk.failureOf(channel.send(talk.message()))
      await talk.send({ text: `sau ${name}` })
      expect((await talk.last()).text.trim()).toBe(`sau ${name}`)
    }
  })
  check('shows a delivery once that is refused first and repeated then', async ({ harness, channel, ...talk }) => {
    await talk.hello()
    const refusals = harness.faults.filter(({ failure }) => failure !== 'passing')
    for (const [index, { plan }] of refusals.entries()) {
      const delivery = talk.message({ text: `lần ${index}`, deliveryId: `delivery-${index}` })
      plan()
      await talk.failureOf(channel.send(delivery))
      await channel.send(delivery)
    }
    expect((await talk.shownTexts()).filter((text) => text.startsWith('lần'))).toEqual(
      refusals.map((_, index) => `lần ${index}`),
    )
  })
  check('names neither words nor addresses nor secrets in any failure', async ({ harness, channel, ...talk }) => {
    await talk.hello()
    const errors = [await talk.failureOf(channel.send(talk.message({ to: harness.nobody, text: secret })))]
    for (const { plan } of harness.faults) {
      plan()
      errors.push(await talk.failureOf(channel.send(talk.message({ text: secret }))))
    }
    const told = errors.map(
      (error) => `${error.message} ${error.stack} ${String(error.cause)} ${JSON.stringify(error)}`,
    )
    const never = [secret, platformId(harness.nobody), ...harness.secrets()]
    expect(leaksIn(told.join('\n'), never)).toEqual([])
  })
  check('never gives up for good on a platform that is away', async ({ harness, channel, ...talk }) => {
    await talk.hello()
    harness.breakPlatform()
    for (const _try of [1, 2]) {
      const { failure } = await talk.failureOf(channel.send(talk.message()))
      expect(sendFailures).toContain(failure)
      expect(final).not.toContain(failure)
    }
  })
  check('still takes messages in after its sending failed', async ({ harness, channel, ...talk }) => {
    await talk.hello()
    harness.faults[0]?.plan()
    const sending = await channel.send(talk.message()).catch(() => undefined)
    if (harness.faults.length > 0) expect(sending).toBeUndefined()
    await harness.write('em vẫn đây')
    expect(talk.received.at(-1)?.text).toBe('em vẫn đây')
  })
}
