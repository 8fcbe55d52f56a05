/**
 * Text as people write it, made comparable: NFC, lower case, no tone marks, đ as d, one space between words.
 * `fold('Trẻ  Em Đi học')` is `'tre em di hoc'`. Never used for anything that is shown.
 */
export function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/đ/g, 'd').replace(/\s+/g, ' ').trim()
}

/** `fold`, then everything that is not a letter or digit becomes a space: the words alone. */
export function foldWords(text: string): string {
  return fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** True when there is nothing to be seen: white space, and characters of no width or no shape. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text)
}

/** Counts what a platform counts: UTF-16 units of the NFC form. */
export function textLength(text: string): number {
  return text.normalize('NFC').length
}

/**
 * Cuts `text` into parts of at most `limit` UTF-16 units (NFC), at the end of a paragraph, a sentence or a word, and only
 * where none is in reach in the middle of a word; a surrogate pair is never cut. Joining the parts loses only white space.
 */
export function splitText(text: string, limit: number): string[] {
  const parts: string[] = []
  let rest = text.normalize('NFC').trim()
  while (rest.length > limit) {
    const head = rest.slice(0, limit + 1)
    const cut =
      lastEnd(head, /\n\s*\n/g, limit) ||
      lastEnd(head, /[.!?…](?=\s)|\n/g, limit) ||
      lastEnd(head, /\s/g, limit) ||
      hardCut(rest, limit)
    parts.push(rest.slice(0, cut).trim())
    rest = rest.slice(cut).trim()
  }
  if (rest !== '') parts.push(rest)
  return parts
}

function lastEnd(head: string, pattern: RegExp, limit: number): number {
  let end = 0
  for (const match of head.matchAll(pattern)) {
    const at = match.index + match[0].length
    if (at <= limit && match.index > 0) end = at
  }
  return end
}

function hardCut(text: string, limit: number): number {
  const last = text.charCodeAt(limit - 1)
  const isHighSurrogate = last >= 0xd800 && last <= 0xdbff
  return isHighSurrogate && limit > 1 ? limit - 1 : limit
}
