import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'

/** This machine and private networks: what is sent there does not leave the premises. */
const local = new BlockList()
for (const [network, bits] of [
  ['127.0.0.0', 8],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
] as const)
  local.addSubnet(network, bits, 'ipv4')
local.addAddress('::1', 'ipv6')
local.addSubnet('fc00::', 7, 'ipv6')

const localEndings = ['.localhost', '.local', '.internal']

/** Whether a URL names this machine or a private network: by an address of it, or by a name that only means something there. */
export function isLocalUrl(url: URL): boolean {
  const host = hostOf(url)
  if (isIP(host) !== 0) return isLocalAddress(host)
  return host !== '' && (!host.includes('.') || localEndings.some((ending) => host.endsWith(ending)))
}

/** Answers the addresses of a name. */
export type LookUp = (name: string) => Promise<readonly string[]>

/** Asks the system, as a connection would. */
export const systemLookUp: LookUp = async (name) => (await lookup(name, { all: true })).map(({ address }) => address)

/** Whether every address behind a URL is local, now: a name of one word may be somebody else's on the internet. */
export async function leadsToLocal(url: URL, lookUp: LookUp): Promise<boolean> {
  if (!isLocalUrl(url)) return false
  const host = hostOf(url)
  const addresses = isIP(host) === 0 ? await lookUp(host) : [host]
  return addresses.length > 0 && addresses.every(isLocalAddress)
}

function isLocalAddress(address: string): boolean {
  const kind = isIP(address)
  return kind !== 0 && local.check(address, kind === 6 ? 'ipv6' : 'ipv4')
}

/** Without the brackets of an IPv6 address and the dot that may end a name. */
function hostOf({ hostname }: URL): string {
  return hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '')
}
