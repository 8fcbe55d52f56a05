import { describe, expect, it } from 'vitest'
import { isLocalUrl, leadsToLocal } from '../../../src/knowledge/chain/local-network.ts'

describe('a model’s address', () => {
  it.each([
    'localhost:11434',
    'LOCALHOST',
    'localhost.',
    'llm.localhost',
    '127.0.0.1:8000',
    '127.9.9.9',
    '0x7f.1',
    '2130706433',
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.254',
    '192.168.1.20:1234',
    '100.64.0.1',
    '100.127.255.254',
    '[::1]:8000',
    '[fd12:3456::1]',
    '[fc00::1]',
    '[::ffff:10.0.0.1]',
    'ollama:11434',
    'may-chu.local',
    'llm.cong-an.internal',
  ])('%s is on the premises', (host) => {
    expect(isLocalUrl(new URL(`http://${host}/v1`))).toBe(true)
  })

  it.each([
    'api.openai.com',
    'mkp-api.fptcloud.com',
    'localhost.example.com',
    'x.local.example',
    'internal.com',
    '8.8.8.8',
    '134744072',
    '0.0.0.0',
    '9.255.255.255',
    '11.0.0.0',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '192.169.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '127.0.0.1.nip.io',
    '10.0.0.1.example',
    '[2001:4860:4860::8888]',
    '[::ffff:8.8.8.8]',
    '[fe00::1]',
  ])('%s is not', (host) => {
    expect(isLocalUrl(new URL(`http://${host}/v1`))).toBe(false)
  })

  it.each([
    ['a name that leads here', 'ollama', ['172.18.0.2', 'fd00::2'], true],
    ['a name of one word that is somebody’s on the internet', 'ai', ['8.8.8.8'], false],
    ['a name that leads here and elsewhere', 'llm.internal', ['10.0.0.1', '2001:4860:4860::8888'], false],
    ['a name that leads nowhere', 'llm.local', [], false],
    ['a public name that leads here', 'llm.example.com', ['127.0.0.1'], false],
    ['an address', '127.0.0.1', [], true],
  ])('that is %s is looked at again before each request', async (_what, host, addresses, is) => {
    expect(await leadsToLocal(new URL(`http://${host}/v1`), async () => addresses)).toBe(is)
  })
})
