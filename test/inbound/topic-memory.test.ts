import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { purge } from '../../src/purge.ts'
import { dumpState } from '../support/dump-state.ts'
import { filesIn, findLeaks, tablesOf } from '../support/find-leaks.ts'
import { createMemoryChannel, type MemoryChannel } from '../support/memory-channel.ts'
import { startTestApp, type TestApp } from '../support/test-app.ts'

const lan = 'telegram:lan'
const question = 'mấy tuổi thì được kết hôn'
const topic = 'child-marriage'
const following = 'phạt bao nhiêu?'

let app: TestApp | undefined
afterEach(async () => {
  await app?.close()
  app = undefined
})

async function start(): Promise<{ readonly app: TestApp; readonly say: (text: string) => Promise<string> }> {
  let telegram: MemoryChannel | undefined
  app = await startTestApp({ channels: (clock) => [(telegram = createMemoryChannel('telegram', clock.now))] })
  const say = async (text: string) => {
    const before = telegram?.sent.length ?? 0
    await telegram?.write(lan, text)
    return (telegram?.sent ?? [])
      .slice(before)
      .map((message) => message.text)
      .join('\n')
  }
  return { app, say }
}

/** Every table, and every file as it lies on the disk, the write-ahead log among them. */
async function everything({ dataDir }: TestApp) {
  const state = await dumpState({ kind: 'sqlite', file: join(dataDir, 'la-chan.sqlite') })
  return { state, haystacks: [...tablesOf(state), ...filesIn(dataDir)] }
}

describe('what the last answer was about', () => {
  it('is remembered for a quarter of an hour, sealed', async () => {
    const { app, say } = await start()
    await say(question)
    app.clock.advance(14 * 60_000)
    expect(await say(following)).toContain('tảo hôn')
    const { state, haystacks } = await everything(app)
    expect(state.session).toHaveLength(1)
    expect(findLeaks(haystacks, [question, following, topic])).toEqual([])
  })

  it.each([
    ['after a quarter of an hour', async (app: TestApp) => app.clock.advance(15 * 60_000)],
    ['after leaving at once', undefined, '/thoat'],
    ['after erasing', undefined, '/xoa', '1'],
    ['after beginning a report', undefined, '/baotin', '/thoat'],
  ])('is forgotten %s: the same words get an ordinary answer', async (_when, wait, ...texts: readonly string[]) => {
    const { app, say } = await start()
    const alone = await say(following)
    expect(alone).not.toContain('tảo hôn')
    await say(question)
    await wait?.(app)
    for (const text of texts) await say(text)
    expect(await say(following)).toBe(alone)
  })

  it('leaves nothing behind once it is forgotten and purged', async () => {
    const { app, say } = await start()
    await say(question)
    await say(following)
    await say('thế còn ca sĩ Canary thì sao')
    expect((await everything(app)).state.session).toHaveLength(1)
    app.clock.advance(16 * 60_000)
    await purge(app.base)
    await app.base.storage.tidy()
    const { state, haystacks } = await everything(app)
    expect(state.session).toEqual([])
    expect(findLeaks(haystacks, [question, following, 'Canary', topic])).toEqual([])
    expect(haystacks.some(({ place }) => place.endsWith('-wal'))).toBe(true)
    expect(app.logLines.join('\n')).not.toContain(topic)
  })
})
