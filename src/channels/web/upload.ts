import type { Attachment, Strip } from '../../core/message.ts'
import type { Clock } from '../../core/ports.ts'
import { readBody } from '../../core/read-body.ts'
import type { Fault } from './response.ts'

/** The most bytes of one file, as on the other channels. */
export const mostFileBytes = 20 * 1024 * 1024
/** Files that are dealt with at once: they are held in memory. One network may not take all of these places. */
const mostAtOnce = 8
const mostOfOneSource = 3
const hourMs = 60 * 60 * 1000

export interface UploadDeps {
  readonly strip: Strip
  readonly clock: Clock
  /** What one network may send in an hour: a class of pupils, but nobody who means to fill the disk. */
  readonly mostHourlyBytes?: number
}

/**
 * Reads one file out of a request's body, cleans it and answers what `use` makes of it, or why it was not taken. The type that
 * the request gives is only a hint. `source` is a mark of where the request comes from.
 */
export type TakeUpload = <T>(
  request: Request,
  source: string,
  use: (file: Attachment) => Promise<T>,
) => Promise<{ readonly kind: 'used'; readonly result: T } | { readonly kind: 'fault'; readonly fault: Fault }>

/** Files of the web page. */
export function createTakeUpload({ strip, clock, mostHourlyBytes = 500 * 1024 * 1024 }: UploadDeps): TakeUpload {
  const underWay = new Map<string, number>()
  let hour = 0
  let sentBySource = new Map<string, number>()

  function sentIn(source: string): number {
    const now = Math.floor(clock.now().getTime() / hourMs)
    if (now !== hour) sentBySource = new Map()
    hour = now
    return sentBySource.get(source) ?? 0
  }

  async function read(request: Request, source: string): Promise<Attachment | Fault> {
    const bytes = await readBody(request, mostFileBytes)
    if (bytes === 'too-large') return 'file-too-large'
    if (bytes === 'broken-off') return 'bad-request'
    if (bytes.length === 0) return 'empty-file'
    sentBySource.set(source, sentIn(source) + bytes.length)
    const cleaned = await strip(bytes, request.headers.get('content-type') ?? undefined)
    return 'refused' in cleaned ? 'file-refused' : cleaned
  }

  return async (request, source, use) => {
    const ofSource = underWay.get(source) ?? 0
    const ofAll = [...underWay.values()].reduce((sum, each) => sum + each, 0)
    if (ofAll >= mostAtOnce || ofSource >= mostOfOneSource || sentIn(source) >= mostHourlyBytes)
      return { kind: 'fault', fault: 'busy' }
    underWay.set(source, ofSource + 1)
    try {
      const file = await read(request, source)
      return typeof file === 'string' ? { kind: 'fault', fault: file } : { kind: 'used', result: await use(file) }
    } finally {
      const left = (underWay.get(source) ?? 1) - 1
      if (left === 0) underWay.delete(source)
      else underWay.set(source, left)
    }
  }
}
