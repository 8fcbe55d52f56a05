import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'

/** ARCHITECTURE section 4: what a folder may import of ours, beside itself and core. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  'zalo-api-sdk': [],
  knowledge: ['core', 'learning'],
  triage: ['core', 'learning'],
  actions: ['core', 'flows', 'tips'],
  inbound: ['core', 'flows', 'knowledge', 'triage', 'tips', 'duty'],
  'channels/zalo': ['core', 'zalo-api-sdk'],
  channels: ['core', 'channels/telegram', 'channels/zalo', 'channels/web', 'channels/terminal'],
}

/** One library, one home. */
const homes: Readonly<Record<string, readonly string[]>> = {
  grammy: ['channels/telegram'],
  '@grammyjs/auto-retry': ['channels/telegram'],
  kysely: ['storage'],
  'better-sqlite3': ['storage'],
  pg: ['storage'],
  '@langchain/core': ['knowledge'],
  i18next: ['translate.ts'],
  pino: ['logger.ts'],
  hono: ['server.ts', 'channels/web', 'console'],
  '@hono/node-server': ['server.ts'],
  yaml: ['config.ts', 'flows', 'knowledge', 'triage'],
  zod: [
    'config.ts',
    'flows',
    'knowledge',
    'learning',
    'triage',
    'channels/web',
    'channels/telegram',
    'channels/zalo',
    'zalo-api-sdk',
    'console',
    'cli',
    'duty',
  ],
}

interface Source {
  /** Below src/, with forward slashes. */
  readonly file: string
  readonly text: string
}

/** The room a file is in: a channel's folder counts by itself; a file at the top of src/ is its own room. */
function roomOf(file: string): string {
  const parts = file.split('/')
  if (parts.length === 1) return file
  return parts[0] === 'channels' && parts.length > 2 ? `channels/${parts[1]}` : (parts[0] ?? file)
}

function importsOf(text: string): readonly string[] {
  const statements = text.matchAll(
    /^\s*(?:import|export)\s+(?:type\s)?[^'"`;]*?from\s+['"]([^'"]+)['"]|^\s*import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm,
  )
  return [...statements].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

function violations(sources: readonly Source[]): readonly string[] {
  const found: string[] = []
  for (const { file, text } of sources) {
    const room = roomOf(file)
    const mayImportAnything = room.includes('.') || room === 'cli'
    for (const from of importsOf(text)) {
      if (from.startsWith('.')) {
        const target = normalize(join(dirname(file), from)).replaceAll('\\', '/')
        const other = roomOf(target)
        if (other === room || mayImportAnything) continue
        if (other.includes('.') || other === 'cli')
          found.push(`${file} imports ${target}: nothing imports the top of src/ or cli/`)
        else if (!(mayImport[room] ?? ['core']).includes(other))
          found.push(`${file} imports ${target}: ${room} may not import ${other}`)
      } else if (!from.startsWith('node:')) {
        const library = from.startsWith('@') ? from.split('/').slice(0, 2).join('/') : (from.split('/')[0] ?? from)
        const home = homes[library]
        if (home === undefined) found.push(`${file} imports ${library}: it has no home`)
        else if (!home.includes(room)) found.push(`${file} imports ${library}: its home is ${home.join(', ')}`)
      }
    }
  }
  return found
}

const sources: readonly Source[] = globSync('src/**/*.ts').map((path) => ({
  file: path.replaceAll('\\', '/').slice('src/'.length),
  text: readFileSync(path, 'utf8'),
}))

describe('the dependency rule', () => {
  it('holds in every file', () => {
    expect(sources.length).toBeGreaterThan(80)
    expect(violations(sources)).toEqual([])
  })

  it.each([
    ['core reaching out', 'core/tip.ts', `import { fold } from '../flows/engine.ts'`],
    ['a feature importing a feature', 'tips/relay.ts', `import { createDuty } from '../duty/on-duty.ts'`],
    ['a feature importing storage', 'tips/relay.ts', `import type { Row } from '../storage/schema.ts'`],
    ['storage importing a feature', 'storage/tip-store.ts', `export { x } from '../tips/open-tip.ts'`],
    ['a folder importing the top', 'inbound/decide.ts', `import { createLogs } from '../logger.ts'`],
    ['a folder importing cli', 'reach/report.ts', `import '../cli/main.ts'`],
    ['one channel importing another', 'channels/web/page.ts', `const x = await import('../terminal/convert.ts')`],
    ['a library away from home', 'tips/relay.ts', `import { sql } from 'kysely'`],
    ['a library without a home', 'tips/relay.ts', `import x from 'left-pad'`],
  ])('names %s', (_what, file, text) => {
    expect(violations([{ file, text }])).toHaveLength(1)
  })
})

/** The files that are read when `entry` starts, and the libraries they bring: static imports alone, types left out. */
function readAtStart(entry: string): ReadonlySet<string> {
  const byFile = new Map(sources.map((source) => [source.file, source.text]))
  const reached = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    const text = (byFile.get(file) ?? '')
      .replace(/^(?:import|export) type .*$/gm, '')
      .replace(/\bimport\(\s*['"][^'"]+['"]\s*\)/g, '')
    for (const from of importsOf(text))
      visit(from.startsWith('.') ? normalize(join(dirname(file), from)).replaceAll('\\', '/') : from)
  }
  visit(entry)
  return reached
}

describe('what is read at the start', () => {
  const entries = ['main.ts', ...sources.map(({ file }) => file).filter((file) => file.startsWith('cli/'))]

  it.each(entries)('%s reads no LangChain: only a model needs it', (entry) => {
    const reached = [...readAtStart(entry)]
    expect(reached.filter((each) => /langchain|langsmith/.test(each))).toEqual([])
  })

  it.each(['main.ts', 'cli/chat.ts'])('%s reads what would load it', (entry) => {
    expect([...readAtStart(entry)]).toContain('knowledge/chain/load-chain.ts')
  })

  it('a command that is not called is not read', () => {
    expect([...readAtStart('main.ts')]).toContain('kysely')
    expect([...readAtStart('cli/main.ts')]).not.toContain('kysely')
  })

  it('would name LangChain where it is read', () => {
    expect([...readAtStart('knowledge/chain/open-chain.ts')]).toContain('@langchain/core/runnables')
  })
})

describe('the shape of the tree', () => {
  it('keeps every file under 300 lines', () => {
    expect(sources.filter(({ text }) => text.split('\n').length > 300).map(({ file }) => file)).toEqual([])
  })

  it('has no Vietnamese words in code', () => {
    const marked = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i
    const outside = sources.flatMap(({ file, text }) =>
      text
        .split('\n')
        .map((line, index) => ({
          at: `${file}:${index + 1}`,
          code: line.replace(/\/\/.*$/, '').replace(/^\s*(\/\*\*|\*).*$/, ''),
        }))
        .filter(({ code }) => marked.test(code.replace(/\/đ\/g?/g, '').replace(/\/\*\*.*?\*\//g, '')))
        .map(({ at }) => at),
    )
    expect(outside).toEqual([])
  })

  it('reads the environment in the settings, the command line and main alone', () => {
    const readers = sources.filter(({ text }) => text.includes('process.env')).map(({ file }) => file)
    expect(readers.filter((file) => !['config.ts', 'main.ts', 'cli/main.ts'].includes(file))).toEqual([])
  })
})
