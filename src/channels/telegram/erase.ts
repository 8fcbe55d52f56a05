import type { Api } from 'grammy'
import type { Address } from '../../core/channel.ts'
import { SendError } from '../../core/errors.ts'
import type { Clock } from '../../core/ports.ts'
import type { Posted } from '../../core/trail.ts'
import { asSignal } from './api.ts'
import { privateChat } from './send.ts'
import { attempt } from './send-error.ts'
import { deleteMessages } from './topics.ts'

export interface EraseDeps {
  readonly api: Api
  readonly clock: Clock
  /** All calls of one erasure. */
  readonly messageMs: number
}

/**
 * Deletes messages of both sides from a private chat. Telegram passes over those that are gone, but refuses all of a call for
 * one that is too old: what was refused so, and what is about to be too old, is deleted one by one.
 */
export function createErase({ api, clock, messageMs }: EraseDeps) {
  return async (to: Address, messages: readonly Posted[]): Promise<void> => {
    const chat = privateChat(to)
    const signal = asSignal(AbortSignal.timeout(messageMs))
    const all = messages.map(({ id, atMs }) => ({ id: Number(id), at: new Date(atMs) }))
    const single = (await unlessRefused(deleteMessages(api, chat, all, clock.now()))) ?? all
    for (const { id } of single) await unlessRefused(attempt(api.deleteMessage(chat, id, signal)))
  }
}

async function unlessRefused<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work
  } catch (error) {
    if (error instanceof SendError && error.failure === 'rejected') return undefined
    throw error
  }
}
