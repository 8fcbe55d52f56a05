import { telegramPeople, zaloPeople } from './cast.ts'
import type { MovedClock } from './clock.ts'
import type { ActiveFault, FaultBoard } from './faults.ts'
import type { ShownChat } from './shown.ts'
import type { TelegramPhones } from './telegram-phones.ts'
import type { ZaloPhones } from './zalo-phones.ts'

/** Everything that the page shows, as it stands. */
export interface View {
  readonly movedMs: number
  readonly faults: readonly ActiveFault[]
  readonly chats: Readonly<Record<'telegram' | 'zalo' | 'officer', readonly ShownChat[]>>
  /** The newest lines of the bot's log. */
  readonly log: readonly string[]
}

export interface ViewDeps {
  readonly telegram: TelegramPhones
  readonly zalo: ZaloPhones
  readonly faults: FaultBoard
  readonly clock: MovedClock
  readonly logLines: readonly string[]
}

const shownLines = 40

/** Looks at the fakes. */
export function lookAt({ telegram, zalo, faults, clock, logLines }: ViewDeps): View {
  return {
    movedMs: clock.movedMs(),
    faults: faults.active(),
    chats: {
      telegram: Object.keys(telegramPeople).map((key) => telegram.chat(key)),
      zalo: Object.keys(zaloPeople).map((key) => zalo.chat(key)),
      officer: ['officer', 'group'].map((key) => telegram.chat(key)),
    },
    log: logLines.slice(-shownLines).map(shortLine),
  }
}

const levels: Readonly<Record<string, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error' }

/** Time, level, area, what happened and its fields, out of a line of JSON. */
function shortLine(line: string): string {
  const { at, level, area, msg, ...fields } = JSON.parse(line) as Readonly<Record<string, unknown>>
  const time = String(at).slice(11, 19)
  const more = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`)
  return [time, levels[String(level)], area, msg, ...more].join(' ')
}
