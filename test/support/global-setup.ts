import { existsSync } from 'node:fs'
import { chromiumPath } from './chromium.ts'

/** Says plainly, once, when there is no browser; under CI that is a failure. */
export function setup(): void {
  if (existsSync(chromiumPath)) return
  const message = 'Chromium is not installed: the tests in a real browser cannot run. Debian: apt-get install chromium'
  if (process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false') throw new Error(message)
  process.stderr.write(`\n!! ${message}\n\n`)
}
