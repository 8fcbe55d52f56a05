import type { Answer, Answerer, AnswerOptions, Suggestion } from '../core/answer.ts'
import type { Clock, Translate } from '../core/ports.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import type { NearEntry } from './chain/entry-retriever.ts'
import { showCitation } from './cite.ts'
import { confidenceIn, thresholds } from './confidence.ts'
import { isCitedInForce } from './document.ts'
import type { Entry } from './entry.ts'
import { createFollowUps } from './follow-up.ts'
import { holdsOn } from './holds.ts'
import { openLibrary, type Library } from './library.ts'
import type { Knowledge } from './load.ts'
import { showDay } from './period.ts'
import { fillPhones } from './phone.ts'
import type { Found } from './retriever.ts'

/** The language that the law is written in: every entry exists in it. */
const lawLocale = 'vi'
const mostRanked = 5
/** So many entries are worth choosing among. */
const mostNear = 6
const mostSuggestions = 3
/** Titles that know less of the question than this are not offered when nothing is known. */
const leastCoverage = 0.35
/** Nor are any, when no entry is at least as likely as some. */
const mostDoubt = 0.5

/** What a question finds in one language, on one day. */
interface Look {
  readonly ranked: readonly Found[]
  readonly confidence: number
  /** How likely no entry answers at all. */
  readonly doubt: number
  /** From which confidence on an answer is given. */
  readonly needed: number
  /** The subject is of another field, or the entry that would answer does not hold on that day: the next best is no answer. */
  readonly isBarred: boolean
  /** The question was understood, and what answers it on other days does not hold on that one. */
  readonly isOfAnotherDay: boolean
}

/** What the search finds for a question, best first. Nothing may be chosen from it when it is barred. */
export interface Near {
  readonly isBarred: boolean
  readonly entries: readonly NearEntry[]
}

/** An answerer that also tells what is near to a question. */
export interface EntryAnswerer extends Answerer {
  near(question: string, options: { readonly locale: string; readonly on?: Date }): Near
}

