import { existsSync } from 'node:fs'
import { createApp } from './app.ts'
import { openBase } from './base.ts'
import { projectRoot } from './project-root.ts'
import { readConfig } from './config.ts'
import { loadContent } from './content.ts'
import { ConfigError, ContentError } from './core/errors.ts'
import { loadWords } from './load-words.ts'
import { refuseTracing } from './tracing.ts'

if (existsSync('.env')) process.loadEnvFile('.env')
// LangChain, if it is ever loaded, leaves nothing running behind an answer.
process.env.LANGCHAIN_CALLBACKS_BACKGROUND = 'false'

try {
  refuseTracing(process.env, () => loadWords(projectRoot))
  const content = loadContent(projectRoot)
  const words = content.translate(content.translate.pick(process.env.DEFAULT_LOCALE))
  const config = readConfig(process.env, words)
  const base = await openBase(config, content)
  const app = await createApp(base).start()
  for (const line of await app.greeting()) console.log(line)
  const stop = (): void => {
    void app.stop().then(() => process.exit(0))
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
} catch (error) {
  if (!(error instanceof ConfigError || error instanceof ContentError)) throw error
  console.error(error.faults.join('\n'))
  process.exit(1)
}
