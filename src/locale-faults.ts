import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * What other languages lack or have too much against the default one: files, keys, variables. `always` are variables that
 * every text may use. The files were read once already: they are JSON.
 */
export function localeFaults(dir: string, defaultLocale: string, always: readonly string[]): readonly string[] {
  const files = readdirSync(join(dir, defaultLocale)).filter((name) => name.endsWith('.json'))
  const others = readdirSync(dir).filter((locale) => locale !== defaultLocale)
  const faults: string[] = []
  for (const locale of others) {
    const theirs = readdirSync(join(dir, locale))
    for (const file of theirs.filter((name) => !files.includes(name)))
      faults.push(`locales/${locale}/${file}: is not in ${defaultLocale}`)
    for (const file of files) {
      if (!theirs.includes(file)) faults.push(`locales/${locale}/${file}: is missing`)
      else
        faults.push(
          ...differences(texts(join(dir, defaultLocale, file)), texts(join(dir, locale, file)), always).map(
            (fault) => `locales/${locale}/${file}: ${fault}`,
          ),
        )
    }
  }
  return faults
}

function differences(
  ours: ReadonlyMap<string, string>,
  theirs: ReadonlyMap<string, string>,
  always: readonly string[],
): readonly string[] {
  const faults: string[] = []
  for (const [key, text] of ours) {
    const other = theirs.get(key)
    if (other === undefined || other.trim() === '') faults.push(`${key}: is missing`)
    else
      for (const name of variables(text))
        if (!always.includes(name) && !variables(other).has(name)) faults.push(`${key}: does not use {{${name}}}`)
  }
  for (const [key, text] of theirs) {
    const other = ours.get(key)
    if (other === undefined) faults.push(`${key}: has no counterpart`)
    else
      for (const name of variables(text))
        if (!always.includes(name) && !variables(other).has(name)) faults.push(`${key}: uses unknown {{${name}}}`)
  }
  return faults
}

function variables(text: string): ReadonlySet<string> {
  return new Set([...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((match) => match[1] ?? ''))
}

function texts(file: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const walk = (node: unknown, path: string): void => {
    if (typeof node === 'string') found.set(path, node)
    else if (typeof node === 'object' && node !== null)
      for (const [key, child] of Object.entries(node)) walk(child, path === '' ? key : `${path}.${key}`)
  }
  walk(JSON.parse(readFileSync(file, 'utf8')), '')
  return found
}
