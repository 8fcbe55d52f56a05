import type { Words } from '../../core/ports.ts'

/** What can be wrong with a request, and the HTTP status that says so. Each has words: `web.fault.<name>`. */
const statuses = {
  'bad-json': 400,
  'bad-request': 400,
  'blank-text': 400,
  'text-too-long': 400,
  'unknown-session': 401,
  'foreign-origin': 403,
  'too-large': 413,
  'wrong-type': 415,
  'empty-file': 400,
  'file-too-large': 413,
  'file-refused': 415,
  busy: 503,
  failed: 500,
  closed: 503,
} as const
export type Fault = keyof typeof statuses

/** `textLength` in UTF-16 units of NFC. */
export const textLimit = 4000

/** The HTTP status of a fault. */
export function statusOf(fault: Fault): number {
  return statuses[fault]
}

/** A fault in the reader's language, with the numbers to call. */
export function faultWords(
  words: Words,
  locale: string,
  fault: Fault,
  phones: Readonly<Record<string, string>>,
): string {
  return words(`web.fault.${fault}`, { ...phones, limit: new Intl.NumberFormat(locale).format(textLimit) })
}

/** JSON that nobody keeps. */
export function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  })
}

const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const

/** Puts the security headers on an answer; what sets no caching of its own is never kept. */
export function secured(response: Response): Response {
  for (const [name, value] of Object.entries(securityHeaders)) response.headers.set(name, value)
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
  return response
}
