import type { Entry } from './entry.ts'

/** The version of several that ends last: the one of today, or the newest of what has ended. */
export function newestOf(versions: readonly Entry[]): Entry | undefined {
  return versions.reduce<Entry | undefined>((newest, each) => (endsLater(each, newest) ? each : newest), undefined)
}

/** Gives a version that lists no questions those of the newest one of its id: the same is asked about other days. */
export function withQuestions(entries: readonly Entry[]): readonly Entry[] {
  const versions = Map.groupBy(entries, ({ locale, id }) => `${locale} ${id}`)
  return entries.map((entry) => {
    if (entry.questions.length > 0) return entry
    const asked = (versions.get(`${entry.locale} ${entry.id}`) ?? []).filter(({ questions }) => questions.length > 0)
    return { ...entry, questions: newestOf(asked)?.questions ?? [] }
  })
}

function endsLater(entry: Entry, than: Entry | undefined): boolean {
  if (than === undefined) return true
  return than.until !== undefined && (entry.until === undefined || entry.until > than.until)
}
