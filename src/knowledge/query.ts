import { pairShare, type InvertedIndex } from './inverted-index.ts'
import type { Spelling } from './spelling.ts'
import { isMarked, pairOf, untelex, type Syllable } from './tokens.ts'

/** A term that a place of the question may stand for. `form` undefined: its marks are not known. */
export interface Term {
  readonly fold: string
  readonly form: string | undefined
  /** 1 for what was typed, less for a guess. */
  readonly trust: number
}

/** One syllable or pair of the question: whichever of its terms fits best counts. */
export interface Slot {
  readonly weight: number
  readonly terms: readonly Term[]
}

/** Longer questions are cut: the time for one answer stays bounded. */
const longest = 100
const trusts = { alike: 0.8, range: 0.8, telex: 0.9, near: 0.7 } as const
const mostGuesses = 6
/** Shorter words are near to too many others. */
const shortestTypo = 3
/** Numbers (ages, articles) say less than words; a number that no entry knows says almost nothing. */
const numberShare = 0.6
const strangeNumberShare = 0.2
/** Two known words that never stand together: weighs this share of what the two weigh on average. */
const strangePairShare = 0.7

/** Turns a question into places, each with the terms that it may stand for. */
export function readQuery(question: string, spelling: Spelling, index: InvertedIndex): readonly Slot[] {
  const { syllables: typed, isUnmarked } = spelling.readTyped(question)
  const syllables = typed.slice(0, longest).flatMap((syllable) => cutApart(syllable, index))
  const singles = syllables.map((syllable, at) => {
    const terms = termsFor(syllable, syllables[at + 1], isUnmarked, spelling, index)
    return { syllable, terms, weight: singleWeight(syllable, terms, index) }
  })
  const pairs = singles.flatMap((first, at) => {
    const second = singles[at + 1]
    return second === undefined ? [] : pairSlot(first, second, index)
  })
  return distinct([...singles, ...pairs])
}

function termsFor(
  syllable: Syllable,
  next: Syllable | undefined,
  isUnmarked: boolean,
  spelling: Spelling,
  index: InvertedIndex,
): readonly Term[] {
  const form = isUnmarked ? undefined : syllable.form
  const own = { fold: syllable.fold, form, trust: 1 }
  const alike = spelling.alike(syllable, isUnmarked).map((each) => ({ ...each, trust: trusts.alike }))
  const range = spelling.ageRange(syllable, next)
  const ranges = range === undefined ? [] : [{ ...range, trust: trusts.range }]
  return [own, ...alike, ...ranges, ...(index.has(syllable.fold) ? [] : guesses(syllable.fold, index))]
}

function guesses(fold: string, index: InvertedIndex): readonly Term[] {
  if (isNumber(fold)) return []
  const plain = untelex(fold)
  if (plain !== fold && index.has(plain)) return [{ fold: plain, form: undefined, trust: trusts.telex }]
  if (fold.length < shortestTypo) return []
  const near = [...index.near(fold)].sort((a, b) => index.weight(a) - index.weight(b) || (a < b ? -1 : 1))
  return near.slice(0, mostGuesses).map((each) => ({ fold: each, form: undefined, trust: trusts.near }))
}

/** Two words typed as one are two again when the index knows them side by side. */
function cutApart(syllable: Syllable, index: InvertedIndex): readonly Syllable[] {
  const { fold } = syllable
  if (index.has(fold) || isNumber(fold)) return [syllable]
  for (let cut = 2; cut <= fold.length - 2; cut++) {
    const [first, second] = [fold.slice(0, cut), fold.slice(cut)]
    if (index.has(`${first} ${second}`)) return [first, second].map((each) => ({ fold: each, form: each }))
  }
  return [syllable]
}

function singleWeight(syllable: Syllable, terms: readonly Term[], index: InvertedIndex): number {
  if (isNumber(syllable.fold))
    return index.weight(syllable.fold) * (index.has(syllable.fold) ? numberShare : strangeNumberShare)
  if (index.has(syllable.fold)) return index.weight(syllable.fold)
  const known = terms.filter(({ fold }) => index.has(fold)).map(({ fold }) => index.weight(fold))
  return known.length > 0 ? Math.max(...known) : index.weight(syllable.fold)
}

type Single = Slot & { readonly syllable: Syllable }

function pairSlot(first: Single, second: Single, index: InvertedIndex): readonly Slot[] {
  const terms = first.terms.flatMap((a) =>
    second.terms.map((b) => ({
      ...pairOf({ fold: a.fold, form: a.form ?? a.fold }, { fold: b.fold, form: b.form ?? b.fold }),
      ...(a.form === undefined || b.form === undefined ? { form: undefined } : {}),
      trust: a.trust * b.trust,
    })),
  )
  const known = terms.filter(({ fold }) => index.has(fold))
  if (known.length > 0) {
    return [{ weight: pairShare * Math.max(...known.map(({ fold }) => index.weight(fold))), terms: known }]
  }
  if (isNumber(first.syllable.fold) || isNumber(second.syllable.fold)) return []
  return [{ weight: (pairShare * strangePairShare * (first.weight + second.weight)) / 2, terms: [] }]
}

function distinct(slots: readonly Slot[]): readonly Slot[] {
  const seen = new Set<string>()
  return slots.filter(({ terms }) => {
    const key = terms.map(({ fold }) => fold).join('|')
    const isNew = key === '' || !seen.has(key)
    seen.add(key)
    return isNew
  })
}

function isNumber(fold: string): boolean {
  return /^\p{N}+$/u.test(fold)
}

/** How well a term fits a place where it is written as `forms`: marks that differ make it less likely to be meant. */
export function agreement(term: Term, forms: readonly string[]): number {
  if (term.form === undefined || forms.includes(term.form)) return 1
  return isMarked({ fold: term.fold, form: term.form }) ? 0.65 : 0.85
}
