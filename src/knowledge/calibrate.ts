import { logistic, type Curve } from './confidence.ts'

/** A question that was asked: what spoke for the first found, and how it came out. */
export interface Trial {
  readonly evidence: readonly number[]
  /** An entry answers the question. */
  readonly isAnswerable: boolean
  /** The first found is that entry. */
  readonly isRight: boolean
}

/** What a threshold comes to; shares 0..1. */
export interface ThresholdMeasure {
  readonly threshold: number
  readonly answered: number
  readonly wrong: number
  readonly needless: number
  readonly abstained: number
}

/** What the threshold is chosen for: hardly a wrong answer, and silence where nothing is known. */
export const aims = { wrong: 0.005, abstained: 0.97 } as const

/**
 * Fits the curve and chooses the lowest threshold that keeps `aims`. Each threshold is measured on trials that the curve was
 * not fitted on: five parts, each judged by a curve of the other four.
 */
export function calibrate(trials: readonly Trial[]): {
  readonly curve: Curve
  readonly table: readonly ThresholdMeasure[]
} {
  const partOf = (index: number): number => index % parts
  const curves = Array.from({ length: parts }, (_, part) => fit(trials.filter((_, index) => partOf(index) !== part)))
  const confidences = trials.map((trial, index) => confidenceBy(curves[partOf(index)] ?? flat, trial))
  const table = Array.from({ length: steps - 1 }, (_, step) => measure(trials, confidences, (step + 1) / steps))
  const chosen =
    table.find(({ wrong, abstained }) => wrong <= aims.wrong && abstained >= aims.abstained) ?? table.at(-1)
  return { curve: { ...fit(trials), answered: chosen?.threshold ?? 1 }, table }
}

type Line = Pick<Curve, 'offset' | 'weights'>

const parts = 5
/** Thresholds are twentieths. */
const steps = 20
const flat: Line = { offset: 0, weights: [] }
/** A wrong answer that looks right costs more than silence. */
const wrongCounts = 2
const rounds = 3_000
const shrink = 0.002

/** Logistic regression by plain gradient descent on standardised evidence, slightly shrunk. */
function fit(trials: readonly Trial[]): Line {
  const width = trials[0]?.evidence.length ?? 0
  const columns = Array.from({ length: width }, (_, at) => trials.map(({ evidence }) => evidence[at] ?? 0))
  const means = columns.map((column) => column.reduce((a, b) => a + b, 0) / column.length)
  const spreads = columns.map((column, at) => {
    const square = column.reduce((sum, value) => sum + (value - (means[at] ?? 0)) ** 2, 0) / column.length
    return Math.sqrt(square) || 1
  })
  const rows = trials.map(({ evidence }) =>
    evidence.map((value, at) => (value - (means[at] ?? 0)) / (spreads[at] ?? 1)),
  )
  let offset = 0
  let weights: readonly number[] = columns.map(() => 0)
  for (let round = 0; round < rounds; round++) {
    const slopes = columns.map((_, at) => shrink * (weights[at] ?? 0))
    let offsetSlope = 0
    for (const [index, row] of rows.entries()) {
      const isRight = trials[index]?.isRight === true
      const share = logistic(row.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), offset))
      const slope = ((share - Number(isRight)) * (isRight ? 1 : wrongCounts)) / rows.length
      offsetSlope += slope
      for (const [at, value] of row.entries()) slopes[at] = (slopes[at] ?? 0) + slope * value
    }
    offset -= offsetSlope
    weights = weights.map((weight, at) => weight - (slopes[at] ?? 0))
  }
  const raw = weights.map((weight, at) => weight / (spreads[at] ?? 1))
  const shift = raw.reduce((sum, weight, at) => sum + weight * (means[at] ?? 0), 0)
  return { offset: round3(offset - shift), weights: raw.map(round3) }
}

function confidenceBy({ offset, weights }: Line, { evidence }: Trial): number {
  return logistic(evidence.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), offset))
}

function measure(trials: readonly Trial[], confidences: readonly number[], threshold: number): ThresholdMeasure {
  const all = trials.map((trial, index) => ({ ...trial, isAnswered: (confidences[index] ?? 0) >= threshold }))
  const answerable = all.filter(({ isAnswerable }) => isAnswerable)
  const others = all.filter(({ isAnswerable }) => !isAnswerable)
  const share = (of: typeof all, holds: (each: (typeof all)[number]) => boolean): number =>
    of.filter(holds).length / Math.max(1, of.length)
  return {
    threshold,
    answered: share(answerable, ({ isAnswered }) => isAnswered),
    wrong: share(answerable, ({ isAnswered, isRight }) => isAnswered && !isRight),
    needless: share(answerable, ({ isAnswered, isRight }) => !isAnswered && isRight),
    abstained: share(others, ({ isAnswered }) => !isAnswered),
  }
}

const round3 = (value: number): number => Math.round(value * 1_000) / 1_000
