/**
 * The bytes of a request. 'too-large' when there are more than `limit`, whatever Content-Length said; the rest is not read
 * then. 'broken-off' when the sender went away in the middle: no fault of ours, and nobody is left to read the answer.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array | 'too-large' | 'broken-off'> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return 'too-large'
  if (request.body === null) return new Uint8Array()
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for await (const part of request.body as ReadableStream<Uint8Array>) {
      length += part.length
      if (length > limit) return 'too-large'
      parts.push(part)
    }
  } catch {
    return 'broken-off'
  }
  return Buffer.concat(parts)
}
