import type { Answer, Answerer, Suggestion } from '../core/answer.ts'
import type { Clock, Translate } from '../core/ports.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import { showCitation } from './cite.ts'
import { confidenceIn, thresholds } from './confidence.ts'
import { isInForce, type LawDocument } from './document.ts'
import type { Entry } from './entry.ts'
import type { Knowledge } from './load.ts'
import { fillPhones } from './phone.ts'
import { createRetriever, type Found, type Retriever } from './retriever.ts'
import { createFindPhrases, type FindPhrases } from './rules.ts'

/** The language that the law is written in: every entry exists in it. */
const lawLocale = 'vi'
const mostRanked = 5
const mostSuggestions = 3
/** Titles that know less of the question than this are not offered when nothing is known. */
const leastCoverage = 0.35

interface Library {
  readonly locale: string
  readonly entries: ReadonlyMap<string, Entry>
  readonly retriever: Retriever
  /** Finds what names a subject of another field. */
  readonly findOutside: FindPhrases
}

/** What a question finds in one language, on one day. */
interface Look {
  readonly locale: string
  readonly ranked: readonly Found[]
  readonly confidence: number
  /** The subject is of another field, or the entry that would answer does not hold on that day: the next best is no answer. */
  readonly isBarred: boolean
}

/** Answers from the entries: nothing is said that no entry says. Pure but for the clock's today. */
export function createAnswerer(
  knowledge: Knowledge,
  deps: { readonly clock: Clock; readonly translate: Translate },
): Answerer {
  const { documents, phones } = knowledge
  const libraries = new Map<string, Library>()
  for (const locale of new Set(knowledge.entries.map((entry) => entry.locale)))
    libraries.set(locale, openLibrary(knowledge, locale))

  /** The entry in the asked language where it exists and holds on that day, else in the language of the law. */
  function find(id: string, locale: string, day: string): Entry | undefined {
    return [locale, lawLocale]
      .flatMap((each) => libraries.get(each)?.entries.get(id) ?? [])
      .find((entry) => holdsOn(entry, documents, day))
  }

  function look(question: string, library: Library, day: string): Look {
    const found = library.retriever.search(question, library.entries.size)
    const ranked = found.filter(({ id }) => {
      const entry = library.entries.get(id)
      return entry !== undefined && holdsOn(entry, documents, day)
    })
    const first = library.entries.get(ranked[0]?.id ?? '')
    const outside = library.findOutside(question)
    const known = outside.length === 0 || first === undefined ? [] : library.findOutside(searchedText(first))
    const isOutside = outside.some((phrase) => !known.includes(phrase))
    return {
      locale: library.locale,
      ranked,
      confidence: confidenceIn(ranked, question),
      isBarred: isOutside || found[0]?.id !== ranked[0]?.id,
    }
  }

  function show(entry: Entry, ranked: readonly string[], locale: string, day: string): Answer {
    const words = deps.translate(locale)
    const isToday = day === dayInVietnam(deps.clock.now())
    const sources = entry.citations.flatMap((citation) => {
      const document = documents.get(citation.document)
      if (document === undefined || !isInForce(document, day)) return []
      return showCitation(citation, document, locale === lawLocale, words)
    })
    const text = [
      ...(isToday ? [] : [words('knowledge.onDay', { day: showDay(day) })]),
      ...(entry.locale === locale ? [] : [words('knowledge.onlyVietnamese')]),
      fillPhones(entry.answer, phones),
      fillPhones(entry.next, phones),
    ].join('\n\n')
    return { kind: 'answered', entry: entry.id, text, sources, ranked }
  }

  function suggest(found: readonly Found[], locale: string, day: string): readonly Suggestion[] {
    return found.slice(0, mostSuggestions).flatMap(({ id }) => {
      const entry = find(id, locale, day)
      return entry === undefined ? [] : { entry: id, title: fillPhones(entry.title, phones) }
    })
  }

  return {
    async ask(question, { locale, on }) {
      const day = dayInVietnam(on ?? deps.clock.now())
      const looks = [...new Set([locale, lawLocale])]
        .flatMap((each) => libraries.get(each) ?? [])
        .map((library) => look(question, library, day))
      const best = looks.find((each) => isAnswer(each)) ?? [...looks].sort((a, b) => b.confidence - a.confidence)[0]
      const ranked = (best?.ranked ?? []).slice(0, mostRanked).map(({ id }) => id)
      const entry = best !== undefined && isAnswer(best) ? find(ranked[0] ?? '', locale, day) : undefined
      if (entry !== undefined) return show(entry, ranked, locale, day)
      if (best !== undefined && best.confidence >= thresholds.unsure && !best.isBarred) {
        return { kind: 'unsure', suggestions: suggest(best.ranked, locale, day), ranked }
      }
      const near = (best?.ranked ?? []).slice(0, mostSuggestions).filter(({ coverage }) => coverage >= leastCoverage)
      return { kind: 'unknown', suggestions: suggest(near, locale, day), ranked }
    },
    entry(id, { locale, on }) {
      const day = dayInVietnam(on ?? deps.clock.now())
      const entry = find(id, locale, day)
      return entry === undefined ? undefined : show(entry, [id], locale, day)
    },
  }
}

function isAnswer({ confidence, isBarred, locale }: Look): boolean {
  return confidence >= (locale === lawLocale ? thresholds.answered : thresholds.answeredElsewhere) && !isBarred
}

function openLibrary(knowledge: Knowledge, locale: string): Library {
  const entries = knowledge.entries.filter((entry) => entry.locale === locale)
  const findable = entries.map(({ id, title, questions, answer, child }) => ({
    id,
    title: fillPhones(title, knowledge.phones),
    variants: questions,
    text: fillPhones(`${answer}\n${child}`, knowledge.phones),
  }))
  return {
    locale,
    entries: new Map(entries.map((entry) => [entry.id, entry])),
    retriever: createRetriever(findable, knowledge.spelling(locale)),
    findOutside: createFindPhrases(knowledge.rules[locale]?.outside ?? []),
  }
}

function searchedText({ title, questions, answer }: Entry): string {
  return [title, ...questions, answer].join('\n')
}

/**
 * An entry holds on a day when everything that it was written from is in force then: a text that rests on a decree of 2026
 * says nothing about 2021. What was not in force when the entry was reviewed is no part of what it was written from.
 */
function holdsOn({ citations, reviewedOn }: Entry, documents: ReadonlyMap<string, LawDocument>, day: string): boolean {
  const cited = citations.flatMap(({ document }) => documents.get(document) ?? [])
  const basis = cited.filter((document) => isInForce(document, reviewedOn))
  return cited.some((document) => isInForce(document, day)) && basis.every((document) => isInForce(document, day))
}

function showDay(day: string): string {
  const [year, month, date] = day.split('-')
  return `${Number(date)}/${Number(month)}/${year}`
}
