import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { TelegramSettings } from './channels/telegram/settings.ts'
import type { ZaloSettings } from './channels/zalo/settings.ts'
import type { Words } from './core/ports.ts'

/** The settings of Telegram as they were given, each right by itself. */
export interface GivenTelegram {
  readonly TELEGRAM_BOT_TOKEN?: string | undefined
  readonly TELEGRAM_API_ROOT?: string | undefined
  readonly TELEGRAM_MODE?: 'polling' | 'webhook' | undefined
  readonly TELEGRAM_WEBHOOK_SECRET?: string | undefined
  readonly TELEGRAM_OFFICER_CHAT?: number | undefined
  readonly TELEGRAM_OFFICER_WORDS?: 'on' | 'off' | undefined
}

/** The settings of Zalo as they were given, each right by itself. */
export interface GivenZalo {
  readonly ZALO_OA_APP_ID?: string | undefined
  readonly ZALO_OA_APP_SECRET?: string | undefined
  readonly ZALO_OA_SECRET?: string | undefined
  readonly ZALO_OA_REFRESH_TOKEN?: string | undefined
  readonly ZALO_OA_API_ROOT?: string | undefined
  readonly ZALO_OA_OAUTH_ROOT?: string | undefined
  readonly ZALO_OA_VERIFICATION?: string | undefined
  readonly ZALO_OA_ID?: string | undefined
  readonly ZALO_OA_SIGN_WITH?: 'oa-secret' | 'app-secret' | undefined
  readonly ZALO_OA_SIGN_FIRST?: 'app-id' | 'oa-id' | undefined
  readonly ZALO_OA_BUTTONS?: 'on' | 'off' | undefined
}

/** Where faults go, and what tells of a setting that was given but is wrong: that one is named already. */
export interface PlatformContext {
  readonly words: Words
  readonly faults: string[]
  readonly isSet: (name: string) => boolean
}

const zaloNeeded = ['ZALO_OA_APP_ID', 'ZALO_OA_APP_SECRET', 'ZALO_OA_SECRET', 'ZALO_OA_REFRESH_TOKEN'] as const
/** Given alone they mean that the others were forgotten. */
const zaloOther = [
  'ZALO_OA_VERIFICATION',
  'ZALO_OA_ID',
  'ZALO_OA_SIGN_WITH',
  'ZALO_OA_SIGN_FIRST',
  'ZALO_OA_BUTTONS',
] as const

/** Telegram's settings; undefined without a token. */
export function readTelegram(
  given: GivenTelegram,
  publicUrl: string,
  { words, faults, isSet }: PlatformContext,
): TelegramSettings | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_SECRET: secret, TELEGRAM_OFFICER_CHAT: chat } = given
  const showsWords = given.TELEGRAM_OFFICER_WORDS === 'on'
  if (chat !== undefined && !isSet('TELEGRAM_BOT_TOKEN'))
    faults.push(`TELEGRAM_BOT_TOKEN: ${words('config.officerChatNeedsBot')}`)
  if (showsWords && !isSet('TELEGRAM_OFFICER_CHAT'))
    faults.push(`TELEGRAM_OFFICER_CHAT: ${words('config.officerWordsNeedChat')}`)
  if (token === undefined) return undefined
  const apiRoot = withoutSlash(given.TELEGRAM_API_ROOT ?? 'https://api.telegram.org')
  const bot = { token, apiRoot, ...(chat === undefined ? {} : { officerChat: { id: chat, showsWords } }) }
  if (given.TELEGRAM_MODE !== 'webhook') return { ...bot, receiving: { mode: 'polling' } }
  if (!isSet('TELEGRAM_WEBHOOK_SECRET')) faults.push(`TELEGRAM_WEBHOOK_SECRET: ${words('config.webhookSecretNeeded')}`)
  if (!publicUrl.startsWith('https:')) faults.push(`PUBLIC_URL: ${words('config.webhookNeedsHttps')}`)
  return { ...bot, receiving: { mode: 'webhook', publicUrl, secret: secret ?? '' } }
}

/** Zalo's settings; undefined when none of them is given. Those that are needed come together. */
export function readZalo(given: GivenZalo, { words, faults, isSet }: PlatformContext): ZaloSettings | undefined {
  if (![...zaloNeeded, ...zaloOther].some(isSet)) return undefined
  for (const name of zaloNeeded) if (!isSet(name)) faults.push(`${name}: ${words('config.zaloNeeded')}`)
  const signsFirst = given.ZALO_OA_SIGN_FIRST ?? 'app-id'
  if (signsFirst === 'oa-id' && !isSet('ZALO_OA_ID')) faults.push(`ZALO_OA_ID: ${words('config.zaloIdNeeded')}`)
  return {
    appId: given.ZALO_OA_APP_ID ?? '',
    appSecret: given.ZALO_OA_APP_SECRET ?? '',
    signature: {
      firstTerm: (signsFirst === 'oa-id' ? given.ZALO_OA_ID : given.ZALO_OA_APP_ID) ?? '',
      secret: (given.ZALO_OA_SIGN_WITH === 'app-secret' ? given.ZALO_OA_APP_SECRET : given.ZALO_OA_SECRET) ?? '',
    },
    usesButtons: given.ZALO_OA_BUTTONS === 'on',
    refreshToken: given.ZALO_OA_REFRESH_TOKEN ?? '',
    apiRoot: withoutSlash(given.ZALO_OA_API_ROOT ?? 'https://openapi.zalo.me'),
    oauthRoot: withoutSlash(given.ZALO_OA_OAUTH_ROOT ?? 'https://oauth.zaloapp.com'),
    verification: readVerification(given.ZALO_OA_VERIFICATION, words, faults),
  }
}

/** Where a platform is: tokens and what people write go there, so that nobody on the way may read it. */
export function isSafeRoot(text: string): boolean {
  const url = URL.parse(text)
  if (url === null || [url.username, url.password, url.search, url.hash].some((part) => part !== '')) return false
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname)
}

function readVerification(file: string | undefined, words: Words, faults: string[]): ZaloSettings['verification'] {
  if (file === undefined) return undefined
  try {
    return { name: basename(file), content: readFileSync(file, 'utf8') }
  } catch {
    faults.push(`ZALO_OA_VERIFICATION: ${words('config.keyMissing', { file })}`)
    return undefined
  }
}

function withoutSlash(root: string): string {
  return root.replace(/\/+$/, '')
}
