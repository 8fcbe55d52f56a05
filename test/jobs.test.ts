import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { LogFields } from '../src/core/ports.ts'
import { createJobs, type Job } from '../src/jobs.ts'

const logged: { readonly fields: LogFields; readonly message: string }[] = []
const write = (fields: LogFields, message: string) => void logged.push({ fields, message })
const log = { debug: write, info: write, warn: write, error: write }

beforeEach(() => {
  logged.length = 0
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

/** A job whose runs end when the test says so. */
function slowJob(name = 'slow', everyMs = 1_000) {
  const ends: (() => void)[] = []
  let runs = 0
  let atOnce = 0
  let mostAtOnce = 0
  const job: Job = {
    name,
    everyMs,
    run: () =>
      new Promise<void>((resolve) => {
        runs++
        mostAtOnce = Math.max(mostAtOnce, ++atOnce)
        ends.push(() => {
          atOnce--
          resolve()
        })
      }),
  }
  return { job, runs: () => runs, mostAtOnce: () => mostAtOnce, end: () => ends.shift()?.() }
}

describe('jobs', () => {
  it('run every so often, each at its own pace, from the start on', async () => {
    const times: string[] = []
    const job = (name: string, everyMs: number): Job => ({ name, everyMs, run: async () => void times.push(name) })
    const jobs = createJobs([job('a', 1_000), job('b', 2_500)], log)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(times).toEqual([])
    jobs.start()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(times.filter((name) => name === 'a')).toHaveLength(5)
    expect(times.filter((name) => name === 'b')).toHaveLength(2)
    await jobs.stop()
    await vi.advanceTimersByTimeAsync(5_000)
    expect(times).toHaveLength(7)
  })

  it('never run twice at once', async () => {
    const slow = slowJob()
    const jobs = createJobs([slow.job], log)
    jobs.start()
    await vi.advanceTimersByTimeAsync(5_500)
    expect(slow.runs()).toBe(1)
    slow.end()
    await vi.advanceTimersByTimeAsync(1_000)
    expect(slow.runs()).toBe(2)
    expect(slow.mostAtOnce()).toBe(1)
    slow.end()
    await jobs.stop()
  })

  it('do not wait for one another', async () => {
    const slow = slowJob()
    let quick = 0
    const jobs = createJobs([slow.job, { name: 'quick', everyMs: 1_000, run: async () => void quick++ }], log)
    jobs.start()
    await vi.advanceTimersByTimeAsync(3_000)
    expect(quick).toBe(3)
    slow.end()
    await jobs.stop()
  })

  it('go on after a run that failed, which is logged by its name and kind alone', async () => {
    let runs = 0
    const failing: Job = {
      name: 'failing',
      everyMs: 1_000,
      run: () => (++runs === 1 ? Promise.reject(new RangeError('words of somebody')) : Promise.resolve()),
    }
    const jobs = createJobs([failing], log)
    jobs.start()
    await vi.advanceTimersByTimeAsync(2_000)
    expect(runs).toBe(2)
    expect(logged).toEqual([{ fields: { job: 'failing', kind: 'RangeError' }, message: 'a job failed' }])
    await jobs.stop()
  })

  it('stop only when what runs is done', async () => {
    const slow = slowJob()
    const jobs = createJobs([slow.job], log)
    jobs.start()
    await vi.advanceTimersByTimeAsync(1_000)
    let isStopped = false
    const stopping = jobs.stop().then(() => (isStopped = true))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(isStopped).toBe(false)
    slow.end()
    await stopping
    expect(slow.runs()).toBe(1)
  })

  it('run now when asked, or wait for the run under way', async () => {
    const slow = slowJob()
    const jobs = createJobs([slow.job], log)
    const first = jobs.runNow('slow')
    const second = jobs.runNow('slow')
    expect(slow.runs()).toBe(1)
    slow.end()
    await Promise.all([first, second])
    const third = jobs.runNow('slow')
    expect(slow.runs()).toBe(2)
    slow.end()
    await third
    await expect(jobs.runNow('nothing')).rejects.toThrow('no job nothing')
  })
})
