import { z } from 'zod'
import type { Reader } from '../core/answer.ts'
import { readYaml, type Say } from './read-yaml.ts'
import { createSpelling, type Spelling, type SpellingRules } from './spelling.ts'
import { syllablesOf, type Syllable } from './tokens.ts'

const phrases = z.array(z.string().trim().min(1))
const speechShape = z.strictObject({
  followUp: z.strictObject({ begins: phrases, ends: phrases, bare: phrases }),
  child: phrases,
  adult: phrases,
  selves: phrases,
  school: phrases,
  others: z.strictObject({ words: phrases, before: phrases, after: phrases }),
})

/** How people speak in one language; the meaning of each list stands at the top of `speech.yaml`. */
export type SpeechRules = z.infer<typeof speechShape>

/** Reads `speech.yaml`, by locale. Says every fault. */
export function readSpeech(text: string, say: Say): Readonly<Record<string, SpeechRules>> {
  return readYaml(text, z.record(z.string(), speechShape), say) ?? {}
}

/** How a question goes on from the answer before. */
export interface FollowUpCue {
  /** `cue`: it begins or ends like one that goes on. `bare`: it names no subject at all. */
  readonly kind: 'cue' | 'bare' | 'none'
  /** The question without the words of the cue; the whole when nothing else was said. */
  readonly rest: string
}

/** Hears how a message is meant, not what it is about. Pure. */
export interface Speech {
  followUp(question: string): FollowUpCue
  /** Who seems to write, by the words they use for themselves. */
  reader(text: string): Reader
}

/** The rules of every language that has some. */
export interface SpeechKnowledge {
  readonly speech: Readonly<Record<string, SpeechRules>>
  spelling(locale: string): SpellingRules
}

/** Listens in every language that has rules, by locale. */
export function createSpeeches(knowledge: SpeechKnowledge): ReadonlyMap<string, Speech> {
  const each = Object.entries(knowledge.speech)
  return new Map(
    each.map(([locale, rules]) => [locale, createSpeech(rules, createSpelling(knowledge.spelling(locale)))]),
  )
}

/** Hears in a text of any language who seems to write; signs of an adult count more. */
export function createReadReader(knowledge: SpeechKnowledge): (text: string) => Reader {
  const speeches = [...createSpeeches(knowledge).values()]
  return (text) => {
    const heard = speeches.map((speech) => speech.reader(text))
    return (['adult', 'child'] as const).find((reader) => heard.includes(reader)) ?? 'unknown'
  }
}

type Phrase = readonly Syllable[]
/** Stands for an age below 18 in a phrase. */
const ageSign = 'NN'
const firstAdultAge = 18

/** Listens with the rules of one language. */
export function createSpeech(rules: SpeechRules, spelling: Spelling): Speech {
  const read = (list: readonly string[]): readonly Phrase[] => {
    const parts = list.map((phrase) => phrase.split(ageSign).map((part) => spelling.read(part)))
    const all = parts.map((each) => each.flatMap((part, index) => (index > 0 ? [age, ...part] : part)))
    return all.sort((a, b) => b.length - a.length)
  }
  const [begins, ends, bare] = [read(rules.followUp.begins), read(rules.followUp.ends), read(rules.followUp.bare)]
  const [child, adult, school] = [read(rules.child), read(rules.adult), read(rules.school)]
  const [before, after] = [read(rules.others.before), read(rules.others.after)]
  const selves = rules.selves.map(syllablesOf)
  const own = new Set(rules.others.words.flatMap((word) => syllablesOf(word).map(({ fold }) => fold)))

  return {
    followUp(question) {
      const { syllables, isUnmarked } = spelling.readTyped(question)
      const at = (phrase: Phrase, start: number) => standsAt(phrase, syllables, start, isUnmarked)
      const head = begins.find((phrase) => phrase.length < syllables.length && at(phrase, 0))?.length ?? 0
      const tail = ends.find(
        (phrase) => syllables.length - phrase.length > head && at(phrase, syllables.length - phrase.length),
      )
      const said = syllables.slice(head, syllables.length - (tail?.length ?? 0))
      const isBare = bare.some((phrase) => phrase.length === said.length && standsAt(phrase, said, 0, isUnmarked))
      return {
        kind: isBare ? 'bare' : head > 0 || tail !== undefined ? 'cue' : 'none',
        rest: said.map(({ fold, form }) => (isUnmarked ? fold : form)).join(' '),
      }
    },
    reader(text) {
      const { syllables, isUnmarked } = spelling.readTyped(text)
      const says = (list: readonly Phrase[], said: readonly Syllable[]) =>
        list.some((phrase) => said.some((_, at) => standsAt(phrase, said, at, isUnmarked)))
      if (says(adult, syllables)) return 'adult'
      if (says(selves, syllablesOf(text)) && says(school, syllables)) return 'child'
      return says(child, withoutOthers(syllables, isUnmarked)) ? 'child' : 'unknown'
    },
  }

  /** Somebody else's "em" is no word of the writer: what is "trẻ em" or "em gái" becomes a word of no phrase. */
  function withoutOthers(said: readonly Syllable[], isUnmarked: boolean): readonly Syllable[] {
    const isOne = (list: readonly Phrase[], at: number) => list.some((phrase) => standsAt(phrase, said, at, isUnmarked))
    return said.map((each, at) => {
      const isSelf = !own.has(each.fold) || !(isOne(before, at - 1) || isOne(after, at + 1))
      return isSelf ? each : somebodyElse
    })
  }
}

const somebodyElse: Syllable = { fold: '', form: '' }
const age: Syllable = { fold: ageSign, form: ageSign }

function standsAt(phrase: Phrase, said: readonly Syllable[], start: number, isUnmarked: boolean): boolean {
  return phrase.every((known, index) => {
    const typed = said[start + index]
    if (typed === undefined) return false
    if (known === age) return /^\d{1,2}$/.test(typed.fold) && Number(typed.fold) < firstAdultAge
    return isUnmarked ? typed.fold === known.fold : typed.form === known.form
  })
}
