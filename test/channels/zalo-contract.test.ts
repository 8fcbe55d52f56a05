import type { FakeAct } from '../support/fake-zalo-event.ts'
import type { FakeFault } from '../support/fake-zalo-fault.ts'
import { describeChannel } from './channel-contract.ts'
import type { Strip } from '../../src/core/message.ts'
import { metadataMark, type ChannelHarness, type PlatformFault } from './contract/harness.ts'
import { openZalo, type OpenZaloOptions } from './zalo-fixture.ts'

const people = { lan: '8123456789012345678', minh: '8999999999999999999' }
const firstRepeatMs = 30_000

/** Cuts where the metadata of the contract's files begins. */
const strip: Strip = async (bytes) => {
  const found = Buffer.from(bytes)
  if (found.includes('uncleanable')) return { refused: 'damaged' }
  const end = found.indexOf(metadataMark)
  return { kind: 'image', mediaType: 'image/jpeg', bytes: end === -1 ? bytes : bytes.slice(0, end) }
}

/** Zalo as a person's phone and the webhook show it. */
async function open(options: OpenZaloOptions): Promise<ChannelHarness> {
  const opened = await openZalo({ ...options, deps: { strip, ackMs: 2_000, ...options.deps }, isStarted: false })
  const { zalo, clock } = opened
  const does = async (act: FakeAct, who: keyof typeof people = 'lan') => {
    const status = await zalo.personDoes(people[who], act)
    if (status !== 200) throw new Error(`the webhook answered ${status}`)
  }
  const bringAgain = async () => {
    clock.advance(firstRepeatMs)
    await zalo.webhook.repeatDue()
  }
  const fault = (
    name: string,
    failure: PlatformFault['failure'],
    plan: FakeFault,
    retryAfterMs?: number,
  ): PlatformFault => ({
    name,
    failure,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    plan: () => zalo.fail('send', plan),
  })
  return {
    get channel() {
      return opened.channel
    },
    clock,
    nobody: 'zalo:7999999999999999999',
    write: (text, who) => does({ text }, who),
    writeUnheard: async (text, who = 'lan') => void (await zalo.personDoes(people[who], { text })),
    shown: async (who = 'lan') =>
      zalo.messagesTo(people[who]).map(({ text, buttons, file }) => ({
        text,
        buttons: buttons.map(({ title }) => title),
        ...(file === undefined ? {} : { file: file.bytes }),
      })),
    address: (who = 'lan') => `zalo:${people[who]}`,
    async restart() {
      const channel = opened.renew()
      const { start } = channel
      // What Zalo kept comes as soon as somebody is there again.
      return {
        ...channel,
        async start(receive) {
          await start(receive)
          await bringAgain()
        },
      }
    },
    secrets: () => [
      ...Object.values(people).flatMap((id) => [id, `app-${id}`]),
      zalo.state.appSecret,
      zalo.state.oaSecret,
      ...zalo.state.refreshTokens.keys(),
      ...zalo.state.accessTokens.keys(),
    ],
    log: () => JSON.stringify(opened.logged),
    breakPlatform: () => zalo.fail('send', 'drops-before', Infinity),
    faults: [
      fault('a rate that is passed', 'throttled', { code: -32 }, 60_000),
      fault('a gateway that is too busy', 'throttled', { status: 429, retryAfter: '9' }, 9_000),
      fault('an error of its own', 'unreachable', { code: -200 }),
      fault('a gateway', 'passing', { status: 502 }),
      fault('a connection cut before', 'passing', 'drops-before'),
      fault('a connection cut after', 'passing', 'drops-after'),
      fault('a closed window', 'window-closed', { code: -230 }),
      fault('a person who refuses', 'opted-out', { code: -244 }),
      fault('too low a service package', 'misconfigured', { code: -224 }),
      fault('a request that it refuses', 'rejected', { code: -201 }),
    ],
    repeat: async () => void (await zalo.webhook.repeatLast()),
    retry: bringAgain,
    async tap(label) {
      const button = zalo
        .messagesTo(people.lan)
        .flatMap(({ buttons }) => buttons)
        .findLast(({ title }) => title === label)
      await does({ text: String(button?.payload) })
    },
    sendFile: ({ bytes, mediaType, caption, name }) =>
      does(mediaType === 'image/jpeg' ? { image: bytes, caption } : { file: bytes, fileName: name }),
    loseFiles: () => zalo.fail('media', { status: 404 }, Infinity),
    toldOfLoss: () => opened.announced.map(({ to }) => to),
    close: opened.close,
  }
}

const lacks = {
  locale: 'Zalo tells nobody’s language',
  links: 'a link to an account carries nothing that a webhook tells',
}

describeChannel({
  name: 'Zalo',
  open: () => open({}),
  lacks: { ...lacks, buttons: 'they are off until a live account was seen to take them: choices are numbers' },
})
describeChannel({
  name: 'Zalo with buttons',
  open: () => open({ deps: { usesButtons: true }, fake: { acceptsButtons: true, echoes: true } }),
  lacks,
})
