import type { IncomingMessage } from 'node:http'

/** A file in a call. */
export interface SentFile {
  readonly bytes: Uint8Array
  readonly fileName: string
}

export interface FakePayload {
  readonly fields: Readonly<Record<string, unknown>>
  readonly files: ReadonlyMap<string, SentFile>
}

/** The parameters of a call: in the URL, as JSON or as a form with files. */
export async function readPayload(request: IncomingMessage, query: URLSearchParams): Promise<FakePayload> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  const body = Buffer.concat(parts)
  const type = request.headers['content-type'] ?? ''
  const fields: Record<string, unknown> = Object.fromEntries(query)
  const boundary = /^multipart\/form-data;\s*boundary=(.+)$/.exec(type)?.[1]
  if (boundary !== undefined) return readForm(body, boundary, fields)
  if (body.length > 0) Object.assign(fields, JSON.parse(body.toString('utf8')) as object)
  return { fields, files: new Map() }
}

/** A parameter that is text; empty where it is not. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function readForm(body: Buffer, boundary: string, fields: Record<string, unknown>): FakePayload {
  const files = new Map<string, SentFile>()
  const end = Buffer.from('\r\n\r\n')
  const line = Buffer.from(`--${boundary}`)
  for (let from = body.indexOf(line); from !== -1;) {
    const next = body.indexOf(line, from + line.length)
    if (next === -1) break
    const part = body.subarray(from + line.length + 2, next - 2)
    const split = part.indexOf(end)
    const head = part.subarray(0, split).toString('utf8')
    const value = part.subarray(split + end.length)
    const name = /name="([^"]+)"/.exec(head)?.[1] ?? ''
    const fileName = /filename="?([^"\r\n]+)"?/.exec(head)?.[1]
    if (fileName === undefined) fields[name] = readField(value.toString('utf8'))
    else files.set(name, { bytes: new Uint8Array(value), fileName })
    from = next
  }
  return { fields, files }
}

function readField(text: string): unknown {
  return /^[[{]/.test(text) || text === 'true' || text === 'false' ? (JSON.parse(text) as unknown) : text
}
