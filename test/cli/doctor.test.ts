import { chmodSync, existsSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { dayInVietnam } from '../../src/core/vietnam-time.ts'
import { doctorCommand } from '../../src/cli/doctor.ts'
import { mostAttempts } from '../../src/inbound/receive.ts'
import { startFakeModel, type FakeModel } from '../support/fake-model.ts'
import { runCli } from '../support/run-main.ts'
import { addOfficer, putOnDuty } from '../tips/store-tip.ts'
import { openCommands, type OpenCommands } from './open-commands.ts'

// Each run of the command line is a process of its own: on a busy machine a case of several takes its time.
vi.setConfig({ testTimeout: 60_000 })

describe('doctor on a fresh folder', () => {
  const dir = mkdtempSync(join(tmpdir(), 'la-chan-doctor-'))
  afterAll(() => rmSync(dir, { recursive: true, force: true }))

  it('says in words what is missing, exits 1 with one line, and has made a key that only its owner reads', async () => {
    const { status, out, err } = await runCli(['doctor'], { DATA_DIR: dir })
    expect(status).toBe(1)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
    expect(out).toMatch(/^\[tốt\] Node \d+/m)
    expect(out).toMatch(/^\[lỗi\] 0 cán bộ/m)
    expect(out).toContain(join(dir, 'master.key'))
    expect(statSync(join(dir, 'master.key')).mode & 0o777).toBe(0o600)
  })

  it('is stopped with one line when the key is lost or another one, and never makes a new one', async () => {
    const file = join(dir, 'master.key')
    renameSync(file, `${file}.kept`)
    const expectStopped = async () => {
      const { status, out, err } = await runCli(['doctor'], { DATA_DIR: dir })
      expect([status, out]).toEqual([1, ''])
      expect(err).toMatch(/^MASTER_KEY_FILE: .*master\.key.*\n$/)
    }
    await expectStopped()
    expect(existsSync(file)).toBe(false)
    writeFileSync(file, Buffer.alloc(32, 1).toString('base64'))
    await expectStopped()
  })
})

describe('doctor', () => {
  let open: OpenCommands
  beforeAll(async () => {
    open = await openCommands({ SAMPLE_DATA: 'off' })
  })
  afterAll(() => open.close())
  const run = () => open.run(doctorCommand, [])
  const lineWith = async (words: string) => (await run()).out.find((line) => line.includes(words))

  it('is content with an officer on duty for everybody, and says so line by line', async () => {
    await putOnDuty(open.base, await addOfficer(open.base, 'VN'))
    const { out, faults } = await run()
    expect(faults).toEqual([])
    expect(out.length).toBeGreaterThan(8)
    for (const line of out) expect(line).toMatch(/^\[tốt\] /)
  })

  it('says which platforms are on', async () => {
    expect(await lineWith('Telegram')).toContain('tắt')
    expect(await lineWith('Zalo')).toContain('tắt')
    const on = await openCommands({
      TELEGRAM_BOT_TOKEN: '1:x',
      ZALO_OA_APP_ID: '1',
      ZALO_OA_APP_SECRET: 'a',
      ZALO_OA_SECRET: 'b',
      ZALO_OA_REFRESH_TOKEN: 'c',
    })
    const { out } = await on.run(doctorCommand, [])
    await on.close()
    expect(out.find((line) => line.includes('Telegram'))).toContain('bật (polling)')
    expect(out.find((line) => line.includes('Zalo'))).toContain('bật')
  })

  it('names a key that others can read', async () => {
    const file = open.base.config.masterKeyFile
    chmodSync(file, 0o644)
    const { faults } = await run()
    expect(faults).toHaveLength(1)
    expect(await lineWith('chmod 600')).toMatch(/^\[lỗi\] /)
    chmodSync(file, 0o600)
  })

  it('looks at what is stuck: messages in, messages out, and those given up', async () => {
    const { storage, seal, marks, ids, clock } = open.base
    const at = clock.now()
    const contact = marks.contact('telegram:x')
    const queued = (id: string) => {
      const sealed = seal.seal('delivery', id, '{}')
      const delivery = {
        id,
        contact,
        channel: 'telegram',
        priority: 'reply',
        about: undefined,
        sealed,
        nextAt: at,
      } as const
      return { write: 'queue-delivery', delivery } as const
    }
    await storage.commit([queued('given-up'), queued('late')])
    await storage.deliveries.dead('given-up', 'rejected', at)
    const id = ids.id()
    const row = { id, channel: 'telegram', mark: 'm', contact, receivedAt: at } as const
    await storage.inbox.accept({ ...row, sealed: seal.seal('inbox', id, '{}') })
    open.clock.advance(61_000)
    const { out, faults } = await run()
    expect(faults).toEqual([])
    expect(out.filter((line) => line.startsWith('[xem]')).length).toBe(3)
    expect(await lineWith('1 tin nhận chưa xử lý xong')).toBeDefined()
    expect(await lineWith('1 tin không gửi được')).toBeDefined()
    expect(await lineWith('61 giây')).toBeDefined()
  })

  it('names the units whose telephone number nobody has called for over 90 days', async () => {
    const [hanoi] = (await open.base.storage.units.all()).filter(({ code }) => code === '01')
    if (hanoi === undefined) throw new Error('there is no such unit')
    const verified = async (days: number) => {
      const verifiedOn = dayInVietnam(new Date(open.clock.now().getTime() - days * 86_400_000))
      await open.base.storage.units.put([{ ...hanoi, phone: { number: '024 0000 0000', verifiedOn } }])
    }
    await verified(90)
    expect(await lineWith('1 số điện thoại')).toBeUndefined()
    await verified(91)
    expect(await lineWith('1 số điện thoại')).toMatch(/^\[xem\] .*: 01$/)
    await open.base.storage.units.put([hanoi])
  })

  it('calls a message that was tried too often a fault', async () => {
    const [row] = await open.base.storage.inbox.unsettled(1, mostAttempts)
    while ((await open.base.storage.inbox.failed(row?.id ?? '')) < mostAttempts);
    expect((await run()).faults).toHaveLength(1)
    expect(await lineWith('thử quá nhiều lần')).toMatch(/^\[lỗi\] 1 /)
  })
})

describe('doctor with a language model', () => {
  let fake: FakeModel
  let open: OpenCommands
  beforeAll(async () => {
    fake = await startFakeModel()
    open = await openCommands({ LLM_BASE_URL: fake.baseUrl, LLM_MODEL: 'fake-7b' })
    await putOnDuty(open.base, await addOfficer(open.base, 'VN'))
  })
  afterAll(async () => {
    await open.close()
    await fake.close()
  })
  const line = async () => {
    const { out, faults } = await open.run(doctorCommand, [])
    expect(faults).toEqual([])
    return out.find((each) => each.includes('fake-7b'))
  }

  it('says that it answers', async () => {
    fake.plan = () => ({ say: 'ok' })
    expect(await line()).toMatch(/^\[tốt\] .* \d+ ms$/)
  })

  it('says why it does not, which is no fault of the installation', async () => {
    fake.plan = () => ({ body: '', status: 500 })
    expect(await line()).toMatch(/^\[xem\] .*refused/)
  })
})
