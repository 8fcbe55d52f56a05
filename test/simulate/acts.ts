import { z } from 'zod'
import type { MovedClock } from './clock.ts'
import type { FaultBoard } from './faults.ts'
import { samplePicture } from './sample-picture.ts'
import type { SentFile } from './sent-file.ts'
import type { TelegramPhones } from './telegram-phones.ts'
import type { ZaloPhones } from './zalo-phones.ts'

const telegramChat = z.object({ phone: z.literal('telegram'), chat: z.enum(['lan', 'minh', 'officer', 'group']) })
const zaloChat = z.object({ phone: z.literal('zalo'), chat: z.enum(['binh', 'chi', 'officer']) })
const text = z.string().trim().min(1).max(10_000)
const message = z.number().int().positive()

/** Where a file goes. */
export const chatShape = z.discriminatedUnion('phone', [telegramChat, zaloChat])
export type ChatPlace = z.infer<typeof chatShape>

/** Everything that can be done on the page. */
export const actShape = z.union([
  z.object({ act: z.literal('say'), ...zaloChat.shape, text }),
  z.object({
    act: z.literal('say'),
    ...telegramChat.shape,
    text,
    topic: z.number().int().min(0).default(0),
    answers: message.optional(),
  }),
  z.object({ act: z.literal('edit'), ...telegramChat.shape, message, text }),
  z.object({ act: z.literal('tap'), ...telegramChat.shape, message, label: z.string() }),
  z.object({ act: z.literal('block'), ...telegramChat.shape, on: z.boolean() }),
  z.object({ act: z.literal('follow'), ...zaloChat.shape, on: z.boolean() }),
  z.object({ act: z.literal('sample'), ...telegramChat.shape }),
  z.object({ act: z.literal('sample'), ...zaloChat.shape }),
  z.object({
    act: z.literal('advance'),
    hours: z
      .number()
      .min(1)
      .max(24 * 365),
  }),
  z.object({
    act: z.literal('fault-on'),
    platform: z.enum(['telegram', 'zalo']),
    method: z.string(),
    fault: z.string(),
  }),
  z.object({ act: z.literal('fault-off'), id: z.number().int() }),
  z.object({ act: z.literal('faults-off') }),
  z.object({ act: z.literal('invite') }),
])
export type Act = z.infer<typeof actShape>

export interface ActDeps {
  readonly telegram: TelegramPhones
  readonly zalo: ZaloPhones
  readonly faults: FaultBoard
  readonly clock: MovedClock
  /** A new invite for the sample officer. */
  readonly invite: () => Promise<string>
}

const hourMs = 3_600_000
const sample = (): SentFile => ({ bytes: samplePicture(), name: 'IMG_0042.jpg', caption: '' })

/** Does it. Answers what the page has to show of it; undefined when that is nothing. Throws when it cannot be done. */
export async function doAct(act: Act, { telegram, zalo, faults, clock, invite }: ActDeps): Promise<string | undefined> {
  switch (act.act) {
    case 'say':
      if (act.phone === 'zalo') zalo.say(act.chat, act.text)
      else if (act.chat === 'group') telegram.sayInGroup(act.text, act)
      else telegram.say(act.chat, act.text)
      return undefined
    case 'edit':
      telegram.edit(act.chat, act.message, act.text)
      return undefined
    case 'tap':
      telegram.tap(act.chat, act.message, act.label)
      return undefined
    case 'block':
      telegram.setBlocked(act.chat, act.on)
      return undefined
    case 'follow':
      zalo.follow(act.chat, act.on)
      return undefined
    case 'sample':
      sendFile(act, sample(), { telegram, zalo })
      return undefined
    case 'advance':
      clock.advance(act.hours * hourMs)
      return undefined
    case 'fault-on':
      if (!faults.switchOn(act)) throw new Error('there is no such fault')
      return undefined
    case 'fault-off':
      faults.switchOff(act.id)
      return undefined
    case 'faults-off':
      faults.switchAllOff()
      return undefined
    case 'invite':
      return invite()
    default:
      return act satisfies never
  }
}

/** Sends a file from a phone. */
export function sendFile(
  { phone, chat }: ChatPlace,
  file: SentFile,
  { telegram, zalo }: Pick<ActDeps, 'telegram' | 'zalo'>,
): void {
  if (phone === 'zalo') zalo.sendFile(chat, file)
  else telegram.sendFile(chat, file)
}
