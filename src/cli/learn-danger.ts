import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { systemClock } from '../clock.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'
import { loadKnowledge } from '../knowledge/load.ts'
import { searchMessages } from '../search-messages.ts'
import { createAssess } from '../triage/assess.ts'
import { learnDanger as learn } from '../triage/learn.ts'
import { dangerFile, lexiconFile, loadTold, markOf, wordsBeneath, writeDangerModel } from '../triage/learned.ts'
import { loadLexicon } from '../triage/lexicon.ts'
import type { CliContext } from './command.ts'
import { showTable } from './show-table.ts'

/**
 * Learns how dangerous a message is from `knowledge/told.tsv` below `root` and writes it to `knowledge/learned`. Prints what
 * each threshold comes to on messages that the model did not see.
 */
export function learnDanger(root: string, { words, print }: CliContext): void {
  const dir = join(root, 'knowledge')
  const lexicon = loadLexicon(join(dir, lexiconFile))
  const told = loadTold(dir)
  const knowledge = loadKnowledge(dir, { today: dayInVietnam(systemClock.now()), lapsedIsFault: false })
  const findAlike = searchMessages(told, knowledge.spelling('vi'))
  const { model, table } = learn({ rules: createAssess(lexicon), lexicon, told, findAlike })
  const rows = table.map(({ danger, emergency: _, ...shares }) => [
    `${danger.toFixed(2)}${danger === model.danger ? ' *' : ''}`,
    ...Object.values(shares).map((share) => `${(share * 100).toFixed(1)}%`),
  ])
  for (const line of showTable([words('cli.learnDangerColumns').split('|'), ...rows])) print(line)
  const text = writeDangerModel(model, markOf(told, wordsBeneath(dir)))
  mkdirSync(dirname(join(dir, dangerFile)), { recursive: true })
  writeFileSync(join(dir, dangerFile), text)
  print(words('cli.learnDone', { file: `knowledge/${dangerFile}`, count: told.length }))
}
