import { describe, expect, it } from 'vitest'
import { describeArrival } from './contract/arrival.ts'
import { describeFailures } from './contract/failures.ts'
import { describeFilesIn } from './contract/files.ts'
import type { ChannelCase } from './contract/harness.ts'
import { describeDiscretion, describeLife } from './contract/life.ts'
import { describeButtons, describeFilesOut, describeLimits } from './contract/limits.ts'
import { describeSending } from './contract/sending.ts'
import { openTalk, type Check } from './contract/talk.ts'
import { describeWords } from './contract/words.ts'

/** The contract that every channel keeps, each case on a channel of its own; a case is skipped only with a reason. */
export function describeChannel(channelCase: ChannelCase): void {
  describe(`the channel contract on ${channelCase.name}`, () => {
    const names = new Set<string>()
    const check: Check = (name, test, { needs, isIdle = false } = {}) => {
      names.add(name)
      const reason = channelCase.skips?.[name] ?? (needs === undefined ? undefined : channelCase.lacks?.[needs])
      if (reason !== undefined) return it.skip(`${name} (${reason})`, () => undefined)
      it(name, async () => {
        const talk = await openTalk(channelCase, isIdle)
        try {
          await test(talk)
        } finally {
          await talk.close()
        }
      })
    }
    describe('words that come in', () => describeWords(check))
    describe('when they come in', () => describeArrival(check))
    describe('files that come in', () => describeFilesIn(check))
    describe('sending', () => describeSending(check))
    describe('its limits', () => describeLimits(check))
    describe('buttons', () => describeButtons(check))
    describe('files that go out', () => describeFilesOut(check))
    describe('failures', () => describeFailures(check))
    describe('its life', () => describeLife(check))
    describe('what it keeps to itself', () => describeDiscretion(check))
    it('skips no case that is not in the contract', () => {
      expect(Object.keys(channelCase.skips ?? {}).filter((name) => !names.has(name))).toEqual([])
    })
  })
}
