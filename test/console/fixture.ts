import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createChanges } from '../../src/changes.ts'
import { createConsole, type OfficerConsole } from '../../src/console/console.ts'
import type { ConsoleDeps } from '../../src/console/env.ts'
import type { Log } from '../../src/core/ports.ts'
import type { Report } from '../../src/core/report.ts'
import type { Officer, Role } from '../../src/core/shift.ts'
import type { Storage } from '../../src/core/storage.ts'
import type { AuthorQueue } from '../../src/core/question.ts'
import { createIds } from '../../src/ids.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { openStorage } from '../../src/storage/storage.ts'
import { loadTranslate } from '../../src/translate.ts'
import { createDeskFixture, hourMs, places, units, type DeskFixture } from './desk-fixture.ts'

const origin = 'http://console.test'

/** A report whose numbers are told apart on a page. */
export function reportOf(code: string, change: Partial<Report['tips']> = {}): Omit<Report, 'period'> {
  return {
    unit: { code, name: units.find((each) => each.code === code)?.name ?? code },
    reach: {
      people: { lower: 1200, upper: 1350 },
      interactions: 7001,
      learnt: 302,
      taught: 44,
      byChannel: [
        { channel: 'zalo', people: 1200, interactions: 6000 },
        { channel: 'web', people: 150, interactions: 1001 },
      ],
      byAudience: [{ audience: 'child', interactions: 5000 }],
      byDay: [],
      byUnit: [{ unit: '0101', name: 'Xã Mẫu Một', interactions: 900 }],
    },
    tips: {
      received: 20,
      acknowledged: 20,
      classified: 20,
      resolved: 19,
      classifiedPercent: 100,
      resolvedPercent: 95,
      ...change,
    },
  }
}

/** An author queue that holds nothing. */
export const noQuestions: AuthorQueue = {
  questions: async () => ({ clusters: [], kept: 0, read: 0, dropped: 0 }),
  finish: async () => undefined,
  verdicts: async () => [],
}

export interface ConsoleFixture {
  /** The SQLite file. */
  readonly file: string
  readonly console: OfficerConsole
  readonly storage: Storage
  readonly desk: DeskFixture
  readonly changes: ConsoleDeps['changes']
  readonly log: { readonly lines: string[] }
  readonly clock: { now(): Date; set(at: Date): void }
  addOfficer(role: Role, unit: string, name?: string): Promise<Officer>
  /** A link's token for an officer, good for an hour. */
  addLink(officer: Officer): Promise<string>
  /** Signs an officer in as a browser would. */
  signIn(officer: Officer): Promise<Browser>
  /** A request as a browser on the same site sends it; nobody is signed in. */
  request(path: string, init?: RequestInit): Promise<Response>
  close(): Promise<void>
}

export interface Browser {
  readonly cookie: string
  readonly csrf: string
  get(path: string): Promise<Response>
  text(path: string): Promise<string>
  /** Posts a form with the csrf value of the session, unless the fields give another. */
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>
}

/** The console on a real SQLite file, with ports of tips and figures that a test fills. */
export async function openConsole(change: Partial<ConsoleDeps> = {}): Promise<ConsoleFixture> {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-console-'))
  const file = join(dir, 'data.db')
  const storage = await openStorage({ kind: 'sqlite', file })
  const marks = createMarks(new Uint8Array(32).fill(7))
  const ids = createIds()
  const desk = createDeskFixture()
  const changes = createChanges()
  const lines: string[] = []
  const keep = (fields: object, message: string) => void lines.push(JSON.stringify({ ...fields, message }))
  const log: Log = { debug: keep, info: keep, warn: keep, error: keep }
  let now = new Date('2026-11-22T05:00:00Z')
  const clock = { now: () => now, set: (at: Date) => void (now = at) }
  const deps: ConsoleDeps = {
    storage,
    desk,
    authorQueue: noQuestions,
    indicators: { report: async (code, period) => ({ ...reportOf(code), period }) },
    places,
    changes: change.changes ?? changes,
    marks,
    ids,
    clock,
    log,
    translate: loadTranslate('locales'),
    isSecure: false,
    parsePeriod: (text) =>
      /^\d{4}(-Q[1-4])?$/.test(text)
        ? { name: text, fromDay: `${text.slice(0, 4)}-01-01`, toDay: `${text.slice(0, 4)}-12-31` }
        : undefined,
    renderReport: (report, format) => ({
      body: `${format}:${report.unit.code}:${report.period.name}`,
      mediaType: format === 'json' ? 'application/json' : 'text/csv; charset=utf-8',
      fileName: `báo cáo "${report.unit.code}".${format}`,
    }),
    ...change,
  }
  const officerConsole = createConsole(deps)
  const request = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    if (init.method === 'POST' && !headers.has('Origin') && !headers.has('Sec-Fetch-Site'))
      headers.set('Origin', origin)
    return officerConsole.app.request(origin + path, { ...init, headers })
  }

  const addLink = async (officer: Officer) => {
    const token = ids.token()
    await storage.signIn.addLink({
      mark: marks.token(token),
      officer: officer.id,
      expiresAt: new Date(now.getTime() + hourMs),
    })
    return token
  }

  return {
    file,
    console: officerConsole,
    storage,
    desk,
    changes: change.changes ?? changes,
    log: { lines },
    clock,
    addLink,
    request,
    addOfficer: (role, code, name = 'Nguyễn Văn Trực') =>
      storage.officers.add({ id: ids.id(), name, role, unit: code, createdAt: now }),
    async signIn(officer) {
      const token = await addLink(officer)
      const response = await request('/console/sign-in', { method: 'POST', body: new URLSearchParams({ token }) })
      const cookie = (response.headers.get('Set-Cookie') ?? '').split(';')[0] ?? ''
      const get = (path: string) => request(path, { headers: { Cookie: cookie } })
      const csrf = /name="csrf" value="([^"]+)"/.exec(await (await get('/console')).text())?.[1] ?? ''
      return {
        cookie,
        csrf,
        get,
        text: async (path) => (await get(path)).text(),
        post: (path, fields = {}, headers = {}) =>
          request(path, {
            method: 'POST',
            headers: { Cookie: cookie, ...headers },
            body: new URLSearchParams({ csrf, ...fields }),
          }),
      }
    },
    async close() {
      officerConsole.stop()
      await storage.close()
      rmSync(dir, { recursive: true })
    },
  }
}
