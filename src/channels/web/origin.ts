import { createHmac } from 'node:crypto'
import { BlockList, isIP, isIPv4 } from 'node:net'
import type { Ids } from '../../core/ports.ts'

/**
 * Whether a POST comes from our own page: no Origin header (not a browser), or the origin of this host or of `publicUrl`.
 * Under `Referrer-Policy: no-referrer` a browser sends `Origin: null` with a form (Fetch, "append a request Origin header"):
 * Sec-Fetch-Site tells then, and `fromForm` says what holds for browsers that are too old to send it.
 */
export function isOwnOrigin(request: Request, publicUrl: string | undefined, fromForm: boolean): boolean {
  const origin = request.headers.get('origin')
  if (origin === null) return true
  if (origin === 'null') {
    const site = request.headers.get('sec-fetch-site')
    return site === null ? fromForm : site === 'same-origin'
  }
  if (!URL.canParse(origin)) return false
  const { host } = new URL(origin)
  const own = [new URL(request.url).host, request.headers.get('host')]
  return own.includes(host) || (publicUrl !== undefined && new URL(publicUrl).origin === new URL(origin).origin)
}

const near = new BlockList()
near.addSubnet('127.0.0.0', 8, 'ipv4')
near.addSubnet('10.0.0.0', 8, 'ipv4')
near.addSubnet('172.16.0.0', 12, 'ipv4')
near.addSubnet('192.168.0.0', 16, 'ipv4')
near.addSubnet('169.254.0.0', 16, 'ipv4')
near.addAddress('::1', 'ipv6')
near.addSubnet('fc00::', 7, 'ipv6')
near.addSubnet('fe80::', 10, 'ipv6')

/**
 * The client's IP address: the other end of the socket. Where the operator has put a proxy before us (`trustsProxy`) and the
 * socket is one close to us, it is the last X-Forwarded-For entry: the one that this proxy wrote.
 */
export function clientAddress(request: Request, peer: string, trustsProxy: boolean): string {
  const socket = plainAddress(peer)
  if (!trustsProxy || !isNear(socket)) return socket
  const forwarded = plainAddress(request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '')
  return isIP(forwarded) === 0 ? socket : forwarded
}

/**
 * Marks where requests come from with a key that lives and dies with this process: who holds the database, the logs and
 * the master key cannot tell whether an address was here. An IPv6 network (/64) counts as one, as one customer holds it whole.
 */
export function createSourceMark(
  ids: Pick<Ids, 'token'>,
  trustsProxy: boolean,
): (request: Request, peer: string) => string {
  const key = ids.token()
  return (request, peer) => {
    const address = clientAddress(request, peer, trustsProxy)
    return createHmac('sha256', key)
      .update(isIP(address) === 6 ? network64(address) : address)
      .digest('base64url')
  }
}

function plainAddress(address: string): string {
  const bare = address.replace(/%.*$/, '').toLowerCase()
  const mapped = bare.replace(/^::ffff:/, '')
  return isIPv4(mapped) ? mapped : bare
}

function isNear(address: string): boolean {
  const version = isIP(address)
  return version !== 0 && near.check(address, version === 4 ? 'ipv4' : 'ipv6')
}

function network64(address: string): string {
  const [head = '', tail] = address.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length
  const groups = [...front, ...Array.from({ length: zeros }, () => '0'), ...back]
  return groups
    .slice(0, 4)
    .map((group) => parseInt(group, 16).toString(16))
    .join(':')
}
