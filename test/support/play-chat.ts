import { channelOf, type Address, type ChannelName } from '../../src/core/channel.ts'
import type { OpenedMessage } from '../../src/core/message.ts'
import { tipStatuses, type TipStatus } from '../../src/core/tip.ts'
import { makeInvite } from '../../src/sign-in-link.ts'
import { createMemoryChannel, type MemoryChannel } from './memory-channel.ts'
import { sampleOfficer, startTestApp, type TestApp } from './test-app.ts'

const channelsPlayed: readonly ChannelName[] = ['telegram', 'zalo', 'web', 'terminal']

interface Play {
  readonly app: TestApp
  readonly channels: ReadonlyMap<ChannelName, MemoryChannel>
  /** How many messages to an address have been looked at. */
  readonly seen: Map<Address, number>
  readonly captured: Map<string, string>
}

/**
 * Plays a transcript on the whole app. Lines:
 *   telegram:lan > words          somebody writes; {name} is filled in from what was captured
 *   telegram:lan < words          a later message to them holds these words; {name} captures digits, letters and dashes
 *   telegram:lan [] label         the last message looked at offers this button
 *   telegram:lan tap label        presses that button
 *   telegram:lan -                nothing more was sent to them
 *   officer binds zalo:binh       the sample officer gets alerts there
 *   officer moves {code} classified · officer replies {code} words
 *   nobody on duty                every officer goes off duty
 *   wait 31 minutes
 *   # a remark
 * Throws at the first line that does not hold, naming it.
 */
export async function playChat(transcript: string): Promise<void> {
  const channels = new Map<ChannelName, MemoryChannel>()
  const app = await startTestApp({
    channels(clock) {
      for (const name of channelsPlayed) channels.set(name, createMemoryChannel(name, clock.now))
      return [...channels.values()]
    },
  })
  const play: Play = { app, channels, seen: new Map(), captured: new Map() }
  try {
    for (const [index, raw] of transcript.normalize('NFC').split('\n').entries()) {
      const line = raw.trim()
      if (line === '' || line.startsWith('#')) continue
      try {
        await playLine(line, play)
      } catch (error) {
        throw new Error(`line ${index + 1}: ${line}\n${(error as Error).message}`, { cause: error })
      }
    }
  } finally {
    await app.close()
  }
}

async function playLine(line: string, play: Play): Promise<void> {
  const talk = /^([a-z]+:\S+) (>|<|\[\]|tap|-)(?: (.*))?$/.exec(line)
  if (talk !== null) {
    const address = talk[1] as Address
    const words = talk[3] ?? ''
    if (talk[2] === '>') await channelFor(address, play).write(address, filled(words, play))
    else if (talk[2] === '<') expectMessage(address, words, play)
    else if (talk[2] === '[]') expectButton(address, words, play)
    else if (talk[2] === 'tap') await channelFor(address, play).write(address, expectButton(address, words, play))
    else expectNothing(address, play)
    return
  }
  const [subject, verb, object = '', ...rest] = line.split(' ')
  if (subject === 'officer') return playOfficer(verb, filled(object, play), filled(rest.join(' '), play), play)
  if (line === 'nobody on duty') {
    const officer = await sampleOfficer(play.app)
    await play.app.base.storage.officers.disable(officer.id, play.app.clock.now())
    return
  }
  if (subject === 'wait') {
    play.app.clock.advance(Number(verb) * 60_000)
    return
  }
  throw new Error('this line cannot be read')
}

async function playOfficer(
  verb: string | undefined,
  object: string,
  rest: string,
  { app, channels, seen, captured }: Play,
): Promise<void> {
  const officer = await sampleOfficer(app)
  if (verb === 'binds') {
    await channelFor(object as Address, { app, channels, seen, captured }).write(
      object as Address,
      await makeInvite(officer.id, app.base),
    )
    return
  }
  const status = tipStatuses.find((status): status is TipStatus => status === rest)
  const result =
    verb === 'moves' && status !== undefined
      ? await app.desk.move(officer, object, status)
      : await app.desk.reply(officer, object, rest)
  if (result.kind === 'refused') throw new Error(`refused: ${result.because}`)
  await app.sender.idle()
}

function expectMessage(address: Address, words: string, play: Play): void {
  const pattern = new RegExp(words.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)\}/g, '(?<$1>[A-Za-z0-9-]+)'))
  const all = messagesTo(address, play)
  const from = play.seen.get(address) ?? 0
  const at = all.findIndex((message, index) => index >= from && pattern.test(message.text))
  if (at === -1) throw new Error(`not said. What was said since:\n${all.slice(from).map(show).join('\n---\n')}`)
  for (const [name, value] of Object.entries(pattern.exec(all[at]?.text ?? '')?.groups ?? {}))
    play.captured.set(name, value)
  play.seen.set(address, at + 1)
}

function expectButton(address: Address, label: string, play: Play): string {
  const last = messagesTo(address, play).at(-1)
  const button = last?.quickReplies?.find((reply) => reply.label === label)
  if (button !== undefined) return button.value
  throw new Error(`no such button:\n${last === undefined ? '(nothing was sent)' : show(last)}`)
}

function expectNothing(address: Address, play: Play): void {
  const more = messagesTo(address, play).slice(play.seen.get(address) ?? 0)
  if (more.length > 0) throw new Error(`but this was sent:\n${more.map(show).join('\n---\n')}`)
}

function messagesTo(address: Address, play: Play): readonly OpenedMessage[] {
  return channelFor(address, play).sent.filter((message) => message.to === address)
}

function channelFor(address: Address, play: Play): MemoryChannel {
  const channel = play.channels.get(channelOf(address))
  if (channel === undefined) throw new Error(`no channel for ${address}`)
  return channel
}

function filled(words: string, play: Play): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => play.captured.get(name) ?? whole)
}

function show(message: OpenedMessage): string {
  return [message.text, ...(message.quickReplies ?? []).map((reply, index) => `  ${index + 1}. ${reply.label}`)].join(
    '\n',
  )
}
