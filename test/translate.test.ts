import { globSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ContentError } from '../src/core/errors.ts'
import { loadWords } from '../src/load-words.ts'
import { loadTranslate } from '../src/translate.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'la-chan-translate-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

const put = (file: string, content: unknown) => {
  mkdirSync(dirname(join(dir, file)), { recursive: true })
  writeFileSync(join(dir, file), typeof content === 'string' ? content : JSON.stringify(content))
}

describe('words', () => {
  beforeEach(() => {
    put('vi/tip.json', { send: 'Gửi', deep: { inner: 'Bên trong' }, hello: 'Chào {{name}}, gọi {{hotline}}' })
    put('vi/quick-exit.json', { card: 'Mẹo học' })
    put('en/tip.json', { send: 'Send', hello: 'Hello {{name}}, call {{hotline}}' })
  })
  const load = () => loadTranslate(dir, 'vi', { hotline: '111' })

  it('are found by namespace and path, in the language asked for', () => {
    const translate = load()
    expect(translate('vi')('tip.send')).toBe('Gửi')
    expect(translate('en')('tip.send')).toBe('Send')
    expect(translate('vi')('tip.deep.inner')).toBe('Bên trong')
    expect(translate('vi')('quick-exit.card')).toBe('Mẹo học')
  })

  it('fall back to the default language, for a key and for a language that is not there', () => {
    const translate = load()
    expect(translate('en')('tip.deep.inner')).toBe('Bên trong')
    expect(translate('fr')('tip.send')).toBe('Gửi')
  })

  it('are filled in with what is given, and with what every text may use', () => {
    expect(load()('vi')('tip.hello', { name: 'Lan' })).toBe('Chào Lan, gọi 111')
    expect(load()('en')('tip.hello', { name: 7 })).toBe('Hello 7, call 111')
  })

  it.each([['{{hotline}}'], ['$t(tip.send)'], ['<b>&"'], ['{{name}}'], ['$1 $& $$'], ['\\n']])(
    'take “%s” for what it is, words of a person',
    (name) => {
      expect(load()('vi')('tip.hello', { name })).toBe(`Chào ${name}, gọi 111`)
    },
  )

  it.each([['tip.nothing'], ['tip'], ['tip.deep.nothing'], ['nothing.send'], ['send'], ['']])(
    'that are not there are a bug: “%s” throws',
    (key) => {
      expect(load().has(key)).toBe(false)
      expect(() => load()('vi')(key)).toThrow(`no words for ${key}`)
    },
  )

  it('are known to be there', () => {
    expect(load().has('tip.send')).toBe(true)
    expect(load().has('tip.deep.inner')).toBe(true)
  })

  it.each([
    ['vi', 'vi'],
    ['en', 'en'],
    ['EN-us', 'en'],
    ['en,vi;q=0.5', 'en'],
    ['fr', 'vi'],
    ['', 'vi'],
    [undefined, 'vi'],
  ])('for somebody who wants %s are in %s', (wanted, locale) => {
    expect(load().pick(wanted)).toBe(locale)
  })

  it('are in the default language first, whatever the order of the folders', () => {
    expect(load().locales).toEqual(['vi', 'en'])
    expect(loadTranslate(dir, 'en').locales).toEqual(['en', 'vi'])
  })
})

describe('a file of words that cannot be right', () => {
  it.each([
    ['is not JSON', '{ "send": '],
    ['holds a number', { send: 3 }],
    ['holds a list', { send: ['a'] }],
    ['holds null', { deep: { send: null } }],
    ['is a list', ['a']],
  ])('because it %s is named', (_what, content) => {
    put('vi/tip.json', { send: 'Gửi' })
    put('en/tip.json', content)
    expect(() => loadTranslate(dir)).toThrow(ContentError)
    expect(() => loadTranslate(dir)).toThrow('locales/en/tip.json: ')
  })

  it('is named together with all others', () => {
    put('vi/tip.json', '{')
    put('vi/start.json', '[]')
    put('en/tip.json', { a: 1 })
    const faults = (() => {
      try {
        loadTranslate(dir)
        return []
      } catch (error) {
        return error instanceof ContentError ? error.faults : []
      }
    })()
    expect(faults.map((fault) => fault.split(': ')[0]).toSorted()).toEqual([
      'locales/en/tip.json',
      'locales/vi/start.json',
      'locales/vi/tip.json',
    ])
  })
})

/** Keys of words in code: the quoted ones, and the fixed beginnings of those put together. Tables have names like keys. */
function keysIn(
  source: string,
  namespaces: readonly string[],
): { whole: readonly string[]; beginnings: readonly string[] } {
  const isKey = (text: string) => namespaces.some((namespace) => text.startsWith(`${namespace}.`))
  const whole = [...source.matchAll(/'([a-z][\w-]*(?:\.[\w-]+)+)'/g)].map((match) => match[1] ?? '').filter(isKey)
  const beginnings = [...source.matchAll(/`([a-z][\w-]*\.(?:[\w-]+\.)*)[\w-]*\$\{/g)].map((match) => match[1] ?? '')
  return { whole, beginnings: beginnings.filter(isKey) }
}

describe('the words that the code asks for', () => {
  const namespaces = readdirSync('locales/vi').map((file) => file.replace('.json', ''))
  const words = loadWords('.')
  const trees = Object.fromEntries(
    namespaces.map((name) => [name, JSON.parse(readFileSync(`locales/vi/${name}.json`, 'utf8')) as unknown]),
  )
  /** Code by file; SQL aside: a column is named like a key. Names of files are no keys either. */
  const sources = globSync('src/**/*.ts').filter((file) => !file.startsWith('src/storage/'))
  const isFileName = (key: string) => /\.(css|js|json|ts|svg|csv|yaml|md|key|sqlite)$/.test(key)
  const isBranch = (beginning: string) => {
    let node: unknown = trees
    for (const part of beginning.split('.').slice(0, -1)) node = (node as Record<string, unknown> | undefined)?.[part]
    return typeof node === 'object' && node !== null
  }

  it('are all there in Vietnamese', () => {
    const missing = sources.flatMap((file) => {
      const { whole, beginnings } = keysIn(readFileSync(file, 'utf8'), namespaces)
      return [
        ...whole.filter((key) => !isFileName(key) && !words.has(key)).map((key) => `${file}: ${key}`),
        ...beginnings.filter((beginning) => !isBranch(beginning)).map((beginning) => `${file}: ${beginning}…`),
      ]
    })
    expect(missing).toEqual([])
  })

  it('are looked for in the right places', () => {
    const found = sources.flatMap((file) => keysIn(readFileSync(file, 'utf8'), namespaces).whole)
    for (const key of [
      'common.apology',
      'officers.newTip',
      'cli.doctorBad',
      'console.tips.title',
      'config.keyNeeded',
    ]) {
      expect(found).toContain(key)
    }
    expect(new Set(found).size).toBeGreaterThan(150)
  })

  it('would be missed', () => {
    const code = "words('tip.nothing'); line({ key: 'receipt.kept' }); words(`status.nobody.${x}`); read('chat.css')"
    const { whole, beginnings } = keysIn(code, namespaces)
    expect(whole.filter((key) => !words.has(key))).toEqual(['tip.nothing'])
    expect(beginnings.filter((beginning) => !isBranch(beginning))).toEqual(['status.nobody.'])
  })
})

it('refuses a file that is one text', () => {
  put('vi/tip.json', '"a"')
  expect(() => loadTranslate(dir)).toThrow(ContentError)
})
