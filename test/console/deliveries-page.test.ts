import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hourMs, tipWith } from './desk-fixture.ts'
import { openConsole, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
beforeEach(async () => {
  app = await openConsole()
  app.desk.tips = [tipWith({ id: 'MINE-2345', unit: '0101' }), tipWith({ id: 'AWAY-2345', unit: '48' })]
})
afterEach(() => app.close())

async function addDeadLetter(
  id: string,
  about: string | undefined,
  end = (id: string, now: Date) => app.storage.deliveries.dead(id, 'opted-out', now),
): Promise<void> {
  const now = app.clock.now()
  await app.storage.commit([
    {
      write: 'queue-delivery',
      delivery: {
        id,
        contact: `contact-${id}`,
        channel: 'zalo',
        priority: 'tip',
        about,
        sealed: new Uint8Array([1]),
        nextAt: now,
      },
    },
  ])
  await end(id, now)
}

describe('messages that could not be sent', () => {
  it.each([
    { role: 'officer', status: 404, isLinked: false },
    { role: 'supervisor', status: 200, isLinked: true },
    { role: 'admin', status: 200, isLinked: true },
  ] as const)('are a $status for an $role', async ({ role, status, isLinked }) => {
    const browser = await app.signIn(await app.addOfficer(role, '01'))
    expect((await browser.get('/console/deliveries')).status).toBe(status)
    expect((await browser.text('/console')).includes('href="/console/deliveries"')).toBe(isLinked)
  })

  it('name the reason, and the tip only to those who may see it', async () => {
    await addDeadLetter('a', 'MINE-2345')
    await addDeadLetter('b', 'AWAY-2345')
    await addDeadLetter('c', undefined)
    const browser = await app.signIn(await app.addOfficer('supervisor', '01'))
    const page = await browser.text('/console/deliveries')
    expect(page).toContain('Người nhận đã chặn hoặc ngừng nhận')
    expect(page).toContain('href="/console/tips/MINE-2345"')
    expect(page).not.toContain('AWAY-2345')
    expect(page).toContain('ngoài phạm vi')
    expect(page).toContain('không gắn tin')
    const above = await app.signIn(await app.addOfficer('admin', 'VN'))
    expect(await above.text('/console/deliveries')).toContain('AWAY-2345')
  })

  it('name a tip that is far down the list of the officer', async () => {
    app.desk.tips = [
      ...Array.from({ length: 250 }, (_, n) => tipWith({ id: `MANY-${String(n).padStart(4, '0')}` })),
      ...app.desk.tips,
    ]
    await addDeadLetter('a', 'MINE-2345')
    await addDeadLetter('b', 'AWAY-2345')
    const browser = await app.signIn(await app.addOfficer('supervisor', '01'))
    const page = await browser.text('/console/deliveries')
    expect(page).toContain('href="/console/tips/MINE-2345"')
    expect(page).not.toContain('AWAY-2345')
  })

  it('say how old they are', async () => {
    const officer = await app.addOfficer('supervisor', '01')
    await addDeadLetter('a', 'MINE-2345')
    app.clock.set(new Date(app.clock.now().getTime() + 5 * hourMs))
    expect(await (await app.signIn(officer)).text('/console/deliveries')).toContain('5 giờ')
  })

  it('stand beside the number of answers that wait for their tipster', async () => {
    const browser = await app.signIn(await app.addOfficer('supervisor', '01'))
    expect(await browser.text('/console/deliveries')).not.toContain('liên hệ lại')
    await addDeadLetter('a', undefined, (id, now) => app.storage.deliveries.park(id, 'window-closed', now))
    const page = await browser.text('/console/deliveries')
    expect(page).toContain('1 tin đang chờ người báo tin liên hệ lại')
    expect(page).toContain('Không có tin nào gửi lỗi.')
  })

  it.each([
    ['parked', 'Chờ cán bộ nhắn cho tài khoản', 'Nền tảng hết thời hạn cho phép trả lời'],
    ['tried again', 'Đang gửi lại', 'Kênh cấu hình sai'],
  ])('name alerts that still wait with their reason: %s', async (how, waits, reason) => {
    const browser = await app.signIn(await app.addOfficer('supervisor', '01'))
    const { deliveries } = app.storage
    await addDeadLetter('a', 'MINE-2345', (id, now) =>
      how === 'parked' ? deliveries.park(id, 'window-closed', now) : deliveries.retry(id, 'misconfigured', now),
    )
    const page = await browser.text('/console/deliveries')
    expect(page).toContain('href="/console/tips/MINE-2345"')
    expect(page).toContain(reason)
    expect(page).toContain(waits)
    expect(page).not.toContain('liên hệ lại')
  })

  it('are none at first', async () => {
    const browser = await app.signIn(await app.addOfficer('supervisor', '01'))
    expect(await browser.text('/console/deliveries')).toContain('Không có tin nào gửi lỗi.')
  })
})
