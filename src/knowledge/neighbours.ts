/**
 * Answers, for any word, those of `words` that are one insertion, deletion, replacement or swap away and begin alike: both
 * with one letter left out give a common rest.
 */
export function createNeighbours(words: Iterable<string>): (word: string) => readonly string[] {
  const byRest = new Map<string, string[]>()
  for (const word of words) {
    for (const rest of restsOf(word)) {
      const known = byRest.get(rest)
      if (known === undefined) byRest.set(rest, [word])
      else known.push(word)
    }
  }
  return (word) => {
    const found = new Set(restsOf(word).flatMap((rest) => byRest.get(rest) ?? []))
    return [...found].filter((other) => other !== word && other[0] === word[0])
  }
}

function restsOf(word: string): readonly string[] {
  return [word, ...Array.from(word, (_, at) => word.slice(0, at) + word.slice(at + 1))]
}
