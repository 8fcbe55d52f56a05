import { Worker } from 'node:worker_threads'
import type { RefusalReason } from './refusal.ts'
import type { Stripped } from './strip-metadata.ts'

export interface Stripper {
  /** As `stripMetadata`, away from the thread that serves people. Never rejects. */
  strip(bytes: Uint8Array, mediaType?: string): Promise<Stripped | { readonly refused: RefusalReason }>
  /** Ends the threads; a file that is being cleaned is refused. */
  stop(): Promise<void>
}

export interface StripperOptions {
  /** The file that a thread runs; another one in tests. */
  readonly thread?: URL
  /** The most that one file may take, the start of a thread included. */
  readonly timeoutMs?: number
}

/** Two files at a time: the third waits, so that a flood of them does not fill the memory. */
const mostThreads = 2
/** Far more than any sound file needs, in megabytes; the bytes of the file itself do not count. */
const resourceLimits = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 }

/**
 * Cleans files in threads, which start with the first files. A file on which a thread crashes, runs out of memory or takes too
 * long is refused, and costs that thread: the next one begins anew.
 */
export function createStripper(options: StripperOptions = {}): Stripper {
  const { thread = new URL('./strip-worker.ts', import.meta.url), timeoutMs = 20_000 } = options
  const idle: Worker[] = []
  const busy = new Set<Worker>()
  const waiting: (() => void)[] = []
  let running = 0
  let isStopped = false

  const start = (): Worker => {
    const worker = new Worker(thread, { resourceLimits, env: {}, execArgv: [] })
    worker.unref()
    return worker
  }
  const clean = (worker: Worker, bytes: Uint8Array, mediaType: string | undefined) =>
    new Promise<Stripped | { readonly refused: RefusalReason }>((resolve) => {
      const settle = (result: Stripped | { readonly refused: RefusalReason }, isSound: boolean): void => {
        clearTimeout(timer)
        worker.removeAllListeners()
        // What a thread says that is being ended is nothing to anybody.
        worker.on('error', () => undefined)
        busy.delete(worker)
        if (isSound && !isStopped) idle.push(worker)
        else void worker.terminate()
        resolve(result)
      }
      const timer = setTimeout(() => settle({ refused: 'cannot-clean' }, false), timeoutMs)
      worker.once('message', (result: Stripped | { readonly refused: RefusalReason }) => settle(result, true))
      worker.once('error', () => settle({ refused: 'damaged' }, false))
      worker.once('exit', () => settle({ refused: 'damaged' }, false))
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
