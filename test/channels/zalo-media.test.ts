import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFetchMedia, isZaloMediaUrl, mostMediaBytes } from '../../src/channels/zalo/fetch-media.ts'

describe('where media may be fetched from', () => {
  it.each([
    ['https://f.example.zdn.vn/img/1.jpg', true],
    ['https://photo.zadn.vn/1', true],
    ['http://f.example.zdn.vn/img/1.jpg', false],
    ['https://f.example.zdn.vn:8443/1', false],
    ['https://zdn.vn.example.org/1', false],
    ['https://evilzdn.vn/1', false],
    ['https://example.org/.zdn.vn', false],
    ['https://a.zdn.vn@169.254.169.254/', false],
    ['http://127.0.0.1/', false],
    ['file:///etc/passwd', false],
  ])('%s: %s', (url, expected) => {
    expect(isZaloMediaUrl(new URL(url))).toBe(expected)
  })
})

describe('fetching', () => {
  let server: Server
  let root: string
  let asked: string[]
  let atOnce: number
  let mostAtOnce: number
  let poured: number

  beforeEach(async () => {
    asked = []
    atOnce = mostAtOnce = poured = 0
    server = createServer((request, response) => {
      const url = request.url ?? ''
      asked.push(url)
      if (url === '/file') response.end('bytes')
      else if (url === '/empty') response.end()
      else if (url === '/hop/inside') response.writeHead(302, { location: '/file' }).end('moved')
      else if (url === '/hop/outside') response.writeHead(302, { location: 'https://example.org/' }).end()
      else if (url === '/hop/ever') response.writeHead(302, { location: '/hop/ever' }).end()
      else if (url === '/hop/nowhere') response.writeHead(302).end()
      else if (url === '/exact') response.end(Buffer.alloc(mostMediaBytes))
      else if (url === '/large') response.end(Buffer.alloc(mostMediaBytes + 1))
      else if (url === '/flood') {
        const part = Buffer.alloc(1024 * 1024)
        const pour = (): void => {
          do poured++
          while (!response.destroyed && response.write(part))
          if (!response.destroyed) response.once('drain', pour)
        }
        pour()
      } else if (url === '/slow') {
        mostAtOnce = Math.max(mostAtOnce, ++atOnce)
        setTimeout(() => {
          atOnce--
          response.end('slow')
        }, 60)
      } else if (url === '/never') response.write('a')
      else response.writeHead(404).end('no such file')
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(async () => {
    server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  })
  const opened = (timeoutMs = 5_000) => {
    const fetchMedia = createFetchMedia({ fetch, timeoutMs, isMediaUrl: ({ origin }) => origin === root })
    return (url: string) => fetchMedia(url, async (bytes) => bytes)
  }

  it.each([
    ['/file', 5],
    ['/hop/inside', 5],
    ['/exact', mostMediaBytes],
    ['/empty', undefined],
    ['/missing', undefined],
    ['/hop/outside', undefined],
    ['/hop/ever', undefined],
    ['/hop/nowhere', undefined],
    ['/large', undefined],
    ['/flood', undefined],
  ])('of %s gives %s bytes', async (path, length) => {
    expect((await opened()(root + path))?.length).toBe(length)
  })

  it('stops reading what is too large', async () => {
    await opened()(`${root}/flood`)
    expect(poured).toBeLessThan(100)
  })

  it('stops going round', async () => {
    await opened()(`${root}/hop/ever`)
    expect(asked).toHaveLength(4)
  })

  it('asks nobody who does not keep media', async () => {
    expect(await opened()('http://localhost:1/')).toBeUndefined()
    expect(await opened()('not a url')).toBeUndefined()
    expect(asked).toEqual([])
  })

  it('gives up in time', async () => {
    const startedAt = performance.now()
    expect(await opened(100)(`${root}/never`)).toBeUndefined()
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })

  it('is done for four at a time; who waits too long gets nothing', async () => {
    const fetchMedia = opened()
    const all = await Promise.all(Array.from({ length: 12 }, () => fetchMedia(`${root}/slow`)))
    expect(all.every((bytes) => bytes?.length === 4)).toBe(true)
    expect(mostAtOnce).toBe(4)
    const hasty = opened(100)
    const some = await Promise.all(Array.from({ length: 5 }, () => hasty(`${root}/never`)))
    expect(some).toEqual(Array.from({ length: 5 }, () => undefined))
  })
})
