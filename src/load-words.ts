import { join } from 'node:path'
import type { Translate } from './core/ports.ts'
import { loadPhones } from './knowledge/phone.ts'
import { loadTranslate } from './translate.ts'

/** The words of `locales/`, with the telephone numbers of `knowledge/phones.yaml` filled in everywhere. */
export function loadWords(root: string): Translate {
  return loadTranslate(join(root, 'locales'), 'vi', loadPhones(join(root, 'knowledge')))
}
