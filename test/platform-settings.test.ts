import { expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { ConfigError } from '../src/core/errors.ts'
import { realContent } from './support/test-app.ts'

const words = realContent().translate('vi')
const telegram = { TELEGRAM_BOT_TOKEN: '123456:AA-b_c' }
const read = (env: Readonly<Record<string, string>>) => readConfig(env, words)
const faultsOf = (env: Readonly<Record<string, string>>): readonly string[] => {
  try {
    read(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.faults
    throw error
  }
  return []
}

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
