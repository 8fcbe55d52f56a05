import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readConfig, settingNames } from '../src/config.ts'
import { ConfigError } from '../src/core/errors.ts'
import { realContent } from './support/test-app.ts'

const words = realContent().translate('vi')
const dir = mkdtempSync(join(tmpdir(), 'la-chan-config-'))
const keyFile = join(dir, 'key')
writeFileSync(keyFile, 'x')
const verificationFile = join(dir, 'zalo_verifierAb-1.html')
writeFileSync(verificationFile, '<p>zalo</p>')
const telegram = { TELEGRAM_BOT_TOKEN: '123456:AA-b_c' }
const zalo = { ZALO_OA_APP_ID: '1', ZALO_OA_APP_SECRET: 'a', ZALO_OA_SECRET: 'b', ZALO_OA_REFRESH_TOKEN: 'c' }
afterAll(() => rmSync(dir, { recursive: true }))

const read = (env: Readonly<Record<string, string>> = {}) => readConfig(env, words)
const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  return []
}

describe('the settings', () => {
  it('have defaults for everything', () => {
    expect(read()).toEqual({
      host: '127.0.0.1',
      port: 8080,
      publicUrl: 'http://127.0.0.1:8080',
      hasProxy: false,
      dataDir: resolve('data'),
      database: { kind: 'sqlite', file: resolve('data/la-chan.sqlite') },
      masterKeyFile: resolve('data/master.key'),
      makesMasterKey: true,
      defaultUnit: 'VN',
      defaultLocale: 'vi',
      hasSampleData: true,
      logLevel: 'info',
      model: undefined,
      telegram: undefined,
      zalo: undefined,
    })
  })

  it('mean what they say', () => {
    const env = {
      HOST: '0.0.0.0',
      PORT: '9000',
      PUBLIC_URL: 'https://la-chan.example/',
      DATA_DIR: dir,
      DATABASE_URL: 'postgres://bot:secret@db.internal:5432/bot',
      MASTER_KEY_FILE: keyFile,
      DEFAULT_UNIT: '38-M1',
      DEFAULT_LOCALE: 'en',
      SAMPLE_DATA: 'on',
      LOG_LEVEL: 'debug',
      LLM_BASE_URL: 'http://ollama:11434/v1/',
      LLM_MODEL: 'qwen3:4b',
      LLM_API_KEY: 'sk-1',
      TELEGRAM_BOT_TOKEN: '123456:AA-b_c',
      TELEGRAM_API_ROOT: 'http://127.0.0.1:8081/',
      TELEGRAM_MODE: 'webhook',
      TELEGRAM_WEBHOOK_SECRET: 'Secret_1-2',
      TELEGRAM_OFFICER_CHAT: '-1001234567890',
      TELEGRAM_OFFICER_WORDS: 'on',
      ZALO_OA_APP_ID: '2718281828459045235',
      ZALO_OA_APP_SECRET: 'app',
      ZALO_OA_SECRET: 'oa',
      ZALO_OA_REFRESH_TOKEN: 'rt',
      ZALO_OA_API_ROOT: 'http://localhost:8082/',
      ZALO_OA_OAUTH_ROOT: 'https://oauth.example',
      ZALO_OA_VERIFICATION: verificationFile,
      ZALO_OA_ID: '4318675309000000001',
      ZALO_OA_SIGN_WITH: 'app-secret',
      ZALO_OA_SIGN_FIRST: 'oa-id',
      ZALO_OA_BUTTONS: 'on',
    }
    expect(Object.keys(env).toSorted()).toEqual([...settingNames].toSorted())
    expect(read(env)).toEqual({
      host: '0.0.0.0',
      port: 9000,
      publicUrl: 'https://la-chan.example',
      hasProxy: true,
      dataDir: dir,
      database: { kind: 'postgres', url: env.DATABASE_URL },
      masterKeyFile: keyFile,
      makesMasterKey: false,
      defaultUnit: '38-M1',
      defaultLocale: 'en',
      hasSampleData: true,
      logLevel: 'debug',
      model: { baseUrl: 'http://ollama:11434/v1', name: 'qwen3:4b', apiKey: 'sk-1' },
      telegram: {
        token: '123456:AA-b_c',
        apiRoot: 'http://127.0.0.1:8081',
        officerChat: { id: -1_001_234_567_890, showsWords: true },
        receiving: { mode: 'webhook', publicUrl: 'https://la-chan.example', secret: 'Secret_1-2' },
      },
      zalo: {
        appId: '2718281828459045235',
        appSecret: 'app',
        signature: { firstTerm: '4318675309000000001', secret: 'app' },
        usesButtons: true,
        refreshToken: 'rt',
        apiRoot: 'http://localhost:8082',
        oauthRoot: 'https://oauth.example',
        verification: { name: 'zalo_verifierAb-1.html', content: '<p>zalo</p>' },
      },
    })
  })

  it('that are blank are not set, and white space around them does not count', () => {
    expect(read({ PORT: '', HOST: '  ', DATABASE_URL: '', TELEGRAM_BOT_TOKEN: ' ' })).toEqual(read())
    expect(read({ PORT: ' 9000 ' }).port).toBe(9000)
  })

  it.each([
    [{ PORT: '81' }, 'http://127.0.0.1:81'],
    [{ HOST: '::1' }, 'http://[::1]:8080'],
    [{ PUBLIC_URL: 'https://la-chan.example/a//' }, 'https://la-chan.example/a'],
  ])('%j are reached at %s', (env, url) => {
    expect(read(env as unknown as Record<string, string>).publicUrl).toBe(url)
  })

  it.each([
    [{}, true],
    [{ SAMPLE_DATA: 'off' }, false],
    [{ DATABASE_URL: 'postgresql://x@y/z', MASTER_KEY_FILE: keyFile }, false],
    [{ DATABASE_URL: 'postgresql://x@y/z', MASTER_KEY_FILE: keyFile, SAMPLE_DATA: 'on' }, true],
    [telegram, false],
    [zalo, false],
    [{ ...telegram, SAMPLE_DATA: 'on' }, true],
  ])('%j: sample data %s', (env, hasSampleData) => {
    expect(read(env as unknown as Record<string, string>).hasSampleData).toBe(hasSampleData)
  })

  it('of a platform have defaults, too', () => {
    expect(read(telegram).telegram).toEqual({
      token: '123456:AA-b_c',
      apiRoot: 'https://api.telegram.org',
      receiving: { mode: 'polling' },
    })
    expect(read(zalo).zalo).toMatchObject({
      apiRoot: 'https://openapi.zalo.me',
      oauthRoot: 'https://oauth.zaloapp.com',
      verification: undefined,
      signature: { firstTerm: '1', secret: 'b' },
      usesButtons: false,
    })
  })

  it('never make a key beside one that was named', () => {
    expect(read({ MASTER_KEY_FILE: keyFile })).toMatchObject({ masterKeyFile: keyFile, makesMasterKey: false })
  })
})

