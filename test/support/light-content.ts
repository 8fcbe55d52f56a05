import { cpSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../../src/project-root.ts'

const keptLines = 60
const keptFolders = ['basics', 'safety']

/**
 * Puts the real content into `dir`, but for most entries and most of the collected questions and messages: reading and indexing
 * them is what a start takes longest for.
 */
export function putLightContent(dir: string): void {
  const [from, to] = [join(projectRoot, 'knowledge'), join(dir, 'knowledge')]
  for (const name of ['flows', 'locales']) symlinkSync(join(projectRoot, name), join(dir, name))
  for (const folder of ['asked', 'vi']) mkdirSync(join(to, folder), { recursive: true })
  for (const name of readdirSync(from).filter((name) => !['asked', 'en', 'vi', 'told.tsv'].includes(name)))
    cpSync(join(from, name), join(to, name), { recursive: true })
  for (const folder of keptFolders) cpSync(join(from, 'vi', folder), join(to, 'vi', folder), { recursive: true })
  for (const name of ['told.tsv', 'asked/vi.tsv']) {
    const lines = readFileSync(join(from, name), 'utf8').split('\n').slice(0, keptLines)
    writeFileSync(join(to, name), `${lines.join('\n')}\n`)
  }
}
