import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { officersCommand } from '../../src/cli/officers.ts'
import { createMemoryChannel } from '../support/memory-channel.ts'
import { runCli } from '../support/run-main.ts'
import { createTestClock, startTestApp } from '../support/test-app.ts'
import { openCommands, type OpenCommands } from './open-commands.ts'

// Each run of the command line is a process of its own: on a busy machine a case of several takes its time.
vi.setConfig({ testTimeout: 60_000 })

const read = (line = '{}') => JSON.parse(line) as Record<string, unknown>

describe('officers, as an operator runs it', () => {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-officers-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('add, list, link, sign in, bind, disable', async () => {
    const run = (...args: readonly string[]) =>
      runCli(['officers', ...args], { DATA_DIR: dir, PUBLIC_URL: 'http://localhost:8080' })
    const added = await run('add', '--name', '  Lê Thị Hoa ', '--role', 'supervisor', '--unit', '38')
    expect([added.status, added.err]).toEqual([0, ''])
    expect(added.out.trimEnd().split('\n')).toHaveLength(1)
    expect(Object.keys(read(added.out))).toEqual(['id', 'invite'])
    const { id, invite } = read(added.out) as { id: string; invite: string }
    const row = { id, alias: 1, name: 'Lê Thị Hoa', role: 'supervisor', unit: '38', active: true }
    expect(read((await run('list')).out)).toEqual(row)
    const linked = await run('link', id)
    expect([linked.status, linked.err]).toEqual([0, ''])
    const link = new URL(linked.out.trim())
    expect(link.origin + link.pathname).toBe('http://localhost:8080/console/sign-in')

    // The app on the same folder, at the machine's time: links and invites end by it.
    const app = await startTestApp({
      dataDir: dir,
      clock: createTestClock(new Date().toISOString()),
      channels: (clock) => [createMemoryChannel('telegram', clock.now)],
    })
    const signIn = async () =>
      app.fetch(
        new Request('http://localhost:8080/console/sign-in', {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'http://localhost:8080' },
          body: new URLSearchParams({ token: link.searchParams.get('token') ?? '' }),
        }),
      )
    const cookie = (await signIn()).headers.get('set-cookie')?.split(';')[0] ?? ''
    const page = await app.fetch(new Request('http://localhost:8080/console', { headers: { cookie } }))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Lê Thị Hoa')
    expect((await signIn()).headers.get('set-cookie')).toBeNull()
    const text = `/start ${invite}`
    const message = { channel: 'telegram', externalId: '1', from: 'telegram:hoa', text, attachments: [] } as const
    await (
      await app.inbound.receive({ ...message, receivedAt: app.clock.now() })
    ).settled
    expect((await app.base.storage.officers.byContact(app.base.marks.contact('telegram:hoa')))?.id).toBe(id)
    await app.stop()

    expect(read((await run('disable', id)).out)).toEqual({ id, active: false })
    const again = await run('link', id)
    expect([again.status, again.out, again.err.trimEnd().split('\n').length]).toEqual([1, '', 1])
    expect(again.err).toContain(id)
  })
})

describe('officers', () => {
  let open: OpenCommands
  beforeAll(async () => {
    open = await openCommands()
  })
  afterAll(() => open.close())
  const run = (...args: readonly string[]) => open.run(officersCommand, args)

  it('add makes an officer of the root unit, off duty, unless told otherwise', async () => {
    const { id, invite } = read((await run('add', '--name', 'Bình', '--role', 'officer')).out[0])
    expect(invite).toMatch(/^CB-[A-Z0-9]{5}-[A-Z0-9]{5}$/)
    const officer = await open.base.storage.officers.find(String(id))
    expect(officer).toMatchObject({ name: 'Bình', role: 'officer', unit: 'VN', isActive: true })
    expect(await open.base.duty.onDuty('VN', open.clock.now())).toBeUndefined()
  })

  it('add --on-duty gives a standing first-tier shift from now on', async () => {
    const added = await run('add', '--name', 'Trực', '--role', 'officer', '--unit', '38', '--on-duty')
    const duty = await open.base.duty.onDuty('38-M1', open.clock.now())
    expect(duty?.unit).toBe('38')
    expect(duty?.shifts).toMatchObject([{ officer: read(added.out[0]).id, tier: 1, endsAt: undefined }])
    const before = new Date(open.clock.now().getTime() - 1)
    expect(await open.base.duty.onDuty('38-M1', before)).toBeUndefined()
  })

  it('keeps a name in one form, and officers of one name apart', async () => {
    const ids = ['Hoà'.normalize('NFD'), 'Hoà'.normalize('NFC')].map(async (name) => {
      return read((await run('add', '--name', name, '--role', 'admin')).out[0]).id
    })
    expect(new Set(await Promise.all(ids)).size).toBe(2)
    expect(await open.base.storage.officers.findByName('Hoà'.normalize('NFC'))).toHaveLength(2)
  })

  it('list shows one line each, by alias, disabled ones too; nothing secret', async () => {
    const { id, invite } = read((await run('add', '--name', 'Cũ', '--role', 'officer')).out[0])
    await run('disable', String(id))
    const { out } = await run('list')
    const rows = out.map(read)
    expect(rows.map(({ alias }) => alias)).toEqual(rows.map((_row, index) => index + 1))
    expect(rows.at(-1)).toEqual({ id, alias: rows.length, name: 'Cũ', role: 'officer', unit: 'VN', active: false })
    expect(out.join()).not.toContain(String(invite))
  })

  it.each([
    ['add without a name', ['add', '--role', 'officer'], '--name'],
    ['add with a blank name', ['add', '--name', ' ', '--role', 'officer'], '--name'],
    ['add without a role', ['add', '--name', 'A'], 'officer, supervisor, admin'],
    ['add with another role', ['add', '--name', 'A', '--role', 'boss'], 'officer, supervisor, admin'],
    ['add to a unit that is not there', ['add', '--name', 'A', '--role', 'officer', '--unit', '99'], '99'],
    ['link of nobody', ['link', 'nobody-here'], 'nobody-here'],
    ['link without an id', ['link'], '“”'],
    ['disable of nobody', ['disable', 'nobody-here'], 'nobody-here'],
    ['something else', ['promote'], 'add, list, disable'],
    ['nothing', [], 'add, list, disable'],
  ])('%s is refused, and nobody is added', async (_what, args, words) => {
    const before = (await open.base.storage.officers.list()).length
    const { out, faults } = await run(...args)
    expect(out).toEqual([])
    expect(faults).toHaveLength(1)
    expect(faults[0]).toContain(words)
    expect(await open.base.storage.officers.list()).toHaveLength(before)
  })
})
