import { Api } from 'grammy'
import type { TelegramSettings } from './settings.ts'

/** grammY's client for the Bot API. A call that takes longer than `timeoutMs` is given up; nothing is ever tried twice here. */
export function createTelegramApi(settings: Pick<TelegramSettings, 'token' | 'apiRoot'>, timeoutMs: number): Api {
  return new Api(settings.token, {
    apiRoot: settings.apiRoot.replace(/\/+$/, ''),
    timeoutSeconds: timeoutMs / 1_000,
    // Errors of the network carry the address of the call, and the address carries the token.
    sensitiveLogs: false,
  })
}

/** A signal as grammY's types want it: they are those of an old stand-in, which Node's own satisfies where it matters. */
export function asSignal(signal: AbortSignal): NonNullable<Parameters<Api['getMe']>[0]> {
  return signal as unknown as NonNullable<Parameters<Api['getMe']>[0]>
}
