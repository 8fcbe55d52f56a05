import type { MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ConsoleContext, ConsoleDeps, ConsoleEnv } from './env.ts'
import { viewOf } from './env.ts'
import { failedPage } from './page.ts'

const maxBytes = 64 * 1024

/** Refuses a body over 64 KB. */
export function limitBody(deps: ConsoleDeps): MiddlewareHandler<ConsoleEnv> {
  return bodyLimit({
    maxSize: maxBytes,
    onError: (c: ConsoleContext) => c.html(failedPage(viewOf(c, deps, '/console'), 'tooLarge'), 413),
  })
}

/** Reads the fields of a form that was posted; a body of another kind simply has no such fields. */
export const readForm: MiddlewareHandler<ConsoleEnv> = async (c, next) => {
  const hasBody = c.req.method !== 'GET' && c.req.method !== 'HEAD'
  c.set('form', new URLSearchParams(hasBody ? await c.req.text() : ''))
  await next()
}
