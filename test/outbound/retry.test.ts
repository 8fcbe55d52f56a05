import { describe, expect, it } from 'vitest'
import { SendError, sendFailures, type SendErrorFacts, type SendFailure } from '../../src/core/errors.ts'
import { nextStep, parkedMs, type FailedTry } from '../../src/outbound/retry.ts'

describe('after a failed try', () => {
  const now = new Date(0)
  const tried = { attempt: 1, priority: 'tip', mayRepeat: true, createdAt: now } as const
  const step = (failure: SendFailure, more: Partial<FailedTry>, facts?: SendErrorFacts) =>
    nextStep(new SendError(failure, '', facts), { ...tried, ...more }, now)

  it.each(sendFailures)('%s has an end for every priority', (failure) => {
    for (const priority of ['tip', 'reply', 'broadcast'] as const) {
      for (let attempt = 1; attempt < 200; attempt++) {
        const next = step(failure, { attempt, priority })
        if (next.kind === 'again') expect(next.at.getTime()).toBeGreaterThan(0)
      }
      expect(step(failure, { attempt: 200, priority, createdAt: new Date(-parkedMs) }).kind).toBe('dead')
    }
  })

  it('waits 1 s, 2 s, 4 s … and never more than 15 minutes', () => {
    const waits = [1, 2, 3, 12, 50].map((attempt) => step('unreachable', { attempt }))
    expect(waits.map((next) => next.kind === 'again' && next.at.getTime())).toEqual([
      1_000, 2_000, 4_000, 900_000, 900_000,
    ])
  })

  it('repeats what may have been shown only where twice does no harm', () => {
    const facts = { mayHaveArrived: true }
    expect(step('unreachable', { mayRepeat: true }, facts).kind).toBe('again')
    expect(step('unreachable', { mayRepeat: false }, facts)).toEqual({ kind: 'dead', reason: 'uncertain' })
    expect(step('unreachable', { mayRepeat: false }).kind).toBe('again')
  })

  it('parks for 30 days what an officer or a tipster may still come back for', () => {
    expect(step('window-closed', {})).toEqual({ kind: 'parked', failure: 'window-closed' })
    expect(step('window-closed', { priority: 'reply' }).kind).toBe('dead')
    expect(step('window-closed', { createdAt: new Date(-parkedMs) }).kind).toBe('dead')
  })

  it('waits for a setting to be repaired with what belongs to a tip, and with nothing else', () => {
    const again = { kind: 'again', failure: 'misconfigured', at: new Date(4_000) }
    expect(step('misconfigured', { attempt: 3 })).toEqual(again)
    for (const priority of ['reply', 'broadcast'] as const)
      expect(step('misconfigured', { priority })).toEqual({ kind: 'dead', reason: 'misconfigured' })
  })
})
