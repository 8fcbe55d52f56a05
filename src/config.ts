import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { TelegramSettings } from './channels/telegram/settings.ts'
import type { ZaloSettings } from './channels/zalo/settings.ts'
import { ConfigError } from './core/errors.ts'
import type { Words } from './core/ports.ts'
import { rootUnit } from './core/unit.ts'
import type { ModelSettings } from './knowledge/chain/complete.ts'
import { isLocalUrl } from './knowledge/chain/local-network.ts'
import { isSafeRoot, readTelegram, readZalo } from './platform-settings.ts'

/** What the settings mean. Nothing else reads the environment. */
export interface Config {
  readonly host: string
  readonly port: number
  /** Without a slash at the end. */
  readonly publicUrl: string
  /** PUBLIC_URL is set: a proxy stands in front and says where requests come from. */
  readonly hasProxy: boolean
  readonly dataDir: string
  readonly database:
    { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string }
  readonly masterKeyFile: string
  /** True when a missing master key may be made. */
  readonly makesMasterKey: boolean
  readonly defaultUnit: string
  readonly defaultLocale: string
  readonly hasSampleData: boolean
  readonly logLevel: string
  /** The language model on the premises; nothing depends on there being one. */
  readonly model: ModelSettings | undefined
  /** Undefined: the platform is off. */
  readonly telegram: TelegramSettings | undefined
  readonly zalo: ZaloSettings | undefined
}

/** The settings of INTERFACES that this version reads. */
export const settingNames = [
  'HOST',
  'PORT',
  'PUBLIC_URL',
  'DATA_DIR',
  'DATABASE_URL',
  'MASTER_KEY_FILE',
  'DEFAULT_UNIT',
  'DEFAULT_LOCALE',
  'SAMPLE_DATA',
  'LOG_LEVEL',
  'LLM_BASE_URL',
  'LLM_MODEL',
  'LLM_API_KEY',
  'TELEGRAM_BOT_TOKEN',
  'TELEGRAM_API_ROOT',
  'TELEGRAM_MODE',
  'TELEGRAM_WEBHOOK_SECRET',
  'TELEGRAM_OFFICER_CHAT',
  'TELEGRAM_OFFICER_WORDS',
  'ZALO_OA_APP_ID',
  'ZALO_OA_APP_SECRET',
  'ZALO_OA_SECRET',
  'ZALO_OA_REFRESH_TOKEN',
  'ZALO_OA_API_ROOT',
  'ZALO_OA_OAUTH_ROOT',
  'ZALO_OA_VERIFICATION',
  'ZALO_OA_ID',
  'ZALO_OA_SIGN_WITH',
  'ZALO_OA_SIGN_FIRST',
  'ZALO_OA_BUTTONS',
] as const

/** Settings of what a later version brings: set, they stop the start rather than being passed over. */
const laterSettings = ['EMBEDDINGS_MODEL']

const blankIsUnset = (value: unknown) =>
  typeof value === 'string' && value.trim() === '' ? undefined : typeof value === 'string' ? value.trim() : value
const optional = <T extends z.ZodType>(shape: T) => z.preprocess(blankIsUnset, shape.optional())

