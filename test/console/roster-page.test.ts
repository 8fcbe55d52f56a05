import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hourMs } from './desk-fixture.ts'
import { openConsole, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
beforeEach(async () => {
  app = await openConsole()
})
afterEach(() => app.close())

const at = (hours: number) => new Date(app.clock.now().getTime() + hours * hourMs)

describe('the roster', () => {
  it('shows the officers of the own unit and of those below it, and no other', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01', 'Người Ở Tỉnh'))
    const { id } = await app.addOfficer('officer', '0101', 'Người Ở Xã')
    await app.storage.officers.disable(id, app.clock.now())
    await app.addOfficer('officer', '48', 'Người Tỉnh Khác')
    await app.addOfficer('admin', 'VN', 'Người Cấp Trên')
    const page = await browser.text('/console/roster')
    expect(page).toContain('Người Ở Tỉnh')
    expect(page).toMatch(/Người Ở Xã[\s\S]*Xã Mẫu Một[\s\S]*Đã khóa/)
    expect(page).not.toMatch(/Người Tỉnh Khác|Người Cấp Trên/)
  })

  it('shows the shifts of the next 14 days, in order, and who is on duty now', async () => {
    const officer = await app.addOfficer('officer', '01')
    const shift = (id: string, unit: string, from: number, to: number | undefined) => ({
      id,
      officer: officer.id,
      unit,
      tier: 1 as const,
      startsAt: at(from),
      endsAt: to === undefined ? undefined : at(to),
    })
    await app.storage.shifts.add([
      shift('tomorrow', '0101', 24, 36),
      shift('standing', '01', -24, undefined),
      shift('past', '01', -48, -36),
      shift('far', '01', 24 * 15, 24 * 16),
      shift('elsewhere', '48', 2, 4),
    ])
    const page = await (await app.signIn(officer)).text('/console/roster')
    const shifts = page.slice(page.indexOf('shifts-title'), page.indexOf('officers-title'))
    expect([...shifts.matchAll(/<time[^>]*>([^<]+)/g)].map(([, time]) => time)).toEqual([
      '21/11/2026 12:00',
      '23/11/2026 12:00',
      '24/11/2026 00:00',
    ])
    expect(shifts).toContain('đến khi có thay đổi')
    expect([...shifts.matchAll(/đang trực/g)]).toHaveLength(1)
  })

  it('warns when nobody will be on duty', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    expect(await browser.text('/console/roster')).toContain('Không có ca trực nào trong 14 ngày tới.')
  })
})
