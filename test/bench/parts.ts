/** Numbers that the command line may change; each a whole number above 0. */
export const benchNumbers = {
  articles: 8_000,
  questions: 400,
  passages: 5_000,
  seed: 20_261_122,
  rate: 200,
  seconds: 20,
  contacts: 400,
  messages: 2_000,
  atOnce: 16,
} as const

export type BenchNumbers = Readonly<Record<keyof typeof benchNumbers, number>>

/** Measures one thing and answers what to print. */
export type BenchPart = (numbers: BenchNumbers) => Promise<readonly string[]>