const settings = z.object({
  HOST: optional(z.string()),
  PORT: optional(z.coerce.number().int().min(1).max(65_535)),
  PUBLIC_URL: optional(z.url({ protocol: /^https?$/ })),
  DATA_DIR: optional(z.string()),
  DATABASE_URL: optional(z.url({ protocol: /^postgres(ql)?$/ })),
  MASTER_KEY_FILE: optional(z.string()),
  DEFAULT_UNIT: optional(z.string().regex(/^[A-Za-z0-9-]{1,20}$/)),
  DEFAULT_LOCALE: optional(z.enum(['vi', 'en'])),
  SAMPLE_DATA: optional(z.enum(['on', 'off'])),
  LOG_LEVEL: optional(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'])),
  LLM_BASE_URL: optional(z.url({ protocol: /^https?$/ }).refine(isPlainUrl)),
  LLM_MODEL: optional(z.string().max(200)),
  LLM_API_KEY: optional(z.string().regex(/^[!-~]+$/)),
  TELEGRAM_BOT_TOKEN: optional(z.string().regex(/^\d+:[\w-]+$/)),
  TELEGRAM_API_ROOT: optional(z.string().refine(isSafeRoot)),
  TELEGRAM_MODE: optional(z.enum(['polling', 'webhook'])),
  TELEGRAM_WEBHOOK_SECRET: optional(z.string().regex(/^[A-Za-z0-9_-]{1,256}$/)),
  TELEGRAM_OFFICER_CHAT: optional(
    z
      .string()
      .regex(/^-[1-9]\d{4,15}$/)
      .transform(Number),
  ),
  TELEGRAM_OFFICER_WORDS: optional(z.enum(['on', 'off'])),
  ZALO_OA_APP_ID: optional(z.string().regex(/^\d+$/)),
  ZALO_OA_APP_SECRET: optional(z.string().regex(/^[!-~]+$/)),
  ZALO_OA_SECRET: optional(z.string().regex(/^[!-~]+$/)),
  ZALO_OA_REFRESH_TOKEN: optional(z.string().regex(/^[!-~]+$/)),
  ZALO_OA_API_ROOT: optional(z.string().refine(isSafeRoot)),
  ZALO_OA_OAUTH_ROOT: optional(z.string().refine(isSafeRoot)),
  ZALO_OA_VERIFICATION: optional(z.string().regex(/(^|[\\/])zalo_verifier[\w-]*\.html$/)),
  ZALO_OA_ID: optional(z.string().regex(/^\d+$/)),
  ZALO_OA_SIGN_WITH: optional(z.enum(['oa-secret', 'app-secret'])),
  ZALO_OA_SIGN_FIRST: optional(z.enum(['app-id', 'oa-id'])),
  ZALO_OA_BUTTONS: optional(z.enum(['on', 'off'])),
})
type Given = Partial<z.infer<typeof settings>>

/** Reads the settings, with their defaults. Throws one `ConfigError` that names every fault. */
export function readConfig(env: Readonly<Record<string, string | undefined>>, words: Words): Config {
  const faults: string[] = []
  const given: Given = {}
  for (const name of settingNames) {
    const read = settings.shape[name].safeParse(env[name])
    if (read.success) Object.assign(given, { [name]: read.data })
    else faults.push(`${name}: ${words(`config.bad.${name}`)}`)
  }
  for (const name of laterSettings)
    if (blankIsUnset(env[name]) !== undefined) faults.push(`${name}: ${words('config.later')}`)
  const host = given.HOST ?? '127.0.0.1'
  const port = given.PORT ?? 8080
  const dataDir = resolve(given.DATA_DIR ?? 'data')
  const databaseUrl = given.DATABASE_URL
  const keyFile = given.MASTER_KEY_FILE
  if (databaseUrl !== undefined && keyFile === undefined) faults.push(`MASTER_KEY_FILE: ${words('config.keyNeeded')}`)
  if (keyFile !== undefined && !existsSync(resolve(keyFile)))
    faults.push(`MASTER_KEY_FILE: ${words('config.keyMissing', { file: keyFile })}`)
  const publicUrl = (given.PUBLIC_URL ?? `http://${reachable(host)}:${port}`).replace(/\/+$/, '')
  const sample = given.SAMPLE_DATA
  const platforms = { words, faults, isSet: (name: string) => blankIsUnset(env[name]) !== undefined }
  const telegram = readTelegram(given, publicUrl, platforms)
  const zalo = readZalo(given, platforms)
  const isTrial = databaseUrl === undefined && telegram === undefined && zalo === undefined
  const config: Config = {
    host,
    port,
    publicUrl,
    hasProxy: given.PUBLIC_URL !== undefined,
    dataDir,
    database:
      databaseUrl === undefined
        ? { kind: 'sqlite', file: join(dataDir, 'la-chan.sqlite') }
        : { kind: 'postgres', url: databaseUrl },
    masterKeyFile: keyFile === undefined ? join(dataDir, 'master.key') : resolve(keyFile),
    makesMasterKey: keyFile === undefined,
    defaultUnit: given.DEFAULT_UNIT ?? rootUnit,
    defaultLocale: given.DEFAULT_LOCALE ?? 'vi',
    hasSampleData: sample === undefined ? isTrial : sample === 'on',
    logLevel: given.LOG_LEVEL ?? 'info',
    model: readModel(given, env, words, faults),
    telegram,
    zalo,
  }
  if (faults.length > 0) throw new ConfigError(faults)
  return config
}

/** The language model's settings. Questions must not leave the premises: a server elsewhere, or a way there, is a fault. */
function readModel(
  { LLM_BASE_URL, LLM_MODEL, LLM_API_KEY }: Given,
  env: Readonly<Record<string, string | undefined>>,
  words: Words,
  faults: string[],
): ModelSettings | undefined {
  if (LLM_BASE_URL === undefined) return undefined
  if (!isLocalUrl(new URL(LLM_BASE_URL))) faults.push(`LLM_BASE_URL: ${words('config.modelNotLocal')}`)
  if (LLM_MODEL === undefined && blankIsUnset(env.LLM_MODEL) === undefined)
    faults.push(`LLM_MODEL: ${words('config.modelNeeded')}`)
  if (blankIsUnset(env.NODE_USE_ENV_PROXY) !== undefined || env.NODE_OPTIONS?.includes('--use-env-proxy') === true)
    faults.push(`NODE_USE_ENV_PROXY: ${words('config.modelProxy')}`)
  return { baseUrl: LLM_BASE_URL.replace(/\/+$/, ''), name: LLM_MODEL ?? '', apiKey: LLM_API_KEY }
}

/** Nothing but where it is: `fetch` takes no names in a URL, and a path is put behind it. */
function isPlainUrl(text: string): boolean {
  const url = URL.parse(text)
  return url !== null && [url.username, url.password, url.search, url.hash].every((part) => part === '')
}

/** How a listening address is reached from this machine: a wildcard is not an address to go to. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}
