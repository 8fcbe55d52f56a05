import { describe, expect, it } from 'vitest'
import { chooseEncoding } from '../../src/channels/web/encode.ts'
import { clientAddress, createSourceMark, isOwnOrigin } from '../../src/channels/web/origin.ts'
import { createIds } from '../../src/ids.ts'

const request = (headers: Record<string, string>) => new Request('http://chat.test/', { method: 'POST', headers })

describe('the client address', () => {
  it.each([
    ['203.0.113.7', undefined, '203.0.113.7'],
    ['203.0.113.7', '198.51.100.1', '203.0.113.7'],
    ['127.0.0.1', '198.51.100.1', '198.51.100.1'],
    ['::1', '203.0.113.9, 198.51.100.1', '198.51.100.1'],
    ['::ffff:10.0.0.2', '198.51.100.1', '198.51.100.1'],
    ['172.20.0.3', '2001:DB8::1', '2001:db8::1'],
    ['192.168.1.4', undefined, '192.168.1.4'],
    ['127.0.0.1', 'unknown', '127.0.0.1'],
    ['fe80::1%eth0', '198.51.100.1', '198.51.100.1'],
    ['172.32.0.1', '198.51.100.1', '172.32.0.1'],
    ['', '198.51.100.1', ''],
  ])('of peer %s with X-Forwarded-For %s is %s where a proxy is trusted', (peer, forwarded, expected) => {
    const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
    expect(clientAddress(request(headers), peer, true)).toBe(expected)
  })

  it.each(['127.0.0.1', '::1', '172.17.0.1'])('of peer %s is the peer where none is trusted', (peer) => {
    expect(clientAddress(request({ 'x-forwarded-for': '198.51.100.1' }), peer, false)).toBe(peer)
  })
})

describe('the source mark', () => {
  const mark = createSourceMark(createIds(), false)
  it.each([
    ['one address', '203.0.113.7', '203.0.113.7', true],
    ['two addresses', '203.0.113.7', '203.0.113.8', false],
    ['one IPv6 network', '2001:db8:1:2::1', '2001:0db8:0001:0002:ffff:ffff:ffff:ffff', true],
    ['two IPv6 networks', '2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['two IPv6 networks with zeros inside', '2001:db8::1', '2001:db8:0:1::1', false],
  ])('of %s: %s and %s', (_, one, other, isSame) => {
    expect(mark(request({}), one) === mark(request({}), other)).toBe(isSame)
  })

  it('is another one in another process and does not show the address', () => {
    const one = mark(request({}), '203.0.113.7')
    expect(createSourceMark(createIds(), false)(request({}), '203.0.113.7')).not.toBe(one)
    expect(one).not.toContain('203')
  })
})

describe('an origin', () => {
  it.each([
    [{}, false, true],
    [{ origin: 'http://chat.test' }, false, true],
    [{ origin: 'https://chat.test' }, false, true],
    [{ origin: 'https://lachan.example' }, false, true],
    [{ origin: 'http://lachan.example' }, false, false],
    [{ origin: 'http://chat.test.evil' }, false, false],
    [{ origin: 'http://chat.test:8080' }, false, false],
    [{ origin: 'not a url' }, false, false],
    [{ origin: 'null' }, false, false],
    [{ origin: 'null' }, true, true],
    [{ origin: 'null', 'sec-fetch-site': 'same-origin' }, false, true],
    [{ origin: 'null', 'sec-fetch-site': 'cross-site' }, true, false],
  ])('%j, from a form: %s, is our own: %s', (headers, fromForm, expected) => {
    expect(isOwnOrigin(request(headers), 'https://lachan.example/', fromForm)).toBe(expected)
  })
})

describe('the encoding', () => {
  it.each([
    [null, 'plain'],
    ['gzip, deflate, br', 'br'],
    ['gzip, deflate', 'gzip'],
    ['br;q=0, gzip;q=0.5', 'gzip'],
    ['*', 'br'],
    ['*;q=0', 'plain'],
    ['identity', 'plain'],
  ] as const)('for Accept-Encoding %s is %s', (accept, expected) => {
    expect(chooseEncoding(accept)).toBe(expected)
  })
})
