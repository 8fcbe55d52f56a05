import type { Hono } from 'hono'
import type { Attachment } from '../core/message.ts'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from './env.ts'
import { signedIn, viewOf } from './env.ts'
import { endingOf, isShown } from './file-type.ts'
import { failedPage } from './page.ts'

/** Nothing in a file may run, load or speak to the console, whatever a browser takes it for. */
const policy = "default-src 'none'; sandbox"

/** The files of tips, for whoever may read their words. What a browser does not show as picture, sound or video is a download. */
export function addAttachmentRoute(app: Hono<ConsoleEnv>, deps: ConsoleDeps): void {
  app.get('/console/tips/:id/attachments/:file', async (c: ConsoleContext) => {
    const [tip = '', id = ''] = [c.req.param('id'), c.req.param('file')]
    const file = await deps.desk.attachment(signedIn(c).officer, tip, id)
    if (file === undefined) return c.html(failedPage(viewOf(c, deps, '/console'), 'notFound'), 404)
    const disposition = isShown(file.mediaType) && c.req.query('save') === undefined ? 'inline' : 'attachment'
    const headers = {
      'Content-Type': file.mediaType,
      'Content-Disposition': `${disposition}; filename="${tip}-${id.slice(0, 6)}.${endingOf(file.mediaType)}"`,
      'Content-Security-Policy': policy,
      'Cache-Control': 'no-store',
      'Accept-Ranges': 'bytes',
    }
    return part(file, c.req.header('Range'), headers)
  })
}

/** All of a file, or the one range asked for: players ask for ranges, some play nothing without. */
function part({ bytes }: Attachment, asked: string | undefined, headers: Readonly<Record<string, string>>): Response {
  const size = bytes.length
  const range = /^bytes=(\d*)-(\d*)$/.exec(asked ?? '')
  const [, first = '', last = ''] = range ?? []
  if (range === null || (first === '' && last === '')) return new Response(new Uint8Array(bytes), { headers })
  const from = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const to = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (from > to) return new Response(null, { status: 416, headers: { ...headers, 'Content-Range': `bytes */${size}` } })
  return new Response(new Uint8Array(bytes.subarray(from, to + 1)), {
    status: 206,
    headers: { ...headers, 'Content-Range': `bytes ${from}-${to}/${size}` },
  })
}
