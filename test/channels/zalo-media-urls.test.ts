import { expect, it } from 'vitest'
import { mediaUrlsOf } from '../../src/channels/zalo/fetch-media.ts'

it.each([
  ['http://127.0.0.1:9000', 'http://127.0.0.1:9000/media/1.jpg', true],
  ['http://127.0.0.1:9000', 'http://127.0.0.1:9001/media/1.jpg', false],
  ['http://127.0.0.1:9000', 'https://photo.zadn.vn/1', true],
  ['https://openapi.zalo.me', 'https://openapi.zalo.me/media/1.jpg', false],
  ['https://openapi.zalo.me', 'https://photo.zadn.vn/1', true],
])('with the API at %s media may come from %s: %s', (apiRoot, url, expected) => {
  expect(mediaUrlsOf(apiRoot)(new URL(url))).toBe(expected)
})
