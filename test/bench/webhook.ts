import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { showTable } from '../../src/cli/show-table.ts'
import { createMarks } from '../../src/privacy/marks.ts'
import { readMasterKey } from '../../src/privacy/master-key.ts'
import { loadTestKnowledge } from '../knowledge/test-answerer.ts'
import { openApp, openPlatforms, type BenchedApp } from './open-app.ts'
import type { BenchNumbers, BenchPart } from './parts.ts'
import { createScripts, type MakeScript } from './people.ts'
import { telegramPost, zaloPost, type Post } from './posts.ts'
import { createRandom, type Random } from './statutes.ts'

/** The most that 99 of 100 acknowledgements may take. */
const goalMs = 250
const mostDrainMs = 120_000

/** A message that is due at a moment, whatever became of those before it. */
interface Arrival {
  /** After the start. */
  readonly atMs: number
  readonly person: string
  readonly text: string
  /** The first that this person writes. */
  readonly isFirst: boolean
}

/** What became of it. */
interface Acknowledged {
  readonly post: Post
  readonly status: number
  /** Since it was due, not since it was sent. */
  readonly ms: number
  readonly sentLateMs: number
}

/** How soon webhooks are answered while many people write, how far the answers lag behind, and whether everything was kept. */
export const benchWebhook: BenchPart = async (numbers) => {
  const random = createRandom(numbers.seed)
  const questions = loadTestKnowledge()
    .entries.filter(({ locale }) => locale === 'vi')
    .flatMap((entry) => entry.questions)
  const arrivals = schedule(numbers, createScripts(questions, random), random)
  const firstAnswers = new Map<string, number>()
  const platforms = await openPlatforms((person) => {
    if (!firstAnswers.has(person)) firstAnswers.set(person, performance.now())
  })
  const app = await openApp(platforms)
  try {
    for (const { person } of arrivals) if (isOnTelegram(person)) platforms.telegram.person(Number(person))
    const startedAt = performance.now() + 100
    const acknowledged = await Promise.all(
      await play(arrivals, startedAt, ({ person, text }) => {
        const post = isOnTelegram(person) ? telegramPost(Number(person), text) : zaloPost(platforms.zalo, person, text)
        return { post, status: app.post(post) }
      }),
    )
    const endedAt = performance.now()
    const left = await app.waiting()
    const drained = await drain(app)
    const drainMs = performance.now() - endedAt
    await app.kill()
    const lags = arrivals
      .filter(({ isFirst }) => isFirst)
      .map(({ person, atMs }) => (firstAnswers.get(person) ?? Infinity) - startedAt - atMs)
    const p99 = quantile(
      acknowledged.map(({ ms }) => ms),
      0.99,
    )
    const failed = acknowledged.filter(({ status }) => status !== 200)
    const people = new Set(arrivals.map(({ person }) => person)).size
    return [
      `${arrivals.length} messages of ${people} people on Telegram and Zalo, ${numbers.rate} a second in ${numbers.seconds} s, each counted from when it was due`,
      ...showTable([
        ['ms', 'p50', 'p95', 'p99', 'max'],
        row(
          'acknowledged after',
          acknowledged.map(({ ms }) => ms),
        ),
        row(
          'of these sent late by',
          acknowledged.map(({ sentLateMs }) => sentLateMs),
        ),
        row('first answer at the platform after', lags),
      ]),
      `acknowledged p99 ${p99.toFixed(1)} ms, goal ${goalMs} ms: ${p99 <= goalMs ? 'met' : 'MISSED'}; ${failed.length} errors`,
      `when the last was acknowledged ${left.unsettled} were not decided and ${left.unsent} answers not sent; ` +
        (drained ? `${(drainMs / 1_000).toFixed(1)} s later none` : `still not all after ${mostDrainMs / 1_000} s`),
      kept(app.dataDir, acknowledged),
    ]
  } finally {
    await app.close()
    await platforms.close()
  }
}

/** People come at random moments; so many at once are writing, each in turn. */
function schedule({ rate, seconds, contacts }: BenchNumbers, script: MakeScript, random: Random): readonly Arrival[] {
  const writing: { person: string; left: string[]; said: number }[] = []
  let people = 0
  let atMs = 0
  return Array.from({ length: rate * seconds }, (_, at) => {
    atMs += (-Math.log(1 - random()) * 1_000) / rate
    const seat = at % Math.min(contacts, rate * seconds)
    let now = writing[seat]
    if (now === undefined || now.left.length === 0) {
      // Even numbers are on Telegram, odd ones on Zalo.
      now = { person: String(5_000_000_000 + people++), left: [...script()], said: 0 }
      writing[seat] = now
    }
    return { atMs, person: now.person, text: now.left.shift() ?? '', isFirst: now.said++ === 0 }
  })
}

function isOnTelegram(person: string): boolean {
  return Number(person) % 2 === 0
}

/** Sends each when it is due, without waiting for the answer to any other. */
async function play(
  arrivals: readonly Arrival[],
  startedAt: number,
  send: (arrival: Arrival) => { readonly post: Post; readonly status: Promise<number> },
): Promise<readonly Promise<Acknowledged>[]> {
  const sent: Promise<Acknowledged>[] = []
  for (const arrival of arrivals) {
    const dueAt = startedAt + arrival.atMs
    const waitMs = dueAt - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    const sentLateMs = Math.max(0, performance.now() - dueAt)
    const { post, status } = send(arrival)
    sent.push(status.then((status) => ({ post, status, ms: performance.now() - dueAt, sentLateMs })))
  }
  return sent
}

async function drain(app: BenchedApp): Promise<boolean> {
  const until = performance.now() + mostDrainMs
  while (performance.now() < until) {
    const { unsettled, unsent } = await app.waiting()
    if (unsettled + unsent === 0) return true
    await sleep(100)
  }
  return false
}

function row(name: string, durations: readonly number[]): readonly string[] {
  return [name, ...[0.5, 0.95, 0.99, 1].map((share) => quantile(durations, share).toFixed(1))]
}

function quantile(durations: readonly number[], share: number): number {
  return durations.toSorted((a, b) => a - b)[Math.max(0, Math.ceil(share * durations.length) - 1)] ?? 0
}

/** Looks for each acknowledged message in the database that the killed program left, by the mark of its id. */
function kept(dataDir: string, acknowledged: readonly Acknowledged[]): string {
  const { key } = readMasterKey(join(dataDir, 'master.key'), false)
  const marks = createMarks(key)
  const database = new Database(join(dataDir, 'la-chan.sqlite'), { readonly: true })
  const count = database
    .prepare<[string, string], number>('select count(*) from inbox where channel = ? and mark = ?')
    .pluck()
  const counts = acknowledged
    .filter(({ status }) => status === 200)
    .map(({ post: { channel, externalId } }) => count.get(channel, marks.external(channel, externalId)) ?? 0)
  database.close()
  const times = (wanted: number) => counts.filter((each) => Math.min(each, 2) === wanted).length
  return `kept of the ${counts.length} acknowledged, after the program was killed: ${times(1)} once, ${times(0)} not, ${times(2)} more than once`
}
