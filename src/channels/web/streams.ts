import type { Log } from '../../core/ports.ts'
import { whereOf } from '../../core/where.ts'
import { mostAtOnce } from './thread.ts'
import type { Thread } from './thread.ts'

/** Pages that are open and hear of new messages at once, as Server-Sent Events. */
export interface Streams {
  /** The body of an event stream that begins after message `after` and ends with the session, the reader or `stop`. */
  open(mark: string, after: number, signal: AbortSignal): ReadableStream<Uint8Array>
  /** Something new may be in this session's thread. */
  notify(mark: string): void
  stop(): void
}

export interface StreamsDeps {
  readonly thread: Pick<Thread, 'after' | 'isOpen'>
  readonly log: Log
}

interface Stream {
  /** Sends what is new. */
  pump(): Promise<void>
  /** Ends it; `comeBackMs` tells the page how long to wait before it opens another. */
  end(comeBackMs?: number): void
}

const heartbeatMs = 15_000
const comeBackMs = 3_000
/** A page that was put aside for newer ones of the same session comes back this late, so that they do not take turns. */
const asideMs = 60_000
const perSession = 3
/** A reader that leaves this many events unread is gone. */
const unreadLimit = 200

/** The open streams of the web chat. What they send is always read from storage, so none is lost, doubled or out of order. */
export function createStreams(deps: StreamsDeps): Streams {
  const open = new Map<string, Set<Stream>>()
  let stopped = false

  function join(mark: string, stream: Stream): void {
    const streams = open.get(mark) ?? new Set()
    const tooMany = Math.max(0, streams.size + 1 - perSession)
    for (const oldest of [...streams].slice(0, tooMany)) oldest.end(asideMs)
    open.set(mark, streams.add(stream))
  }

  function leave(mark: string, stream: Stream): void {
    const streams = open.get(mark)
    streams?.delete(stream)
    if (streams?.size === 0) open.delete(mark)
  }

  return {
    open(mark, after, signal) {
      let stream: Stream | undefined
      return new ReadableStream<Uint8Array>({
        start(controller) {
          if (stopped || signal.aborted) return controller.close()
          const started = startStream(deps, mark, after, controller, () => {
            signal.removeEventListener('abort', onAbort)
            leave(mark, started)
          })
          const onAbort = () => started.end()
          signal.addEventListener('abort', onAbort)
          join(mark, started)
          stream = started
        },
        cancel: () => stream?.end(),
      })
    },
    notify(mark) {
      for (const stream of open.get(mark) ?? []) void stream.pump()
    },
    stop() {
      stopped = true
      for (const stream of [...open.values()].flatMap((streams) => [...streams])) stream.end()
    },
  }
}

function startStream(
  deps: StreamsDeps,
  mark: string,
  after: number,
  controller: ReadableStreamDefaultController<Uint8Array>,
  left: () => void,
): Stream {
  const bytes = new TextEncoder()
  let last = after
  let ended = false
  let pumping = false
  let again = false

  const write = (text: string) => {
    if (!ended) controller.enqueue(bytes.encode(text))
  }

  async function pump(): Promise<void> {
    again = true
    if (pumping) return
    pumping = true
    try {
      while (again && !ended) {
        again = false
        const messages = await deps.thread.after(mark, last)
        for (const message of messages) {
          write(`event: message\nid: ${message.id}\ndata: ${JSON.stringify(message)}\n\n`)
          last = Number(message.id)
        }
        if (messages.length === mostAtOnce) again = true
      }
    } catch (error) {
      deps.log.warn(
        { kind: (error as Error).name, where: whereOf(error) },
        'a chat stream could not be read; the next heartbeat tries again',
      )
    } finally {
      pumping = false
    }
  }

  function end(wait?: number): void {
    if (ended) return
    if (wait !== undefined) write(`retry: ${wait}\n\n`)
    ended = true
    clearInterval(heartbeat)
    left()
    try {
      controller.close()
    } catch {
      // The reader had cancelled it: closed already.
    }
  }

  async function beat(): Promise<void> {
    const isOpen = await deps.thread.isOpen(mark).catch(() => true)
    if (!isOpen || (controller.desiredSize ?? 0) < -unreadLimit) return end()
    write(': still here\n\n')
    await pump()
  }

  const heartbeat = setInterval(() => void beat(), heartbeatMs)
  write(`retry: ${comeBackMs}\n\n`)
  void pump()
  return { pump, end }
}
