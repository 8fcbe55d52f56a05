import type { Context } from 'hono'
import type { Changes, Desk } from '../core/desk.ts'
import type { Clock, Ids, Log, Marks, Places, Translate, Words } from '../core/ports.ts'
import type { AuthorQueue } from '../core/question.ts'
import type { Indicators, Period, Report } from '../core/report.ts'
import type { Officer } from '../core/shift.ts'
import type { Storage } from '../core/storage.ts'
import type { Unit } from '../core/unit.ts'

export const reportFormats = ['json', 'csv'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** What the console is handed by the composition root. */
export interface ConsoleDeps {
  readonly storage: Pick<Storage, 'signIn' | 'officers' | 'shifts' | 'deliveries'>
  readonly desk: Desk
  readonly indicators: Indicators
  readonly authorQueue: AuthorQueue
  readonly places: Places
  readonly changes: Changes
  readonly marks: Marks
  readonly ids: Ids
  readonly clock: Clock
  readonly log: Log
  readonly translate: Translate
  /** The public URL is https: the session cookie is then `__Host-` and Secure. */
  readonly isSecure: boolean
  /** How the outside reaches the server; its origin may post besides the origin of the request itself. */
  readonly publicUrl?: string
  /** Reads 2026, 2026-H1, 2026-Q4 or FROM..TO; `today` is yyyy-mm-dd in Vietnam. Undefined when it is none of these. */
  readonly parsePeriod: (text: string, today: string) => Period | undefined
  /** The report as a file to download, in the reader's language. */
  readonly renderReport: (
    report: Report,
    format: ReportFormat,
    words: Words,
  ) => { readonly body: string; readonly mediaType: string; readonly fileName: string }
}

/** What the middleware finds out about a request. */
export interface ConsoleEnv {
  Variables: {
    locale: string
    form: URLSearchParams
    session: SignedIn | undefined
  }
}
export type ConsoleContext = Context<ConsoleEnv>

/** A console session that holds at the time of the request; `mark` is what is stored of its cookie. */
export interface SignedIn {
  readonly officer: Officer
  readonly csrf: string
  readonly mark: string
  /** The officer's own unit; undefined when the units table no longer has it. */
  readonly unit: Unit | undefined
}

/** What every page is drawn with. `path` is where the language switch comes back to. */
export interface View {
  readonly words: Words
  readonly locale: string
  readonly locales: readonly string[]
  readonly path: string
  readonly now: Date
  readonly session: SignedIn | undefined
}

/** The session of a request behind the gate, which lets none other through. */
export function signedIn(c: ConsoleContext): SignedIn {
  const session = c.get('session')
  if (session === undefined) throw new Error('a console page was reached without a session')
  return session
}

/** What the page of this request is drawn with. */
export function viewOf(c: ConsoleContext, deps: Pick<ConsoleDeps, 'translate' | 'clock'>, path?: string): View {
  const url = new URL(c.req.url)
  const locale = c.get('locale')
  return {
    words: deps.translate(locale),
    locale,
    locales: deps.translate.locales,
    path: path ?? url.pathname + url.search,
    now: deps.clock.now(),
    session: c.get('session'),
  }
}
