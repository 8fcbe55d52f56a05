import type { Answerer, Suggestion } from '../core/answer.ts'
import type { Clock, Seal } from '../core/ports.ts'
import type { AuthorQueue, JudgedEntry, QuestionCluster, StoredQuestion, VerdictCount } from '../core/question.ts'
import type { Storage } from '../core/storage.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import type { Knowledge } from './load.ts'
import { fillPhones } from './phone.ts'
import { createGroupQuestions, type GroupQuestions } from './question-clusters.ts'
import { newestOf } from './versions.ts'

/** So many questions are looked at, the newest: more would keep the page waiting. */
const mostRead = 1_000
const mostSamples = 3
const mostNear = 3
/** So many groups are asked again at one opening, the biggest; the next opening goes on with those that were not. */
const mostAsked = 200
/** Others get a turn after so many of them. */
const askedAtOnce = 10

export interface AuthorQueueDeps {
  readonly storage: Pick<Storage, 'questions' | 'verdicts'>
  readonly seal: Seal
  readonly clock: Clock
  /** Answers from the entries alone. */
  readonly answerer: Answerer
  readonly knowledge: Pick<Knowledge, 'entries' | 'phones' | 'spelling'>
}

interface Opened extends StoredQuestion {
  readonly text: string
}

interface Asked {
  readonly near: readonly Suggestion[]
  readonly answeredBy: Suggestion | undefined
}

/** The questions that found no answer, put together and asked again, and what people said of the answers that were given. */
export function createAuthorQueue({ storage, seal, clock, answerer, knowledge }: AuthorQueueDeps): AuthorQueue {
  const grouping = new Map<string, GroupQuestions>()
  /** What a question came to on a day, by its id: the page is opened again and again. Holds no words of anybody. */
  let asked = new Map<string, Asked>()
  let askedOn = ''

  function groupIn(locale: string): GroupQuestions {
    const entries = knowledge.entries.filter((entry) => entry.locale === locale)
    const known = entries.flatMap(({ title, questions }) => [title, ...questions])
    const group = grouping.get(locale) ?? createGroupQuestions(known, knowledge.spelling(locale))
    grouping.set(locale, group)
    return group
  }

  /** The title in the language asked for, else in any; undefined when there is no such entry any more. */
  function titleOf(id: string, locale: string): string | undefined {
    const versions = knowledge.entries.filter((entry) => entry.id === id)
    const entry = newestOf(versions.filter((each) => each.locale === locale)) ?? newestOf(versions)
    return entry && fillPhones(entry.title, knowledge.phones)
  }

  function suggest(id: string, locale: string): readonly Suggestion[] {
    const title = titleOf(id, locale)
    return title === undefined ? [] : [{ entry: id, title }]
  }

  /** `mayAsk` false: what came nearest when it was noted. */
  async function askAgain({ id, text, locale, ranked }: Opened, mayAsk: boolean): Promise<Asked> {
    const known = asked.get(id)
    if (known !== undefined) return known
    const nearest = (ids: readonly string[]) => ids.slice(0, mostNear).flatMap((each) => suggest(each, locale))
    if (!mayAsk) return { near: nearest(ranked), answeredBy: undefined }
    const answer = await answerer.ask(text, { locale, on: clock.now() })
    const found = {
      near: nearest(answer.ranked),
      answeredBy: answer.kind === 'answered' ? suggest(answer.entry, locale)[0] : undefined,
    }
    asked.set(id, found)
    return found
  }

  async function read(): Promise<readonly Opened[]> {
    const stored = await storage.questions.newest(mostRead)
    return stored.map((question) => ({ ...question, text: seal.open('unanswered', question.id, question.sealed) }))
  }

  function groups(questions: readonly Opened[]): readonly (readonly Opened[])[] {
    return [...Map.groupBy(questions, ({ locale }) => locale)]
      .flatMap(([locale, all]) =>
        groupIn(locale)(all.map(({ text }) => text)).map((places) => places.flatMap((place) => all[place] ?? [])),
      )
      .sort((a, b) => b.length - a.length || (lastDay(a) < lastDay(b) ? 1 : -1))
  }

  return {
    async questions() {
      const questions = await read()
      const today = dayInVietnam(clock.now())
      if (askedOn !== today) asked = new Map()
      askedOn = today
      const ids = new Set(questions.map(({ id }) => id))
      for (const id of asked.keys()) if (!ids.has(id)) asked.delete(id)
      const clusters: QuestionCluster[] = []
      let anew = 0
      for (const group of groups(questions)) {
        const [leader] = group
        if (leader === undefined) continue
        if (!asked.has(leader.id) && anew++ % askedAtOnce === 0) await new Promise((resolve) => setImmediate(resolve))
        clusters.push({
          ids: group.map(({ id }) => id),
          locale: leader.locale,
          samples: [...new Set(group.map(({ text }) => text))].slice(0, mostSamples),
          firstDay: firstDay(group),
          lastDay: lastDay(group),
          ...(await askAgain(leader, anew <= mostAsked)),
        })
      }
      return { clusters, read: questions.length, ...(await storage.questions.counts()) }
    },

    finish: (ids) => storage.questions.remove(ids),

    async verdicts() {
      const counts = await storage.verdicts.counts()
      const judged = counts.map((count): JudgedEntry => {
        const answer = answerer.entry(count.entry, { locale: count.locale, on: clock.now() })
        const isCurrent = answer?.kind === 'answered' && answer.version === count.version
        return { ...count, title: titleOf(count.entry, count.locale) ?? count.entry, isCurrent }
      })
      return [...Map.groupBy(judged, ({ entry, locale }) => `${entry} ${locale}`).values()]
        .map((versions) => versions.sort(newestFirst))
        .sort((a, b) => doubt(b[0]) - doubt(a[0]) || ((a[0]?.entry ?? '') < (b[0]?.entry ?? '') ? -1 : 1))
        .flat()
    },
  }
}

const firstDay = (group: readonly Opened[]) => group.map(({ day }) => day).reduce((a, b) => (a < b ? a : b), '9')
const lastDay = (group: readonly Opened[]) => group.map(({ day }) => day).reduce((a, b) => (a > b ? a : b), '')

/** What is said today, then what was said last. */
function newestFirst(a: JudgedEntry, b: JudgedEntry): number {
  return Number(b.isCurrent) - Number(a.isCurrent) || (a.firstDay < b.firstDay ? 1 : -1)
}

/**
 * How large the share of those whom it did not help is at least, with 95 % confidence (Wilson's lower bound): one tap of one
 * says less than forty of a hundred.
 */
function doubt(count: Pick<VerdictCount, 'helpful' | 'unhelpful'> | undefined): number {
  const total = (count?.helpful ?? 0) + (count?.unhelpful ?? 0)
  if (count === undefined || total === 0) return 0
  const z = 1.96
  const share = count.unhelpful / total
  const spread = z * Math.sqrt((share * (1 - share)) / total + (z * z) / (4 * total * total))
  return (share + (z * z) / (2 * total) - spread) / (1 + (z * z) / total)
}
