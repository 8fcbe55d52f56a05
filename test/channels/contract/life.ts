import { expect, vi } from 'vitest'
import { channelNames } from '../../../src/core/channel.ts'
import { SendError } from '../../../src/core/errors.ts'
import { loadTranslate } from '../../../src/translate.ts'
import { leaksIn, taken, type Check, type Talk } from './talk.ts'

/** Starting, stopping, starting again, and what a channel is made of. */
export function describeLife(check: Check): void {
  check('has one of the known names', async ({ channel }) => {
    expect(channelNames).toContain(channel.name)
  })
  check('has a name in every language that reports are written in', async ({ channel }) => {
    const translate = loadTranslate('locales')
    for (const locale of translate.locales) expect(translate(locale)(`reach.channel.${channel.name}`)).toMatch(/^\S/)
  })
  check('has limits that make sense', async ({ channel }) => {
    const { textLength, quickReplies } = channel.limits
    expect(Number.isInteger(textLength) && textLength >= 1_000).toBe(true)
    expect(Number.isInteger(quickReplies) && quickReplies >= 0).toBe(true)
  })
  check('mounts each route once, on exact paths from the root', async ({ channel }) => {
    const routes = channel.routes.map(({ method, path }) => `${method} ${path}`)
    expect(new Set(routes).size).toBe(routes.length)
    for (const route of routes) expect(route).toMatch(/^(GET|POST) \/[\w./-]*$/)
  })
  check('stays off the officers’ pages, health and metrics', async ({ channel }) => {
    for (const { path } of channel.routes) expect(path).not.toMatch(/^\/(console|healthz|readyz|metrics)/)
  })
  check('answers whatever is posted to its routes, and does nothing of it', async ({ channel, received, harness }) => {
    const bodies = [
      '',
      '{',
      '[]',
      'null',
      '{"update_id":{}}',
      '{"event_name":7}',
      '{"text":null}',
      '\u0000'.repeat(999),
    ]
    for (const { method, path, handle } of channel.routes)
      for (const body of bodies) {
        const request = new Request(`http://127.0.0.1${path}`, { method, ...(method === 'GET' ? {} : { body }) })
        const { status } = await handle(request, '192.0.2.1')
        expect(status, `${method} ${path} ${body.slice(0, 20)}`).toBeLessThan(500)
      }
    expect(received).toEqual([])
    await harness.write('em đây')
    expect(received).toHaveLength(1)
  })

  check('hands a message in once, however often it was started', async ({ start, harness, received }) => {
    await start()
    await harness.write('một')
    await harness.write('hai')
    expect(received.map(({ text }) => text)).toEqual(['một', 'hai'])
  })
  check('may be stopped twice, also at the same moment', async ({ channel, hello }) => {
    await hello()
    await Promise.all([channel.stop(), channel.stop()])
    await channel.stop()
  })
  check('may be stopped before it was started', async ({ channel }) => channel.stop(), { isIdle: true })
  check('stops only when what was being taken in has been', async (talk) => {
    let store = (): void => undefined
    talk.answer = () => new Promise((resolve) => (store = () => void taken().then(resolve)))
    const writing = talk.harness.writeUnheard('đang gửi')
    await vi.waitFor(() => expect(talk.received).toHaveLength(1))
    let isStopped = false
    const stopping = talk.channel.stop().then(() => (isStopped = true))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(isStopped).toBe(false)
    store()
    await stopping
    await writing
    expect(talk.texts()).toEqual(['đang gửi'])
  })
  check('either shows what is being sent while it stops, or says that it did not', async (talk) => {
    await talk.hello()
    const sending = talk.send({ text: 'sắp dừng' }).catch((error: unknown) => error)
    await talk.channel.stop()
    const became = await sending
    const shown = (await talk.shownTexts()).filter((text) => text === 'sắp dừng')
    expect(shown.length).toBe(became instanceof SendError ? 0 : 1)
    expect(typeof became === 'string' || became instanceof SendError).toBe(true)
  })
  check('sends nothing after it has stopped, and says that it may be tried later', async (talk) => {
    await talk.hello()
    const before = await talk.shownTexts()
    await talk.channel.stop()
    expect((await talk.failureOf(talk.send())).failure).toBe('unreachable')
    expect(await talk.shownTexts()).toEqual(before)
  })

  check('takes messages in after a restart', async ({ restart, harness, ...talk }) => {
    await talk.hello()
    await restart()
    await harness.write('em quay lại')
    expect(talk.received.at(-1)?.text).toBe('em quay lại')
  })
  check('knows a contact by the same address after a restart', async ({ restart, harness, received }) => {
    await harness.write('trước')
    await restart()
    await harness.write('sau')
    expect(received.at(-1)?.from).toBe(received[0]?.from)
  })
  check('writes to somebody after a restart who wrote before it', async ({ restart, hello, send, last }) => {
    await hello()
    await restart()
    await send({ text: 'vẫn ở đây' })
    expect((await last()).text.trim()).toBe('vẫn ở đây')
  })
  check('gives ids after a restart that it never gave before', async ({ restart, harness, received }) => {
    for (const text of ['một', 'hai']) await harness.write(text)
    await restart()
    for (const text of ['ba', 'bốn']) await harness.write(text)
    expect(new Set(received.map(({ externalId }) => externalId)).size).toBe(received.length)
    expect(received).toHaveLength(4)
  })
  check('gets what was written while it was away, once', async (talk) => {
    await talk.hello()
    await talk.channel.stop()
    await talk.harness.writeUnheard('lúc bạn vắng')
    await talk.restart()
    await vi.waitFor(() => expect(talk.texts()).toContain('lúc bạn vắng'))
    await talk.harness.write('sau đó')
    expect(talk.texts()).toEqual(['xin chào', 'lúc bạn vắng', 'sau đó'])
  })
}