describe('a wrong setting', () => {
  it.each([
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['PUBLIC_URL', 'la-chan.example'],
    ['PUBLIC_URL', 'ftp://la-chan.example'],
    ['DATABASE_URL', 'mysql://x@y/z'],
    ['DATABASE_URL', 'not a url'],
    ['DEFAULT_UNIT', 'Hà Nội'],
    ['DEFAULT_UNIT', 'x'.repeat(21)],
    ['DEFAULT_LOCALE', 'fr'],
    ['SAMPLE_DATA', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['LLM_BASE_URL', 'localhost:11434/v1'],
    ['LLM_BASE_URL', 'not a url'],
    ['LLM_BASE_URL', 'file:///v1'],
    ['LLM_BASE_URL', 'http://bot:secret@localhost/v1'],
    ['LLM_BASE_URL', 'http://localhost/v1?key=1'],
    ['LLM_MODEL', 'x'.repeat(201)],
    ['LLM_API_KEY', 'two words'],
    ['TELEGRAM_BOT_TOKEN', 'hunter2'],
    ['TELEGRAM_API_ROOT', 'http://api.telegram.org'],
    ['TELEGRAM_API_ROOT', 'http://127.0.0.1.example'],
    ['TELEGRAM_API_ROOT', 'https://bot:secret@telegram.example'],
    ['TELEGRAM_MODE', 'push'],
    ['TELEGRAM_WEBHOOK_SECRET', 'a b'],
    ['TELEGRAM_WEBHOOK_SECRET', 'x'.repeat(257)],
    ['ZALO_OA_API_ROOT', 'http://openapi.zalo.me'],
    ['ZALO_OA_OAUTH_ROOT', 'ftp://localhost'],
  ])('%s=%s is named with what would be right', (name, value) => {
    expect(faultsOf({ [name]: value })).toEqual([`${name}: ${words(`config.bad.${name}`)}`])
  })

  it('a file that proves the domain has its name, is there, and is of no use without an account', () => {
    const faults = (file: string, env = zalo as Record<string, string>) =>
      faultsOf({ ...env, ZALO_OA_VERIFICATION: file })
    expect(faults(keyFile)).toEqual([`ZALO_OA_VERIFICATION: ${words('config.bad.ZALO_OA_VERIFICATION')}`])
    const missing = join(dir, 'zalo_verifier2.html')
    expect(faults(missing)).toEqual([`ZALO_OA_VERIFICATION: ${words('config.keyMissing', { file: missing })}`])
    expect(faults(verificationFile)).toEqual([])
    expect(faults(verificationFile, {})).toHaveLength(4)
  })

  it('a webhook needs a secret and an address by https', () => {
    const webhook = { ...telegram, TELEGRAM_MODE: 'webhook' }
    expect(faultsOf(webhook)).toEqual([
      `TELEGRAM_WEBHOOK_SECRET: ${words('config.webhookSecretNeeded')}`,
      `PUBLIC_URL: ${words('config.webhookNeedsHttps')}`,
    ])
    const set = { ...webhook, TELEGRAM_WEBHOOK_SECRET: 's' }
    expect(faultsOf({ ...set, PUBLIC_URL: 'http://la-chan.example' })).toHaveLength(1)
    expect(faultsOf({ ...set, PUBLIC_URL: 'https://la-chan.example' })).toEqual([])
  })

  it('has words for every setting', () => {
    for (const name of settingNames) expect(words(`config.bad.${name}`)).not.toBe('')
  })

  it('stands beside every other one in the same error', () => {
    const env = { PORT: '0', DEFAULT_LOCALE: 'fr', SAMPLE_DATA: 'maybe', TELEGRAM_BOT_TOKEN: 'x' }
    expect(faultsOf(env).map((fault) => fault.split(':')[0])).toEqual(Object.keys(env))
    expect(() => read(env)).toThrow(ConfigError)
  })

  it.each(['EMBEDDINGS_MODEL'])('%s is of a later version and is refused rather than passed over', (name) => {
    expect(faultsOf({ [name]: 'something' })).toEqual([`${name}: ${words('config.later')}`])
  })

  it('a database of its own needs a key file, which must be there', () => {
    const url = 'postgres://bot@db/bot'
    expect(faultsOf({ DATABASE_URL: url })).toEqual([`MASTER_KEY_FILE: ${words('config.keyNeeded')}`])
    const missing = join(dir, 'missing')
    expect(faultsOf({ DATABASE_URL: url, MASTER_KEY_FILE: missing })).toEqual([
      `MASTER_KEY_FILE: ${words('config.keyMissing', { file: missing })}`,
    ])
    expect(faultsOf({ DATABASE_URL: url, MASTER_KEY_FILE: keyFile })).toEqual([])
  })

  it.each([
    'https://api.openai.com/v1',
    'https://mkp-api.fptcloud.com/v1',
    'http://8.8.8.8/v1',
    'http://172.32.0.1/v1',
    'http://[2001:4860:4860::8888]/v1',
  ])('a model at %s is refused: questions must not leave the premises', (url) => {
    const faults = [`LLM_BASE_URL: ${words('config.modelNotLocal')}`]
    expect(faultsOf({ LLM_BASE_URL: url, LLM_MODEL: 'm' })).toEqual(faults)
  })

  it('a model needs a name, and no proxy between', () => {
    const LLM_BASE_URL = 'http://localhost:11434/v1'
    expect(faultsOf({ LLM_BASE_URL })).toEqual([`LLM_MODEL: ${words('config.modelNeeded')}`])
    const proxied = [`NODE_USE_ENV_PROXY: ${words('config.modelProxy')}`]
    for (const way of [{ NODE_USE_ENV_PROXY: '1' }, { NODE_OPTIONS: '--use-env-proxy' }]) {
      expect(faultsOf({ LLM_BASE_URL, LLM_MODEL: 'm', ...way })).toEqual(proxied)
      expect(faultsOf({ LLM_MODEL: 'm', ...way })).toEqual([])
    }
  })

  it('is never repeated in the fault: it may be a secret', () => {
    const faults = faultsOf({ DATABASE_URL: 'mysql://bot:hunter2@db/bot', TELEGRAM_BOT_TOKEN: 'hunter2' })
    expect(faults.length).toBeGreaterThan(1)
    expect(faults.join()).not.toContain('hunter2')
  })
})

describe('.env.example', () => {
  const lines = readFileSync('.env.example', 'utf8').split('\n')

  it.each(settingNames)('lists %s', (name) => {
    expect(lines.filter((line) => line.startsWith(`#${name}=`))).toHaveLength(1)
  })

  it('sets nothing by itself', () => {
    expect(lines.filter((line) => line.trim() !== '' && !line.startsWith('#'))).toEqual([])
  })
})

it('names the missing key beside a bad port', () => {
  const faults = faultsOf({ PORT: '0', DATABASE_URL: 'postgres://x@y/z' })
  expect(faults.map((fault) => fault.split(':')[0])).toEqual(['PORT', 'MASTER_KEY_FILE'])
})

it.each([
  ['0.0.0.0', 'http://localhost:8080'],
  ['::', 'http://localhost:8080'],
  ['::1', 'http://[::1]:8080'],
  ['10.0.0.5', 'http://10.0.0.5:8080'],
])('listening on %s is reached at %s', (HOST, publicUrl) => {
  expect(read({ HOST }).publicUrl).toBe(publicUrl)
})
