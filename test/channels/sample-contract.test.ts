import { createIds } from '../../src/ids.ts'
import { createTestClock } from '../support/test-app.ts'
import { describeChannel } from './channel-contract.ts'
import type { ChannelHarness, PlatformFault } from './contract/harness.ts'
import { createSampleChannel } from './sample/channel.ts'
import { createSamplePlatform, type Letter, type Reply } from './sample/platform.ts'

const people = { lan: '100', minh: '200' }

async function open(): Promise<ChannelHarness> {
  const clock = createTestClock()
  const platform = createSamplePlatform()
  const create = () => createSampleChannel({ platform, clock, ids: createIds() })
  let last: Letter | undefined
  const fault = (name: string, failure: PlatformFault['failure'], reply: Extract<Reply, { wrong: string }>) => ({
    name,
    failure,
    ...(reply.waitSeconds === undefined ? {} : { retryAfterMs: reply.waitSeconds * 1_000 }),
    plan: () => platform.faults.plan(reply),
  })
  const write: ChannelHarness['write'] = async (text, who = 'lan') => {
    last = await platform.write(people[who], text)
  }
  return {
    channel: create(),
    clock,
    nobody: 'zalo:999',
    write,
    writeUnheard: (text, who) => write(text, who).catch(() => undefined),
    shown: async (who = 'lan') => platform.phones.get(people[who]) ?? [],
    address: (who = 'lan') => `zalo:${people[who]}`,
    restart: async () => create(),
    secrets: () => ['canary-account'],
    log: () => '',
    breakPlatform: () => platform.faults.plan({ wrong: 'broken' }, 99),
    faults: [
      fault('a rate that is passed', 'throttled', { wrong: 'busy', waitSeconds: 7 }),
      fault('an error of its own', 'unreachable', { wrong: 'broken' }),
      fault('a person who refuses', 'opted-out', { wrong: 'forbidden' }),
      fault('an account that is closed', 'misconfigured', { wrong: 'account' }),
    ],
    repeat: async () => (last === undefined ? undefined : platform.hand(last)),
    retry: platform.handAll,
    close: async () => undefined,
  }
}

const words = 'the sample knows words alone'
describeChannel({
  name: 'the sample, which shows how little a channel needs',
  open,
  lacks: { buttons: words, locale: words, links: words, 'files in': words, 'files out': words },
})
