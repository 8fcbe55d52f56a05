import { readFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { exitCommand, readExitWords } from '../../src/channels/web/exit-words.ts'
import { foldWords } from '../../src/core/text.ts'
import { loadTranslate } from '../../src/translate.ts'
import { openWebChat } from './web-chat.ts'
import type { WebChat } from './web-chat.ts'

let chat: WebChat
beforeEach(async () => {
  chat = await openWebChat()
})
afterEach(async () => {
  await chat.close()
})

const page = async (url = '/') => (await chat.call('GET', url)).text()
const assetUrls = (html: string) => [
  ...new Set([...html.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')),
]
const hidden = (html: string, name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1]
const typed = (html: string) => /<textarea[^>]*>\n([^<]*)<\/textarea>/.exec(html)?.[1]

describe('the page', () => {
  it('offers the start commands, the numbers and the exit without making a session', async () => {
    const addSession = vi.spyOn(chat.storage.web, 'addSession')
    const html = await page()
    for (const value of ['/baotin', '/ma', '/khancap', '/help'])
      expect(html).toContain(`name="choice" value="${value}"`)
    for (const number of ['111', '113', '115']) expect(html).toContain(`href="tel:${number}"`)
    expect(html).toContain('href="https://vi.wikipedia.org/')
    expect(html).toContain('content="noindex"')
    expect(hidden(html, 'session')).toBe('')
    expect(addSession).not.toHaveBeenCalled()
  })

  it.each([
    ['/', 'vi', 'Thoát nhanh', '/?lang=en'],
    ['/?lang=en', 'en', 'Quick exit', '/?lang=vi'],
    ['/?lang=xx', 'vi', 'Thoát nhanh', '/?lang=en'],
  ])('%s is in %s', async (url, lang, exit, other) => {
    const html = await page(url)
    expect(html).toContain(`<html lang="${lang}">`)
    expect(html).toContain(exit)
    expect(html).toContain(other)
  })

  it('has no script or style of its own and asks nobody else for anything', async () => {
    const html = await page()
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*src="\/assets\/)|\son\w+=/)
    expect(html.match(/(?:src|href|action)="(?!\/|tel:|#|https:\/\/vi\.wikipedia\.org\/)[^"]*"/g)).toBeNull()
  })

  it('shows a poster code as text alone', async () => {
    const html = await page(`/?ref=${encodeURIComponent('"><b>x')}`)
    expect(hidden(html, 'ref')).toBe('&quot;&gt;&lt;b&gt;x')
    expect(html).not.toContain('<b>x')
  })

  it('is compressed with a poster code as without', async () => {
    const ask = async (encoding: string) => {
      const response = await chat.call('GET', '/?ref=XA-01&lang=en', { headers: { 'accept-encoding': encoding } })
      const bytes = Buffer.from(await response.arrayBuffer())
      return { name: response.headers.get('content-encoding'), bytes }
    }
    const [plain, gzip, br] = await Promise.all([ask('identity'), ask('gzip'), ask('br')])
    expect([plain.name, gzip.name, br.name]).toEqual([null, 'gzip', 'br'])
    expect(hidden(plain.bytes.toString(), 'ref')).toBe('XA-01')
    expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes)
    expect(brotliDecompressSync(br.bytes)).toEqual(plain.bytes)
    expect(br.bytes.length).toBeLessThan(plain.bytes.length / 2)
  })

  it('with all that it loads is small', async () => {
    const sizes = async (encoding: string) => {
      const urls = ['/', ...assetUrls(await page())]
      expect(urls).toHaveLength(7)
      const bodies = await Promise.all(
        urls.map(async (url) =>
          (await chat.call('GET', url, { headers: { 'accept-encoding': encoding } })).arrayBuffer(),
        ),
      )
      return bodies.reduce((sum, body) => sum + body.byteLength, 0)
    }
    expect(await sizes('br')).toBeLessThan(15_000)
    expect(await sizes('gzip')).toBeLessThan(15_000)
    expect(await sizes('identity')).toBeLessThan(60_000)
  })
})

describe('every answer', () => {
  it.each([
    ['GET', '/', 200, 'no-store'],
    ['GET', '/?ref=XA', 200, 'no-store'],
    ['POST', '/', 415, 'no-store'],
    ['POST', '/api/chat/messages', 415, 'no-store'],
    ['GET', '/api/chat/messages', 400, 'no-store'],
    ['GET', '/api/chat/stream', 400, 'no-store'],
    ['GET', '/assets/chat.css', 200, 'no-cache'],
    ['GET', '/assets/chat.js', 200, 'no-cache'],
    ['GET', '/assets/icon.svg', 200, 'no-cache'],
  ] as const)('to %s %s (%i) carries the security headers and sets no cookie', async (method, url, status, cache) => {
    const response = await chat.call(method, url)
    expect(response.status).toBe(status)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy':
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': expect.stringContaining('geolocation=()'),
      'cache-control': cache,
    })
    expect(response.headers.has('set-cookie')).toBe(false)
  })
})

describe('an asset', () => {
  it('is kept for a year under the URL that the page names, scripts that scripts import too', async () => {
    const urls = assetUrls(await page())
    const scripts = await Promise.all(
      urls.filter((url) => url.includes('.js')).map(async (url) => (await chat.call('GET', url)).text()),
    )
    const imported = scripts.join('\n').match(/(?<=from ')[^']+/g)
    expect(imported).toHaveLength(4)
    for (const url of [...urls, ...(imported ?? [])]) {
      const response = await chat.call('GET', url)
      expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
      expect(urls).toContain(url)
    }
  })

  it.each(['/assets/chat.css', '/assets/chat.js', '/'])('%s is the same however it is encoded', async (url) => {
    const fetched = async (encoding: string) => {
      const response = await chat.call('GET', url, { headers: { 'accept-encoding': encoding } })
      const bytes = Buffer.from(await response.arrayBuffer())
      return { name: response.headers.get('content-encoding'), vary: response.headers.get('vary'), bytes }
    }
    const [plain, gzip, br] = await Promise.all([fetched('identity'), fetched('gzip'), fetched('br')])
    expect([plain.name, gzip.name, br.name]).toEqual([null, 'gzip', 'br'])
    expect(br.vary).toBe('Accept-Encoding')
    expect(gunzipSync(gzip.bytes)).toEqual(plain.bytes)
    expect(brotliDecompressSync(br.bytes)).toEqual(plain.bytes)
  })
})

describe('the form without JavaScript', () => {
  const submit = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await chat.call('POST', '/', { headers, body: new URLSearchParams(fields) })
    return { status: response.status, html: await response.text(), encoding: response.headers.get('content-encoding') }
  }

  it('goes through the same door and shows the whole thread with what can be tapped now', async () => {
    chat.script = async ({ text }, say) => {
      if (text === '/baotin') await say('Loại nào?', { quickReplies: [{ label: 'Trên <mạng>', value: '"online"' }] })
      else
        await say('Mã: 1234-5678-9012-3456\nGiữ mã này.', {
          citations: [{ document: 'Luật A', article: '5', title: 'T' }],
        })
    }
    const first = await submit({ choice: '/baotin', text: '', locale: 'vi', ref: 'XA' }, { 'accept-encoding': 'br' })
    expect(first).toMatchObject({ status: 200, encoding: null })
    expect(first.html).toContain('name="choice" value="&quot;online&quot;"')
    expect(first.html).toContain('Trên &lt;mạng&gt;')
    const session = hidden(first.html, 'session') ?? ''
    const id = hidden(first.html, 'id') ?? ''
    const second = await submit({ choice: '"online"', text: 'đang viết dở', session, id, locale: 'vi' })
    expect(second.html).toContain('Loại nào?')
    expect(second.html).not.toContain('&quot;online&quot;')
    expect(second.html).toContain('<strong class="code">1234-5678-9012-3456</strong>')
    expect(second.html).toContain('Mã: 1234-5678-9012-3456\nGiữ mã này.')
    expect(second.html).toMatch(/<cite>Luật A<\/cite\s*>, Điều 5<br \/>T/)
    expect(typed(second.html)).toBe('đang viết dở')
    expect(hidden(second.html, 'session')).toBe(session)
    expect(hidden(second.html, 'id')).not.toBe(id)
    expect(chat.received).toMatchObject([
      { text: '/baotin', locale: 'vi', ref: 'XA' },
      { text: '"online"', externalId: expect.stringMatching(`:${id}$`) },
    ])
  })

  it.each([
    ['blank', { text: '  ' }, 400, '  '],
    ['too long', { text: 'x'.repeat(4001) }, 400, 'x'.repeat(4001)],
    ['of a session that is over', { text: 'Lời kể "dài"', session: 'gone' }, 401, 'Lời kể &quot;dài&quot;'],
  ])('keeps the words of a message that is %s', async (_, fields, status, words) => {
    const { status: code, html } = await submit({ locale: 'en', ...fields })
    expect(code).toBe(status)
    expect(typed(html)).toBe(words)
    expect(html).toMatch(/<div id="fault" role="alert"\s*>[^<]*(please|send again)/i)
    expect(hidden(html, 'session')).toBe('')
    expect(chat.received).toEqual([])
  })

  it('keeps words, session and id when something of ours is broken', async () => {
    const session = await chat.talk()
    vi.spyOn(chat.storage.web, 'touch').mockRejectedValueOnce(new TypeError('disk'))
    const { status, html } = await submit({ text: 'Lời kể', session, id: 'i1', locale: 'vi' })
    expect(status).toBe(500)
    expect(typed(html)).toBe('Lời kể')
    expect([hidden(html, 'session'), hidden(html, 'id')]).toEqual([session, 'i1'])
    expect(chat.logged).toEqual([
      { fields: { kind: 'TypeError', where: expect.any(String) }, message: 'a chat form failed' },
    ])
  })

  it.each(['/thoat', 'Thoát!', 'THOÁT  NHANH', 'dừng lại', 'exit', 'Stop'])(
    'left by %s shows what the bot says to that and nothing of the talk before',
    async (word) => {
      const session = await chat.talk('lời kể bí mật')
      chat.script = async (_, say) => {
        await say('Một dòng khác')
        await say('Mẹo học hôm nay')
      }
      const { status, html } = await submit({ choice: word, text: 'đang viết dở', session, locale: 'vi' })
      expect(status).toBe(200)
      expect(html.match(/(?<=<p class="words">)[^<]*/g)).toEqual(['Mẹo học hôm nay'])
      expect(html).not.toMatch(/bí mật|đang viết dở/)
      expect(html).not.toContain(session)
      expect(chat.received[1]).toMatchObject({ text: '/thoat', from: `web:${session}` })
    },
  )

  it('left after the session was over does not say that there was one', async () => {
    const { status, html } = await submit({ text: 'thoát', session: 'gone', locale: 'vi' })
    expect([status, typed(html), hidden(html, 'session')]).toEqual([200, '', ''])
    expect(html).toMatch(/<div id="fault" role="alert" hidden><\/div>/)
  })

  it('is left by the very words that start the quick exit of the bot', () => {
    const flow = readFileSync('flows/quick-exit.yaml', 'utf8')
    const triggers = [...flow.matchAll(/keyword: ([^}]+) }/g)].map((match) => foldWords(match[1] ?? ''))
    expect([...readExitWords(loadTranslate('locales'))].sort()).toEqual(triggers.sort())
    expect(flow).toContain(`command: ${exitCommand.slice(1)} `)
  })

  it('of a very long talk shows its end', async () => {
    const session = await chat.talk()
    const asked: number[] = []
    vi.spyOn(chat.storage.web, 'lastSeq').mockResolvedValue(5_000)
    vi.spyOn(chat.storage.web, 'messagesAfter').mockImplementation(async (_, seq) => (asked.push(seq), []))
    expect((await submit({ look: 'vi', text: '', session })).status).toBe(200)
    expect(asked).toEqual([3_000])
  })

  it('shows what is new, in the language asked for, and sends nothing', async () => {
    const session = await chat.talk()
    await chat.channel.send({ to: `web:${session}`, text: 'từ cán bộ', priority: 'tip' })
    const { html } = await submit({ look: 'en', text: 'đang viết', session, locale: 'vi' })
    expect(html).toContain('<html lang="en">')
    expect(html).toContain('từ cán bộ')
    expect(typed(html)).toBe('đang viết')
    expect(chat.received).toHaveLength(1)
  })

  it.each([
    ['another site', { origin: 'https://evil.test' }, 403],
    ['a page that hides where it is, of another site', { origin: 'null', 'sec-fetch-site': 'cross-site' }, 403],
    ['its own page, which names no origin', { origin: 'null', 'sec-fetch-site': 'same-origin' }, 200],
    ['its own page in an old browser', { origin: 'null' }, 200],
  ])('from %s', async (_, headers, status) => {
    expect((await submit({ text: 'a' }, headers)).status).toBe(status)
    expect(chat.received).toHaveLength(status === 200 ? 1 : 0)
  })

  it('has every word in both languages', async () => {
    const keys = (tree: object, path = ''): string[] =>
      Object.entries(tree).flatMap(([key, value]) =>
        typeof value === 'string' ? [`${path}${key}`] : keys(value as object, `${path}${key}.`),
      )
    const [vi, en] = ['vi', 'en'].map(
      (locale) => JSON.parse(readFileSync(`locales/${locale}/web.json`, 'utf8')) as object,
    )
    expect(keys(en ?? {})).toEqual(keys(vi ?? {}))
    expect(JSON.stringify([vi, en])).not.toMatch(/\b11[1-5]\b/)
  })
})
