import type { Api } from 'grammy'
import type { LanguageCode } from 'grammy/types'
import type { Log, Translate } from '../../core/ports.ts'
import { asSignal } from './api.ts'
import { pause, waitMs } from './pause.ts'
import { logFailure, toSendError } from './send-error.ts'
import type { Timing } from './settings.ts'

export interface ProfileDeps {
  readonly api: Api
  /** The commands of the menu, without the slash; words are at `telegram.commands.<command>`. */
  readonly commands: readonly string[]
  readonly translate: Translate
  readonly log: Log
  readonly timing: Pick<Timing, 'firstWaitMs' | 'mostWaitMs'>
}

const mostTries = 8

/**
 * Tells Telegram the commands and what the bot is, in each language; whoever uses another one sees the default. Commands are
 * shown in private chats alone. The bot works without: it is tried some times, then left to the next start.
 */
export async function registerProfile(deps: ProfileDeps, signal: AbortSignal): Promise<void> {
  const [first, ...others] = deps.translate.locales
  for (const locale of first === undefined ? [] : [first, ...others]) {
    const words = deps.translate(locale)
    const language = locale === first ? {} : { language_code: locale as LanguageCode }
    const commands = deps.commands.map((command) => ({ command, description: words(`telegram.commands.${command}`) }))
    await insist(
      () => deps.api.setMyCommands(commands, { scope: { type: 'all_private_chats' }, ...language }, asSignal(signal)),
      deps,
      signal,
    )
    await insist(
      () => deps.api.setMyDescription(words('telegram.description'), language, asSignal(signal)),
      deps,
      signal,
    )
  }
}

async function insist(call: () => Promise<unknown>, deps: ProfileDeps, signal: AbortSignal): Promise<void> {
  for (let count = 1; count <= mostTries && !signal.aborted; count++) {
    try {
      await call()
      return
    } catch (error) {
      if (signal.aborted) return
      const failure = toSendError(error)
      logFailure(deps.log, failure, count, 'the profile of the bot was not set')
      if (failure.failure !== 'unreachable' && failure.failure !== 'throttled') return
      await pause(waitMs(count, deps.timing, failure), signal)
    }
  }
}
