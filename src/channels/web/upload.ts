import type { Route } from '../../core/channel.ts'
import type { Attachment, Strip } from '../../core/message.ts'
import { readBody } from '../../core/read-body.ts'
import type { Fault } from './response.ts'

/** The most bytes of one file, as on the other channels. */
export const mostFileBytes = 20 * 1024 * 1024
/** Files that are read at once: they are held in memory. One network may not take all of these places. */
const mostAtOnce = 8
const mostOfOneSource = 3

/** Reads one file out of a request's body and cleans it; the type that the request gives is only a hint. */
export type ReadUpload = (request: Parameters<Route['handle']>[0], source: string) => Promise<Attachment | Fault>

/** Files of the web page. `source` is a mark of where the request comes from. */
export function createReadUpload(strip: Strip): ReadUpload {
  const bySource = new Map<string, number>()
  let running = 0

  async function read(request: Request): Promise<Attachment | Fault> {
    const bytes = await readBody(request, mostFileBytes)
    if (bytes === 'too-large') return 'file-too-large'
    if (bytes === 'broken-off') return 'bad-request'
    if (bytes.length === 0) return 'empty-file'
    const cleaned = await strip(bytes, request.headers.get('content-type') ?? undefined)
    return 'refused' in cleaned ? 'file-refused' : cleaned
  }

  return async (request, source) => {
    const ofSource = bySource.get(source) ?? 0
    if (running >= mostAtOnce || ofSource >= mostOfOneSource) return 'busy'
    running++
    bySource.set(source, ofSource + 1)
    try {
      return await read(request)
    } finally {
      running--
      const left = (bySource.get(source) ?? 1) - 1
      if (left === 0) bySource.delete(source)
      else bySource.set(source, left)
    }
  }
}