/** Answers from the entries: nothing is said that no entry says. Pure but for the clock's today. */
export function createAnswerer(
  knowledge: Knowledge,
  deps: { readonly clock: Clock; readonly translate: Translate },
): EntryAnswerer {
  const { documents, phones } = knowledge
  const libraries = new Map<string, Library>()
  for (const locale of new Set(knowledge.entries.map((entry) => entry.locale)))
    libraries.set(locale, openLibrary(knowledge, locale))

  /** The entry in the asked language where it exists and holds on that day, else in the language of the law. */
  function find(id: string, locale: string, day: string): Entry | undefined {
    return [locale, lawLocale]
      .flatMap((each) => libraries.get(each)?.versions(id) ?? [])
      .find((entry) => holdsOn(entry, knowledge, day))
  }

  function look(question: string, library: Library, day: string): Look {
    const { entries, rank } = library.shelf(day)
    const { found, outside: doubt } = rank(question)
    const ranked = takeWhere(found, mostNear, ({ id }) => find(id, library.locale, day) !== undefined)
    const first = entries.get(ranked[0]?.id ?? '')
    const outside = library.findOutside(question)
    const known = outside.length === 0 || first === undefined ? [] : library.findOutside(searchedText(first))
    const confidence = confidenceIn({ found: ranked, outside: doubt }, question, library.curve)
    const isOutside = outside.some((phrase) => !known.includes(phrase)) && confidence < thresholds.answeredOutside
    const isPassedOver = found[0]?.id !== ranked[0]?.id
    return {
      ranked,
      confidence,
      doubt,
      needed: library.curve?.answered ?? thresholds.answeredBySearch,
      isBarred: isOutside || isPassedOver,
      isOfAnotherDay:
        isPassedOver &&
        !isOutside &&
        confidenceIn({ found, outside: doubt }, question, library.curve) >= thresholds.unsure,
    }
  }

  function show(entry: Entry, ranked: readonly string[], { locale, reader }: AnswerOptions, day: string): Answer {
    const isForChild = reader === 'child' || (reader === 'unknown' && entry.audience === 'child')
    const words = deps.translate(locale)
    const isToday = day === dayInVietnam(deps.clock.now())
    const sources = entry.citations.flatMap((citation) => {
      const document = documents.get(citation.document)
      if (document === undefined || !isCitedInForce(citation, document, day)) return []
      return showCitation(citation, document, locale === lawLocale, words)
    })
    const text = [
      ...(isToday ? [] : [words('knowledge.onDay', { day: showDay(day) })]),
      ...(entry.locale === locale ? [] : [words('knowledge.onlyVietnamese')]),
      fillPhones(isForChild ? entry.child : entry.answer, phones),
      fillPhones(entry.next, phones),
    ].join('\n\n')
    const { id, version } = entry
    return { kind: 'answered', entry: id, version, text, sources, ranked, ...(isForChild ? { reader: 'child' } : {}) }
  }

  function suggest(found: readonly Pick<Found, 'id'>[], locale: string, day: string): readonly Suggestion[] {
    return found.slice(0, mostSuggestions).flatMap(({ id }) => {
      const entry = find(id, locale, day)
      return entry === undefined ? [] : { entry: id, title: fillPhones(entry.title, phones) }
    })
  }

  function lookAll(question: string, locale: string, day: string): readonly Look[] {
    return [...new Set([locale, lawLocale])]
      .flatMap((each) => libraries.get(each) ?? [])
      .map((library) => look(question, library, day))
  }

  const followUp = createFollowUps(knowledge, libraries, (id, locale, day) => find(id, locale, day) !== undefined)

  function answerAlone(question: string, options: AnswerOptions, day: string): Answer {
    const { locale } = options
    const looks = lookAll(question, locale, day)
    const best = bestLook(looks)
    const ranked = (best?.ranked ?? []).slice(0, mostRanked).map(({ id }) => id)
    const entry = best !== undefined && isAnswer(best) ? find(ranked[0] ?? '', locale, day) : undefined
    if (entry !== undefined) return show(entry, ranked, options, day)
    if (best !== undefined && best.confidence >= thresholds.unsure && !best.isBarred) {
      return { kind: 'unsure', suggestions: suggest(best.ranked, locale, day), ranked }
    }
    const isNear = best !== undefined && best.doubt < mostDoubt
    const near = (isNear ? best.ranked : [])
      .slice(0, mostSuggestions)
      .filter(({ coverage }) => coverage >= leastCoverage)
    const unknownOn = looks.some(({ isOfAnotherDay }) => isOfAnotherDay) ? { day } : {}
    return { kind: 'unknown', suggestions: suggest(near, locale, day), ranked, ...unknownOn }
  }

  return {
    async ask(question, { after, ...options }) {
      const day = dayInVietnam(options.on ?? deps.clock.now())
      const own = answerAlone(question, options, day)
      const meant = after === undefined ? [] : followUp(question, { after, own, locale: options.locale, day })
      const [only, ...others] = meant
      const entry = only === undefined || others.length > 0 ? undefined : find(only, options.locale, day)
      if (entry !== undefined) return show(entry, meant, options, day)
      if (only === undefined || after === undefined) return own
      const suggestions = suggest(
        meant.map((id) => ({ id })),
        options.locale,
        day,
      )
      return { kind: 'unsure', suggestions, ranked: meant, after }
    },
    entry(id, options) {
      const day = dayInVietnam(options.on ?? deps.clock.now())
      const entry = find(id, options.locale, day)
      return entry === undefined ? undefined : show(entry, [id], options, day)
    },
    near(question, { locale, on }) {
      const day = dayInVietnam(on ?? deps.clock.now())
      const looks = lookAll(question, locale, day)
      const entries = (bestLook(looks)?.ranked ?? []).slice(0, mostNear).flatMap(({ id, score }) => {
        const entry = find(id, locale, day)
        if (entry === undefined) return []
        return { id, title: fillPhones(entry.title, phones), text: fillPhones(entry.answer, phones), score }
      })
      return { isBarred: looks.some(({ isBarred }) => isBarred), entries }
    },
  }
}

/** The first `most` that hold; no more are tried than it takes. */
function takeWhere<T>(all: readonly T[], most: number, holds: (each: T) => boolean): readonly T[] {
  const taken: T[] = []
  for (const each of all) {
    if (taken.length === most) break
    if (holds(each)) taken.push(each)
  }
  return taken
}

/** The look that answers, else the one that comes nearest to it. */
function bestLook(looks: readonly Look[]): Look | undefined {
  return looks.find((each) => isAnswer(each)) ?? [...looks].sort((a, b) => b.confidence - a.confidence)[0]
}

function isAnswer({ confidence, needed, isBarred }: Look): boolean {
  return confidence >= needed && !isBarred
}

function searchedText({ title, questions, answer }: Entry): string {
  return [title, ...questions, answer].join('\n')
}
