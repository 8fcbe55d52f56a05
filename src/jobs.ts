import type { Log } from './core/ports.ts'

/** Something that is done again and again. */
export interface Job {
  readonly name: string
  readonly everyMs: number
  run(): Promise<void>
}

export interface Jobs {
  start(): void
  /** Runs a job now, or waits for the run that is under way. */
  runNow(name: string): Promise<void>
  /** No new run begins; resolves when the running ones are done. */
  stop(): Promise<void>
}

/** Runs jobs on timers; a job never runs twice at once, and a failing run does not stop the next. */
export function createJobs(jobs: readonly Job[], log: Log): Jobs {
  const running = new Map<string, Promise<void>>()
  const timers: NodeJS.Timeout[] = []
  const run = (job: Job): Promise<void> => {
    const current = running.get(job.name)
    if (current !== undefined) return current
    const started = job
      .run()
      .catch((error: unknown) => log.error({ job: job.name, kind: (error as Error).name }, 'a job failed'))
      .finally(() => running.delete(job.name))
    running.set(job.name, started)
    return started
  }
  return {
    start() {
      for (const job of jobs) timers.push(setInterval(() => void run(job), job.everyMs))
    },
    async runNow(name) {
      const job = jobs.find((job) => job.name === name)
      if (job === undefined) throw new Error(`no job ${name}`)
      await run(job)
    },
    async stop() {
      for (const timer of timers) clearInterval(timer)
      await Promise.all(running.values())
    },
  }
}
