import type { MiddlewareHandler } from 'hono'
import { readBody } from '../core/read-body.ts'
import type { ConsoleDeps, ConsoleEnv } from './env.ts'
import { viewOf } from './env.ts'
import { failedPage } from './page.ts'

const maxBytes = 64 * 1024

/** Reads the fields of a form that was posted, 64 KB at most; a body of another kind simply has no such fields. */
export function readForm(deps: ConsoleDeps): MiddlewareHandler<ConsoleEnv> {
  return async (c, next) => {
    const hasBody = c.req.method !== 'GET' && c.req.method !== 'HEAD'
    const bytes = hasBody ? await readBody(c.req.raw, maxBytes) : new Uint8Array()
    if (bytes === 'too-large') return c.html(failedPage(viewOf(c, deps, '/console'), 'tooLarge'), 413)
    if (bytes === 'broken-off') return c.body(null, 400)
    c.set('form', new URLSearchParams(new TextDecoder().decode(bytes)))
    return next()
  }
}
