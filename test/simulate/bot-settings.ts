import { readConfig, type Config } from '../../src/config.ts'
import type { Content } from '../../src/content.ts'
import type { FakeTelegram } from '../support/fake-telegram.ts'
import type { FakeZalo } from '../support/fake-zalo.ts'
import { officersGroup } from './cast.ts'

export interface BotSettingsOptions {
  readonly telegram: Pick<FakeTelegram, 'token' | 'apiRoot'>
  readonly zalo: Pick<FakeZalo, 'root' | 'refreshToken' | 'state'>
  readonly botPort: number
  readonly isWebhook: boolean
  readonly dataDir: string
  readonly content: Pick<Content, 'translate'>
}

const webhookSecret = 'Secret_of-the-simulator_0123456789'

/** The bot's settings, as an operator would give them; nothing is taken from the environment. */
export function settingsOf({ telegram, zalo, botPort, isWebhook, dataDir, content }: BotSettingsOptions): Config {
  const config = readConfig(
    {
      PORT: String(botPort),
      DATA_DIR: dataDir,
      SAMPLE_DATA: 'on',
      TELEGRAM_BOT_TOKEN: telegram.token,
      TELEGRAM_API_ROOT: telegram.apiRoot,
      ZALO_OA_APP_ID: zalo.state.appId,
      ZALO_OA_APP_SECRET: zalo.state.appSecret,
      ZALO_OA_SECRET: zalo.state.oaSecret,
      ZALO_OA_REFRESH_TOKEN: zalo.refreshToken,
      ZALO_OA_API_ROOT: zalo.root,
      ZALO_OA_OAUTH_ROOT: zalo.root,
      TELEGRAM_OFFICER_CHAT: String(officersGroup),
    },
    content.translate('vi'),
  )
  if (!isWebhook || config.telegram === undefined) return config
  // Telegram itself wants https, which a machine has not got for itself: the fake posts without.
  const receiving = { mode: 'webhook', publicUrl: config.publicUrl, secret: webhookSecret } as const
  return { ...config, telegram: { ...config.telegram, receiving } }
}
