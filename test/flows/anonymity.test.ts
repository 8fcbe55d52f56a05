import { afterEach, expect, it } from 'vitest'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { realContent, startTestApp, type TestApp } from '../support/test-app.ts'

let app: TestApp
afterEach(() => app.close())

it.each([
  ['zalo', 'vi'],
  ['zalo', 'en'],
  ['telegram', 'vi'],
] as const)(
  'on %s (%s) what anonymity covers is said in a few words, with the more private way, before anything is told',
  async (name, locale) => {
    let channel: MemoryChannel | undefined
    app = await startTestApp({ channels: (clock) => [(channel = createMemoryChannel(name, clock.now))] })
    await channel?.write(`${name}:1`, '/baotin', { locale })
    const [anonymity = '', question = '', ...more] = (channel?.sent ?? []).map(({ text }) => text)
    const words = realContent().translate(locale)
    expect(anonymity).toBe(words('tip.anonymityChat', { url: 'http://localhost:8080' }))
    expect(anonymity).toContain('http://localhost:8080')
    expect(anonymity.split(/\s+/).length).toBeLessThanOrEqual(40)
    // No step more for somebody in a hurry: the first question comes with it.
    expect(question).toContain(words('tip.words'))
    expect(more).toEqual([])
  },
)

it.each([
  ['/baotin', 'tip.anonymityChatOnly'],
  ['/start', 'start.anonymityChatOnly'],
] as const)(
  '%s names no page where its address is not set: a phone could not open this machine’s own',
  async (text, key) => {
    let channel: MemoryChannel | undefined
    app = await startTestApp({
      channels: (clock) => [(channel = createMemoryChannel('zalo', clock.now))],
      env: { PUBLIC_URL: '' },
    })
    await channel?.write('zalo:1', text)
    const said = (channel?.sent ?? []).map((message) => message.text)
    expect(said.some((each) => each.includes(realContent().translate('vi')(key)))).toBe(true)
    expect(said.join()).not.toMatch(/https?:/)
  },
)
