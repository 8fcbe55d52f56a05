import { expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { ConfigError } from '../src/core/errors.ts'
import { realContent } from './support/test-app.ts'

const words = realContent().translate('vi')
const telegram = { TELEGRAM_BOT_TOKEN: '123456:AA-b_c' }
const zalo = { ZALO_OA_APP_ID: '1', ZALO_OA_APP_SECRET: 'a', ZALO_OA_SECRET: 'b', ZALO_OA_REFRESH_TOKEN: 'c' }
const read = (env: Readonly<Record<string, string>>) => readConfig(env, words)
function faultsOf(env: Readonly<Record<string, string>>): readonly string[] {
  try {
    read(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
}

it.each(['ZALO_OA_BUTTONS', 'ZALO_OA_SIGN_WITH', 'ZALO_OA_SIGN_FIRST', 'ZALO_OA_ID'])(
  '%s is of no use without an account',
  (name) => {
    const value = { ZALO_OA_BUTTONS: 'on', ZALO_OA_SIGN_WITH: 'app-secret', ZALO_OA_SIGN_FIRST: 'app-id' }[name]
    expect(faultsOf({ [name]: value ?? '1' })).toHaveLength(4)
    expect(faultsOf({ ...zalo, [name]: value ?? '1' })).toEqual([])
  },
)

it('a signature that begins with the account needs its number', () => {
  const faults = [`ZALO_OA_ID: ${words('config.zaloIdNeeded')}`]
  expect(faultsOf({ ...zalo, ZALO_OA_SIGN_FIRST: 'oa-id' })).toEqual(faults)
  expect(read({ ...zalo, ZALO_OA_SIGN_FIRST: 'oa-id', ZALO_OA_ID: '7' }).zalo?.signature).toEqual({
    firstTerm: '7',
    secret: 'b',
  })
})

it.each([
  ['ZALO_OA_APP_ID', 'abc'],
  ['ZALO_OA_APP_SECRET', 'a b'],
  ['ZALO_OA_SECRET', 'é'],
  ['ZALO_OA_ID', 'oa'],
  ['ZALO_OA_SIGN_WITH', 'secret'],
  ['ZALO_OA_SIGN_FIRST', 'app'],
  ['ZALO_OA_BUTTONS', 'yes'],
])('%s=%s is named once beside the others of Zalo', (name, value) => {
  expect(faultsOf({ ...zalo, [name]: value })).toEqual([`${name}: ${words(`config.bad.${name}`)}`])
})

it.each(Object.keys(zalo))('%s is missed among those of Zalo', (name) => {
  expect(faultsOf({ ...zalo, [name]: '' })).toEqual([`${name}: ${words('config.zaloNeeded')}`])
})

it('a group of the officers needs a bot, and words in it need a group', () => {
  const chat = { TELEGRAM_OFFICER_CHAT: '-1001234567890' }
  expect(faultsOf(chat)).toEqual([`TELEGRAM_BOT_TOKEN: ${words('config.officerChatNeedsBot')}`])
  expect(faultsOf({ ...telegram, TELEGRAM_OFFICER_WORDS: 'on' })).toEqual([
    `TELEGRAM_OFFICER_CHAT: ${words('config.officerWordsNeedChat')}`,
  ])
  expect(faultsOf({ ...telegram, TELEGRAM_OFFICER_WORDS: 'off' })).toEqual([])
  const officerChat = { id: -1_001_234_567_890, showsWords: false }
  expect(read({ ...telegram, ...chat }).telegram).toMatchObject({ officerChat })
  expect(read({ ...telegram, ...chat, TELEGRAM_OFFICER_WORDS: 'on' }).telegram?.officerChat?.showsWords).toBe(true)
  expect(read(telegram).telegram).not.toHaveProperty('officerChat')
})

it.each([
  ['TELEGRAM_OFFICER_CHAT', '1234567890'],
  ['TELEGRAM_OFFICER_CHAT', '-100 1234567890'],
  ['TELEGRAM_OFFICER_CHAT', '@officers'],
  ['TELEGRAM_OFFICER_CHAT', '-1'],
  ['TELEGRAM_OFFICER_WORDS', 'yes'],
])('%s=%s is named with what would be right', (name, value) => {
  expect(faultsOf({ ...telegram, TELEGRAM_OFFICER_CHAT: '-1001234567890', [name]: value })).toEqual([
    `${name}: ${words(`config.bad.${name}`)}`,
  ])
})
