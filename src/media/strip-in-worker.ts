import { Worker } from 'node:worker_threads'
import type { RefusalReason } from './refusal.ts'
import type { Stripped } from './strip-metadata.ts'

type Result = Stripped | { readonly refused: RefusalReason }

export interface Stripper {
  /** As `stripMetadata`, away from the thread that serves people. Never rejects. */
  strip(bytes: Uint8Array, mediaType?: string): Promise<Result>
  /** Ends the threads; a file that is being cleaned is refused. */
  stop(): Promise<void>
}

export interface StripperOptions {
  /** The file that a thread runs; another one in tests. */
  readonly thread?: URL
  /** The most that one file may take, the start of a thread included. */
  readonly timeoutMs?: number
  /** Far more than any sound file needs beside its own bytes, which do not count. */
  readonly mostMegabytes?: number
}

/** Two files at a time: the third waits, so that a flood of them does not fill the memory. */
const mostThreads = 2

/**
 * Cleans files in threads, which start with the first files. A file on which a thread crashes, runs out of memory or takes too
 * long is refused, and costs that thread: the next one begins anew.
 */
export function createStripper(options: StripperOptions = {}): Stripper {
  const { thread = new URL('./strip-worker.ts', import.meta.url), timeoutMs = 20_000, mostMegabytes = 256 } = options
  const resourceLimits = { maxOldGenerationSizeMb: mostMegabytes, maxYoungGenerationSizeMb: 32 }
  const idle: Worker[] = []
  const busy = new Set<Worker>()
  const waiting: (() => void)[] = []
  let running = 0
  let isStopped = false

  const start = (): Worker => {
    const worker = new Worker(thread, { resourceLimits, env: {}, execArgv: [] })
    worker.unref()
    // An exit follows, which is listened to where it matters.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      const at = idle.indexOf(worker)
      if (at >= 0) idle.splice(at, 1)
    })
    return worker
  }
  const clean = (worker: Worker, bytes: Uint8Array, mediaType: string | undefined) =>
    new Promise<Result>((resolve) => {
      const settle = (result: Result): void => {
        clearTimeout(timer)
        worker.off('message', answered).off('exit', ended)
        busy.delete(worker)
        resolve(result)
      }
      const answered = (result: Result): void => {
        if (!isStopped) idle.push(worker)
        settle(result)
      }
      const ended = (): void => settle({ refused: 'damaged' })
      const timer = setTimeout(() => {
        settle({ refused: 'cannot-clean' })
        void worker.terminate()
      }, timeoutMs)
      worker.on('message', answered).on('exit', ended)
      busy.add(worker)
      // On memory of its own: a view would take along what else lies there.
      const own = new Uint8Array(bytes)
      worker.postMessage({ bytes: own, mediaType }, [own.buffer])
    })

  return {
    async strip(bytes, mediaType) {
      if (running >= mostThreads) await new Promise<void>((resume) => waiting.push(resume))
      else running++
      try {
        return isStopped ? { refused: 'cannot-clean' } : await clean(idle.pop() ?? start(), bytes, mediaType)
      } finally {
        const resume = waiting.shift()
        if (resume === undefined) running--
        else resume()
      }
    },
    async stop() {
      isStopped = true
      await Promise.all([...idle.splice(0), ...busy].map((worker) => worker.terminate()))
    },
  }
}
