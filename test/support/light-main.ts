import { createApp } from '../../src/app.ts'
import { openBase } from '../../src/base.ts'
import { readConfig } from '../../src/config.ts'
import { loadContent } from '../../src/content.ts'

// As `src/main.ts`, with the content in the folder that is named: for tests that start it over and over.
const content = loadContent(process.argv[2] ?? '')
const base = await openBase(readConfig(process.env, content.translate('vi')), content)
const app = await createApp(base).start()
process.once('SIGTERM', () => void app.stop().then(() => process.exit(0)))
