/** The articles that a citation's article names: `25–29` is five of them, `3, 5` two. */
export function articlesOf(article: string | undefined): readonly string[] {
  const range = /^(\d+)\s*[–-]\s*(\d+)$/.exec(article ?? '')
  if (range === null) return article === undefined ? [] : article.split(/\s*,\s*/)
  const [from, to] = [Number(range[1]), Number(range[2])]
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => String(from + index))
}
