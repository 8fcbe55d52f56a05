import type { FakeFault as TelegramFault, FakeTelegram } from '../support/fake-telegram.ts'
import { fakeMethods as zaloMethods, type FakeFault as ZaloFault } from '../support/fake-zalo-fault.ts'
import type { FakeZalo } from '../support/fake-zalo.ts'

/** What can be made to go wrong, by platform: `*` is every method. */
export const faultMethods = {
  telegram: [
    '*',
    'getUpdates',
    'sendMessage',
    'sendPhoto',
    'editMessageText',
    'deleteMessages',
    'answerCallbackQuery',
    'createForumTopic',
    'getFile',
    'file',
    'setWebhook',
  ],
  zalo: zaloMethods,
} as const

const telegramFaults = {
  429: { refuse: 429, description: 'Too Many Requests: retry after 5', retryAfter: 5 },
  500: { refuse: 500, description: 'Internal Server Error' },
  502: { gateway: 502 },
  400: { refuse: 400, description: 'Bad Request: as planned' },
  403: { refuse: 403, description: 'Forbidden: bot was blocked by the user' },
  slow: { slowMs: 3_000 },
  hangs: 'hangs',
  'hangs-after': 'hangs-after',
  'drops-before': 'drops-before',
  'drops-after': 'drops-after',
} as const satisfies Readonly<Record<string, TelegramFault>>

/** One error number for each class that the bot tells apart, and what a network does. */
const zaloFaults = {
  '-200': { code: -200 },
  '-32': { code: -32 },
  '-211': { code: -211 },
  '-213': { code: -213 },
  '-230': { code: -230 },
  '-244': { code: -244 },
  '-201': { code: -201 },
  '-216': { code: -216 },
  '-204': { code: -204 },
  500: { status: 500 },
  slow: { late: 3_000 },
  hangs: 'hangs',
  'drops-before': 'drops-before',
  'drops-after': 'drops-after',
} as const satisfies Readonly<Record<string, ZaloFault>>

/** The ways of going wrong, by platform; their words are `fault.<name>`. */
export const faultNames = {
  telegram: Object.keys(telegramFaults) as (keyof typeof telegramFaults)[],
  zalo: Object.keys(zaloFaults) as (keyof typeof zaloFaults)[],
} as const

export type FaultPlatform = keyof typeof faultMethods

/** A fault that is on. */
export interface ActiveFault {
  readonly id: number
  readonly platform: FaultPlatform
  readonly method: string
  readonly fault: string
}

/** Which faults are on; each stays on until it is switched off. */
export interface FaultBoard {
  /** False for a method or a fault that there is not. */
  switchOn(fault: Omit<ActiveFault, 'id'>): boolean
  switchOff(id: number): void
  switchAllOff(): void
  active(): readonly ActiveFault[]
}

type Fakes = {
  readonly telegram: Pick<FakeTelegram, 'fault' | 'heal' | 'release'>
  readonly zalo: Pick<FakeZalo, 'fail' | 'heal' | 'release'>
}

/** A board for these two platforms. */
export function createFaultBoard({ telegram, zalo }: Fakes): FaultBoard {
  let active: readonly ActiveFault[] = []
  let lastId = 0

  function plan({ platform, method, fault }: Omit<ActiveFault, 'id'>): boolean {
    if (platform === 'telegram') {
      const name = faultNames.telegram.find((each) => String(each) === fault)
      const found = faultMethods.telegram.find((each) => each === method)
      if (name === undefined || found === undefined) return false
      telegram.fault(found, telegramFaults[name], Number.POSITIVE_INFINITY)
      return true
    }
    const name = faultNames.zalo.find((each) => String(each) === fault)
    const found = faultMethods.zalo.find((each) => each === method)
    if (name === undefined || found === undefined) return false
    zalo.fail(found, zaloFaults[name], Number.POSITIVE_INFINITY)
    return true
  }

  /** What is left is planned anew, and what hung is cut: nobody has to wait for the bot's own patience. */
  function keep(left: readonly ActiveFault[]): void {
    active = left
    for (const fake of [telegram, zalo]) {
      fake.heal()
      fake.release()
    }
    for (const fault of left) plan(fault)
  }

  return {
    switchOn(fault) {
      const isNew = !active.some(
        ({ platform, method, fault: name }) =>
          platform === fault.platform && method === fault.method && name === fault.fault,
      )
      if (!isNew) return true
      if (!plan(fault)) return false
      active = [...active, { ...fault, id: ++lastId }]
      return true
    },
    switchOff: (id) => keep(active.filter((fault) => fault.id !== id)),
    switchAllOff: () => keep([]),
    active: () => active,
  }
}
