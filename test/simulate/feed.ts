/** Pushes what is shown to every open page, whenever it has changed. */
export interface Feed {
  /** A stream of server-sent events; what is shown now comes first. */
  open(): Response
  /** Looks at once instead of at the next round. */
  look(): void
  end(): void
}

const everyMs = 150

/** A feed of what `view` answers. The fakes tell nobody that they changed: it looks while somebody watches. */
export function createFeed(view: () => string): Feed {
  const pages = new Set<ReadableStreamDefaultController<Uint8Array>>()
  const encoder = new TextEncoder()
  let shown = ''
  let timer: NodeJS.Timeout | undefined

  const eventOf = (text: string): Uint8Array => encoder.encode(`data: ${text}\n\n`)

  function look(): void {
    const now = view()
    if (now === shown) return
    shown = now
    for (const page of pages) page.enqueue(eventOf(now))
  }

  function leave(page: ReadableStreamDefaultController<Uint8Array>): void {
    pages.delete(page)
    if (pages.size > 0) return
    clearInterval(timer)
    timer = undefined
  }

  return {
    open() {
      let own: ReadableStreamDefaultController<Uint8Array> | undefined
      const stream = new ReadableStream<Uint8Array>({
        start(page) {
          own = page
          look()
          page.enqueue(eventOf(shown))
          pages.add(page)
          timer ??= setInterval(look, everyMs)
        },
        cancel() {
          if (own !== undefined) leave(own)
        },
      })
      return new Response(stream, { headers: { 'content-type': 'text/event-stream' } })
    },
    look,
    end() {
      for (const page of [...pages]) {
        page.close()
        leave(page)
      }
    },
  }
}
