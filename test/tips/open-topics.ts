import { createTelegramApi } from '../../src/channels/telegram/api.ts'
import { createButtons } from '../../src/channels/telegram/buttons.ts'
import { createTopicChat } from '../../src/channels/telegram/topics.ts'
import { createLogs } from '../../src/logger.ts'
import { addMessage } from '../../src/tips/add-message.ts'
import { createOfficerTopics, type OfficerTopics, type OfficerTopicsDeps } from '../../src/tips/officer-topics.ts'
import { openActions, type OpenActions } from '../actions/open-actions.ts'
import { startFakeTelegram, type FakeTelegram } from '../support/fake-telegram.ts'
import { realContent } from '../support/test-app.ts'
import { storeTip } from './store-tip.ts'

export const group = -1_001_234_567_890
export const canary = 'Canary Hạc ở ngõ Quạ'

/** The topics of a fresh database on a fake Telegram that has its clock. */
export interface OpenTopics {
  readonly open: OpenActions
  readonly fake: FakeTelegram
  readonly logLines: readonly string[]
  /** What the process that runs now keeps. */
  topics(): OfficerTopics
  /** A second process, which knows nothing but the database. */
  another(chat?: number, change?: Partial<OfficerTopicsDeps>): OfficerTopics
  /** The process ends and another one takes its place. */
  restart(chat?: number, change?: Partial<OfficerTopicsDeps>): Promise<void>
  tip(change?: Parameters<typeof storeTip>[2]): ReturnType<typeof storeTip>
  add(tip: string, text: string, author?: 'tipster' | 'officer'): Promise<void>
  /** Runs once a second for so long, as the app does; or every so many seconds. */
  go(seconds: number, every?: number): Promise<void>
  posts(): ReturnType<FakeTelegram['botMessagesIn']>
  /** The titles of the topics. */
  codes(): readonly string[]
  calls(method: string): number
  close(): Promise<void>
}

export async function openTopics(): Promise<OpenTopics> {
  const open = await openActions()
  const fake = await startFakeTelegram({ now: () => open.clock.now().getTime() })
  fake.addForum(group)
  const logLines: string[] = []
  const logs = createLogs('debug', { write: (line: string) => void logLines.push(line) })
  const another: OpenTopics['another'] = (chat = group, change = {}) =>
    createOfficerTopics({
      ...open.base,
      translate: realContent().translate,
      publicUrl: 'https://la-chan.example',
      chat: createTopicChat(createTelegramApi(fake, 2_000), createButtons(), chat),
      showsWords: false,
      log: logs.area('officers'),
      ...change,
    })
  let topics = another()
  return {
    open,
    fake,
    logLines,
    topics: () => topics,
    another,
    async restart(chat, change) {
      await topics.stop()
      topics = another(chat, change)
    },
    tip: (change = {}) => storeTip(open.base, 'telegram:5550000001', { words: canary, ...change }),
    async add(id, text, author = 'tipster') {
      const stored = await open.base.storage.tips.find(id)
      if (stored === undefined) throw new Error('there is no such tip')
      const message = author === 'officer' ? { author, alias: 7, text } : { author, text }
      await open.base.storage.commit(addMessage(stored, message, open.clock.now(), open.base))
    },
    async go(seconds, every = 1) {
      for (let second = 0; second < seconds; second += every) {
        await topics.run()
        open.clock.advance(every * 1_000)
      }
    },
    posts: () => fake.botMessagesIn(group),
    codes: () => fake.topicsIn(group).map(({ name }) => name),
    calls: (method) => fake.calls.filter((call) => call.method === method).length,
    async close() {
      await topics.stop()
      await fake.close()
      await open.close()
    },
  }
}
