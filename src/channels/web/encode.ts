import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** The same bytes, plain and compressed. */
export interface Encoded {
  readonly plain: Uint8Array<ArrayBuffer>
  readonly gzip: Uint8Array<ArrayBuffer>
  readonly br: Uint8Array<ArrayBuffer>
}

/** Compresses once, as small as it gets: for what is made at start and sent often. */
export function encode(text: string): Encoded {
  const plain = Buffer.from(text, 'utf8')
  return {
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    br: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
  }
}

/** One encoding, quickly: for what is made for one request. */
function encodeFast(text: string, encoding: keyof Encoded): Uint8Array<ArrayBuffer> {
  const plain = Buffer.from(text, 'utf8')
  if (encoding === 'br') return brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })
  return encoding === 'gzip' ? gzipSync(plain, { level: 1 }) : plain
}

/** The smallest encoding that an `Accept-Encoding` header allows (RFC 9110, 12.5.3); plain when it names none of ours. */
export function chooseEncoding(accept: string | null): keyof Encoded {
  const weights = new Map<string, number>()
  for (const part of (accept ?? '').toLowerCase().split(',')) {
    const [name = '', ...params] = part.split(';').map((piece) => piece.trim())
    const q = params.find((param) => param.startsWith('q='))
    weights.set(name, q === undefined ? 1 : Number(q.slice(2)))
  }
  const allows = (name: string) => (weights.get(name) ?? weights.get('*') ?? 0) > 0
  return allows('br') ? 'br' : allows('gzip') ? 'gzip' : 'plain'
}

/** An answer in the encoding that the request allows; a text is compressed for this answer alone. */
export function encodedResponse(
  request: Request,
  body: Encoded | string,
  headers: Readonly<Record<string, string>>,
): Response {
  const encoding = chooseEncoding(request.headers.get('accept-encoding'))
  return new Response(typeof body === 'string' ? encodeFast(body, encoding) : body[encoding], {
    headers: { ...headers, vary: 'Accept-Encoding', ...(encoding === 'plain' ? {} : { 'content-encoding': encoding }) },
  })
}
