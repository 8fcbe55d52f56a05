import { bestOf } from './best.ts'
import { partKinds, type InvertedIndex, type PartKind } from './inverted-index.ts'
import { agreement, type Slot } from './query.ts'

/** BM25's two settings for each kind of part. */
const bm25: Readonly<Record<PartKind, { readonly k1: number; readonly b: number }>> = {
  title: { k1: 1.2, b: 0.3 },
  variant: { k1: 1.2, b: 0.5 },
  text: { k1: 1.2, b: 0.75 },
}

/** What one document comes to for one question. */
export interface Sum {
  readonly document: number
  /** By the highest BM25 among its parts of each kind, and the whole. */
  readonly score: number
  /** Weight of the places of the question that anything in it knows. */
  readonly whole: number
  /** How alike the question and its nearest title or variant are, both ways: 0..1. */
  readonly likeness: number
}

/** A document's score by what its title, its variants, its text and the whole come to. */
export type ScoreOf = (document: number, title: number, variant: number, text: number, whole: number) => number

/** Adds up what each document comes to for a question of weight `asked`; answers the `limit` best. */
export type AddUp = (slots: readonly Slot[], asked: number, limit: number) => readonly Sum[]

/**
 * Prepares adding up; the lists of numbers are made once, used for every question and left at zero. Documents that share
 * a term with a question are many, so that only those that are answered are made objects.
 */
export function createAddUp(index: InvertedIndex, scoreOf: ScoreOf): AddUp {
  const { ids, parts, averageLength } = index
  const k1 = Float64Array.from(parts, ({ kind }) => bm25[kind].k1)
  const damping = Float64Array.from(parts, ({ kind, length }) => {
    const { k1, b } = bm25[kind]
    return k1 * (1 - b + (b * length) / averageLength[kind])
  })
  const documentOf = Uint32Array.from(parts, ({ document }) => document)
  const kindOf = Uint8Array.from(parts, ({ kind }) => partKinds.indexOf(kind))
  const massOf = Float64Array.from(parts, ({ mass }) => mass)
  const ofParts = (): Float64Array => new Float64Array(parts.length)
  const ofDocuments = (): Float64Array => new Float64Array(ids.length)
  const [score, partMass, fit, gain] = [ofParts(), ofParts(), ofParts(), ofParts()]
  const [title, variant, text, likeness] = [ofDocuments(), ofDocuments(), ofDocuments(), ofDocuments()]
  const [documentMass, documentGain, total] = [ofDocuments(), ofDocuments(), ofDocuments()]
  const bestOfKind = [title, variant, text]

  /** The best fit of one place of the question in each part; answers the parts. */
  function fitOne({ terms }: Slot): readonly number[] {
    const touched: number[] = []
    for (const term of terms) {
      const postings = index.postings(term.fold)
      if (postings === undefined) continue
      const trusts = postings.writings.map((forms) => term.trust * agreement(term, forms))
      for (let i = 0; i < postings.parts.length; i++) {
        const part = postings.parts[i] ?? 0
        const count = postings.counts[i] ?? 0
        const here = trusts[postings.written[i] ?? 0] ?? 0
        const saturated = (here * count * (at(k1, part) + 1)) / (count + at(damping, part))
        if (at(fit, part) === 0) touched.push(part)
        if (saturated > at(fit, part)) fit[part] = saturated
        if (here > at(gain, part)) gain[part] = here
      }
    }
    return touched
  }

  function addOne(slot: Slot): void {
    const touched = fitOne(slot)
    for (const part of touched) {
      const document = documentOf[part] ?? 0
      const here = at(gain, part)
      score[part] = at(score, part) + slot.weight * at(fit, part)
      partMass[part] = at(partMass, part) + slot.weight * here
      const more = here - at(documentGain, document)
      if (more <= 0) continue
      documentMass[document] = at(documentMass, document) + slot.weight * more
      documentGain[document] = here
    }
    for (const part of touched) {
      fit[part] = 0
      gain[part] = 0
      documentGain[documentOf[part] ?? 0] = 0
    }
  }

  function better(a: number, b: number): number {
    return at(total, b) - at(total, a) || ((ids[a] ?? '') < (ids[b] ?? '') ? -1 : 1)
  }

  return (slots, asked, limit) => {
    for (const slot of slots) addOne(slot)
    for (let part = 0; part < partMass.length; part++) {
      const shared = at(partMass, part)
      if (shared === 0) continue
      const document = documentOf[part] ?? 0
      const best = bestOfKind[kindOf[part] ?? 0] ?? text
      best[document] = Math.max(at(best, document), at(score, part))
      if (best === text) continue
      const alike = shared ** 2 / (asked * Math.max(at(massOf, part), shared))
      likeness[document] = Math.max(at(likeness, document), alike)
    }
    const touched: number[] = []
    for (let document = 0; document < documentMass.length; document++) {
      const whole = at(documentMass, document)
      if (whole === 0) continue
      total[document] = scoreOf(document, at(title, document), at(variant, document), at(text, document), whole)
      touched.push(document)
    }
    const sums = bestOf(touched, limit, better).map((document) => ({
      document,
      score: at(total, document),
      whole: at(documentMass, document),
      likeness: at(likeness, document),
    }))
    for (const values of [score, partMass, title, variant, text, likeness, documentMass]) values.fill(0)
    return sums
  }
}

function at(values: Float64Array, index: number): number {
  return values[index] ?? 0
}
