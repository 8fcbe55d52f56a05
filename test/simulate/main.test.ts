import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { freePort } from '../support/run-main.ts'
import type { View } from './view.ts'

const dir = mkdtempSync(join(tmpdir(), 'la-chan-simulate-main-'))
let child: ChildProcess | undefined
afterAll(() => {
  child?.kill('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const post = (url: string, act: object): Promise<Response> =>
  fetch(`${url}acts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(act),
  })

/** What the page shows, as soon as it `holds`. */
async function shownWhen(url: string, holds: (view: View) => boolean): Promise<View> {
  const response = await fetch(`${url}events`)
  let text = ''
  for await (const part of response.body ?? []) {
    text += Buffer.from(part as Uint8Array).toString('utf8')
    const events = text.split('\n\n')
    text = events.pop() ?? ''
    const found = events.map((event) => JSON.parse(event.slice('data: '.length)) as View).find(holds)
    if (found !== undefined) return found
  }
  throw new Error('the stream ended')
}

interface Started {
  readonly running: ChildProcess
  /** Where its page is; undefined when it ended instead. */
  readonly url: string | undefined
  readonly ended: Promise<number | null>
  readonly said: () => string
}

/** Starts the program on a free port; it takes the next one as well. */
async function start(home: string, temporary: string): Promise<Started> {
  const args = ['--import', resolve('src/require-node.mjs'), resolve('test/simulate/main.ts')]
  const running = spawn(process.execPath, [...args, '--webhook', '--port', String(await freePort())], {
    cwd: home,
    env: { ...process.env, TMPDIR: temporary, DATA_DIR: 'data', TELEGRAM_BOT_TOKEN: 'nobody:reads-this' },
  })
  child = running
  let output = ''
  running.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const ready = new Promise<string>((found) =>
    running.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const url = /http:\/\/127\.0\.0\.1:\d+\/(?=\n)/.exec(output)?.[0]
      if (output.includes('sign-in?token=') && url !== undefined) found(url)
    }),
  )
  const ended = new Promise<number | null>((gone) => running.once('exit', gone))
  return { running, ended, url: await Promise.race([ready, ended.then(() => undefined)]), said: () => output }
}

describe('npm run simulate', { timeout: 120_000 }, () => {
  it('ends at Ctrl-C while a platform hangs, and leaves nothing behind', async () => {
    const [home, temporary] = [join(dir, 'home'), join(dir, 'temporary')]
    for (const each of [home, temporary]) mkdirSync(each)
    let { running, url, ended, said } = await start(home, temporary)
    // Another test may have taken the port beside the free one.
    for (let more = 0; url === undefined && more < 4; more++)
      ({ running, url, ended, said } = await start(home, temporary))
    if (url === undefined) throw new Error(`it ended: ${said()}`)
    const page = url

    const chatOf = (view: View) => view.chats.telegram.find(({ id }) => id === 'lan')?.sections[0]?.messages ?? []
    const say = (text: string) => post(page, { act: 'say', phone: 'telegram', chat: 'lan', text })
    await say('trẻ em là bao nhiêu tuổi')
    const answered = await shownWhen(page, (view) => chatOf(view).some(({ text }) => text.includes('Luật Trẻ em')))
    expect(chatOf(answered)[0]).toMatchObject({ from: 'self', text: 'trẻ em là bao nhiêu tuổi' })

    for (const platform of ['telegram', 'zalo'])
      for (const method of platform === 'zalo' ? ['send', 'token'] : ['*'])
        expect((await post(page, { act: 'fault-on', platform, method, fault: 'hangs' })).status).toBe(200)
    await say('/help')
    await post(page, { act: 'say', phone: 'zalo', chat: 'binh', text: '/help' })
    await shownWhen(page, (view) => view.log.filter((line) => line.includes('inbound handled')).length >= 3)
    expect(readdirSync(temporary)).toHaveLength(1)
    running.kill('SIGINT')
    expect(await ended).toBe(0)
    expect([...readdirSync(temporary), ...readdirSync(home)]).toEqual([])
  })
})
