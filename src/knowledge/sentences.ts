/** The sentences of a text; every line ends one, and a placeholder is a word of it. */
export function sentencesOf(text: string): readonly string[] {
  return text
    .split(/[.!?…]+["”’)]*(?=\s|$)|\n+/)
    .map((sentence) => sentence.trim())
    .filter((sentence) => countWords(sentence) > 0)
}

/** Words as people count them: what blanks divide and holds a letter or a digit; a placeholder is one. */
export function countWords(text: string): number {
  return text
    .replace(/\{\{[^{}]*\}\}/g, '0')
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}
