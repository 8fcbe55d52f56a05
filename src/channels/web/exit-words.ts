import type { Translate } from '../../core/ports.ts'
import { foldWords } from '../../core/text.ts'

/** What the bot is told when somebody leaves, whatever word they left by. */
export const exitCommand = '/thoat'

/** The whole messages that mean "away from here", of all languages, folded: whoever is in a hurry types what comes first. */
export function readExitWords(translate: Translate): readonly string[] {
  const words = translate.locales.flatMap((locale) => translate(locale)('web.exitWords').split('|'))
  return [...new Set(words.map(foldWords))]
}