/** What a channel must never know, and never say in the log. */
export function describeDiscretion(check: Check): void {
  const canaries = ['một-lời-riêng-tư', 'canary-giá-trị', 'canary-nhãn'] as const
  const quickReplies = [{ label: canaries[2], value: canaries[1] }]
  const nothingLogged = ({ harness }: Talk, more: readonly string[] = []) =>
    expect(leaksIn(harness.log(), [...canaries, ...harness.secrets(), ...more])).toEqual([])

  check('lets nobody’s name or other ids of the platform in', async ({ harness, received, hello }) => {
    await hello()
    const [message] = received
    const others = harness.secrets().filter((secret) => message?.from.endsWith(`:${secret}`) !== true)
    expect(others.length).toBeGreaterThan(0)
    expect(leaksIn(JSON.stringify(message), others)).toEqual([])
  })
  check('logs nothing of what is written', async (talk) => {
    await talk.harness.write(canaries[0])
    nothingLogged(talk)
  })
  check('logs nothing of what is sent', async (talk) => {
    await talk.hello()
    await talk.send({ text: canaries[0], deliveryId: 'delivery-1' })
    await talk.send({ text: canaries[0], quickReplies: talk.channel.limits.quickReplies > 0 ? quickReplies : [] })
    nothingLogged(talk)
  })
  check('logs nothing of a message that could not be taken in', async (talk) => {
    talk.answer = () => Promise.reject(new Error(`could not store ${canaries[0]} of ${talk.received[0]?.from}`))
    await talk.harness.writeUnheard(canaries[0])
    await vi.waitFor(() => expect(talk.received.length).toBeGreaterThan(0))
    talk.answer = taken
    await talk.harness.write('sau')
    nothingLogged(talk)
  })
  check('logs nothing of a message that could not be sent', async (talk) => {
    await talk.hello()
    for (const { plan } of talk.harness.faults) {
      plan()
      await talk.failureOf(talk.send({ text: canaries[0] }))
    }
    await talk.failureOf(talk.send({ to: talk.harness.nobody, text: canaries[0] }))
    nothingLogged(talk, [talk.harness.nobody])
  })
  check('logs nothing of what is posted to its routes', async (talk) => {
    for (const { method, path, handle } of talk.channel.routes) {
      const body = JSON.stringify({ update_id: canaries[0], text: 7, session: canaries[1], event_name: canaries[2] })
      const more = method === 'GET' ? {} : { body, headers: { 'x-zevent-signature': encodeURIComponent(canaries[0]) } }
      await handle(new Request(`http://127.0.0.1${path}?session=${canaries[1]}`, { method, ...more }), '192.0.2.77')
    }
    nothingLogged(talk, ['192.0.2.77'])
  })
  check('logs nothing of anybody when it stops and starts', async (talk) => {
    await talk.harness.write(canaries[0])
    await talk.restart()
    await talk.harness.write(canaries[0])
    nothingLogged(talk)
  })
}
