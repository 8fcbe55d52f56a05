import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openBase } from '../src/base.ts'
import { readConfig } from '../src/config.ts'
import { officerAddressOf } from '../src/tips/alerts.ts'
import { until } from './channels/telegram-harness.ts'
import { dumpState } from './support/dump-state.ts'
import { putLightContent } from './support/light-content.ts'
import { freePort, runMain, type RunningMain } from './support/run-main.ts'
import { realContent, sampleOfficer } from './support/test-app.ts'
import { createWebClient, fileTip, receiptIn, type WebClient } from './support/web-client.ts'

const kills = 50
const tipsters = 2
/** A tip takes seven: in this time the tipsters get a receipt or two. */
const mostAnswers = 20
const dataDir = mkdtempSync(join(tmpdir(), 'la-chan-kill-'))
const contentDir = mkdtempSync(join(tmpdir(), 'la-chan-kill-content-'))
afterAll(() => {
  for (const dir of [dataDir, contentDir]) rmSync(dir, { recursive: true, force: true })
})

/** The client, telling of each answer that it gets. */
function counting(client: WebClient, onAnswer: () => void): WebClient {
  return {
    ...client,
    async say(text) {
      const messages = await client.say(text)
      onAnswer()
      return messages
    },
  }
}

const openStored = () =>
  openBase(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }, realContent().translate('en')), realContent())

it(`keeps every tip whose receipt was shown, with its alert queued once, over ${kills} kills at random moments`, async () => {
  const port = await freePort()
  const env = { DATA_DIR: dataDir, PORT: String(port), LOG_LEVEL: 'error' }
  // A start that ends by itself leaves what Node compiled for all others: a killed one writes nothing down.
  await (await runMain(env)).end('SIGTERM')
  // The whole program but for most of what it knows: fifty starts of that would be most of the time.
  putLightContent(contentDir)
  const start = () => runMain(env, [process.execPath, 'test/support/light-main.ts', contentDir])
  let main: RunningMain = await start()
  let started = Promise.resolve()
  const url = () => main.url

  // The sample officer has a chat account on a channel that is off: its alerts stay in the queue's books.
  const base = await openStored()
  const { id } = await sampleOfficer({ base })
  const account = 'telegram:77'
  const contact = base.marks.contact(account)
  const sealed = base.seal.seal('officer-address', officerAddressOf(id, contact), account)
  await base.storage.commit([{ write: 'put-officer-address', officer: id, contact, sealed, at: new Date() }])
  await base.storage.close()

  const receipts = new Set<string>()
  let answered = 0
  const cutOff: WebClient[] = []
  let isOver = false
  const tipster = async (number: number): Promise<void> => {
    for (let count = 0; !isOver; count++) {
      const client = counting(createWebClient(url), () => answered++)
      try {
        const receipt = await fileTip(client, `tin số ${number}-${count}, bé nhà bên hay khóc`)
        if (receipt !== undefined) receipts.add(receipt)
      } catch {
        cutOff.push(client)
        // Knocking at a closed door all the time would only slow the start.
        await new Promise((resolve) => setTimeout(resolve, 20))
        await started
      }
    }
  }
  const tipping = Array.from({ length: tipsters }, (_, number) => tipster(number))
  for (let kill = 0; kill < kills; kill++) {
    // After so many answers rather than so much time: a slow machine is to be cut off in the middle of tips, too.
    const enough = answered + 1 + Math.random() * mostAnswers
    await until(`${enough} answers`, () => answered >= enough, 60_000)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 30))
    let isUp = (): void => undefined
    started = new Promise((resolve) => (isUp = resolve))
    await main.end('SIGKILL')
    main = await start()
    isUp()
  }
  isOver = true
  await Promise.all(tipping)

  // A receipt may also have been shown only after the restart, to a page that was still open.
  for (const client of cutOff) {
    const receipt = receiptIn(await client.all().catch(() => []))
    if (receipt !== undefined) receipts.add(receipt)
  }
  await main.end('SIGTERM')
  main = await runMain(env)
  const reader = createWebClient(url)
  for (const receipt of receipts)
    expect((await reader.say(`/ma ${receipt}`)).map(({ text }) => text).join('\n')).toContain('Tin báo ngày')
  await main.end('SIGTERM')

  const stored = await openStored()
  const tips = await stored.storage.tips.list({ units: ['VN'], limit: 100_000 })
  const receiptTips = await Promise.all(
    [...receipts].map((receipt) =>
      stored.storage.tips.findByReceipt(stored.marks.receipt(receipt.replaceAll('-', ''))),
    ),
  )
  await stored.storage.close()
  const queued = (await dumpState({ kind: 'sqlite', file: join(dataDir, 'la-chan.sqlite') })).delivery ?? []

  expect(receipts.size).toBeGreaterThan(kills / 5)
  expect(receiptTips.every((found) => found !== undefined)).toBe(true)
  expect(tips.length).toBeGreaterThanOrEqual(receipts.size)
  for (const tip of tips) expect(queued.filter((row) => row.about === tip.id)).toHaveLength(1)
  expect(new Set(receiptTips.map((found) => found?.tip.id)).size).toBe(receipts.size)
}, 600_000)
