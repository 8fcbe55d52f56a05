import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { createInstance } from 'i18next'
import { ContentError } from './core/errors.ts'
import type { Translate } from './core/ports.ts'

type Tree = { readonly [key: string]: string | Tree }

/**
 * Reads `<dir>/<locale>/<namespace>.json` and answers `(locale) => (key, vars) => text`, a key being `<namespace>.<path>`.
 * `defaultLocale` comes first; a key that a language lacks falls back to it; one that all lack throws. `always` are
 * variables that every text may use (telephone numbers). Throws `ContentError` on a file that is not JSON of strings.
 */
export function loadTranslate(
  dir: string,
  defaultLocale = 'vi',
  always: Readonly<Record<string, string>> = {},
): Translate {
  const locales = readdirSync(dir).sort((a, b) =>
    a === defaultLocale ? -1 : b === defaultLocale ? 1 : a.localeCompare(b),
  )
  const faults: string[] = []
  const resources: Record<string, Record<string, Tree>> = {}
  for (const locale of locales) {
    resources[locale] = {}
    for (const file of readdirSync(join(dir, locale)).filter((name) => name.endsWith('.json'))) {
      try {
        resources[locale][basename(file, '.json')] = readTree(join(dir, locale, file))
      } catch (error) {
        faults.push(`locales/${locale}/${file}: ${(error as Error).message}`)
      }
    }
  }
  if (faults.length > 0) throw new ContentError(faults)
  const i18n = createInstance()
  void i18n.init({
    resources,
    lng: defaultLocale,
    fallbackLng: defaultLocale,
    nsSeparator: false,
    keySeparator: '.',
    initAsync: false,
    interpolation: { escapeValue: false, defaultVariables: always },
    returnNull: false,
  })
  const pathOf = (key: string) => ({ ns: key.slice(0, key.indexOf('.')), path: key.slice(key.indexOf('.') + 1) })
  const has = (key: string) => i18n.exists(pathOf(key).path, { ns: pathOf(key).ns, lng: defaultLocale })
  const translate = (locale: string) => {
    const lng = locales.includes(locale) ? locale : defaultLocale
    return (key: string, vars: Readonly<Record<string, string | number>> = {}) => {
      const { ns, path } = pathOf(key)
      if (!has(key)) throw new Error(`no words for ${key}`)
      return i18n.t(path, { ...vars, ns, lng })
    }
  }
  return Object.assign(translate, {
    locales,
    has,
    pick: (wanted: string | undefined) =>
      locales.find((locale) => locale === wanted?.toLowerCase().slice(0, 2)) ?? defaultLocale,
  })
}

function readTree(file: string): Tree {
  const tree = JSON.parse(readFileSync(file, 'utf8').normalize('NFC')) as unknown
  const check = (node: unknown, path: string): void => {
    if (typeof node === 'string' && path !== '') return
    if (typeof node !== 'object' || node === null || Array.isArray(node))
      throw new Error(`${path || 'the file'} must hold texts`)
    for (const [key, child] of Object.entries(node)) check(child, path === '' ? key : `${path}.${key}`)
  }
  check(tree, '')
  return tree as Tree
}
