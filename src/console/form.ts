import type { MiddlewareHandler } from 'hono'
import type { ConsoleDeps, ConsoleEnv } from './env.ts'
import { viewOf } from './env.ts'
import { failedPage } from './page.ts'

const maxBytes = 64 * 1024

/** Reads the fields of a form that was posted, 64 KB at most; a body of another kind simply has no such fields. */
export function readForm(deps: ConsoleDeps): MiddlewareHandler<ConsoleEnv> {
  return async (c, next) => {
    const hasBody = c.req.method !== 'GET' && c.req.method !== 'HEAD'
    const bytes = hasBody ? await readBytes(c.req.raw) : new Uint8Array()
    if (bytes === 'too-large') return c.html(failedPage(viewOf(c, deps, '/console'), 'tooLarge'), 413)
    if (bytes === 'broken-off') return c.body(null, 400)
    c.set('form', new URLSearchParams(new TextDecoder().decode(bytes)))
    return next()
  }
}

/** 'broken-off' when the sender went away in the middle: no fault of ours, and nobody is left to read the answer. */
async function readBytes(request: Request): Promise<Uint8Array | 'too-large' | 'broken-off'> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return 'too-large'
  if (request.body === null) return new Uint8Array()
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of request.body as ReadableStream<Uint8Array>) {
      length += part.length
      if (length > maxBytes) return 'too-large'
      parts.push(part)
    }
  } catch {
    return 'broken-off'
  }
  return Buffer.concat(parts)
}
