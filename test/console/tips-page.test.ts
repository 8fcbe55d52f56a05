import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hourMs, tipWith } from './desk-fixture.ts'
import { openConsole, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
beforeEach(async () => {
  app = await openConsole()
})
afterEach(() => app.close())

const codes = (page: string) => [...page.matchAll(/id="tip-([^"]+)"/g)].map(([, code]) => code)
const at = (hours: number) => new Date(app.clock.now().getTime() + hours * hourMs)

describe('the list of tips', () => {
  it('puts those that reached nobody first, then the more dangerous, then the newer', async () => {
    app.desk.tips = [
      tipWith({ id: 'OLD-NORMAL', level: 'normal', openedAt: at(-9) }),
      tipWith({ id: 'NEW-NORMAL', level: 'normal', openedAt: at(-1) }),
      tipWith({ id: 'EMERGENCY', level: 'emergency', openedAt: at(-5) }),
      tipWith({ id: 'UNROUTED', level: 'normal', routedUnit: undefined, openedAt: at(-7) }),
    ]
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    expect(codes(await browser.text('/console'))).toEqual(['UNROUTED', 'EMERGENCY', 'NEW-NORMAL', 'OLD-NORMAL'])
  })

  it('shows code, danger, kind, place, status, clock and owner of a tip', async () => {
    app.desk.tips = [
      tipWith(
        { level: 'emergency', kind: 'trafficking', status: 'acknowledged', dueAt: at(3) },
        { owner: { alias: 4, name: 'Lê Thị Nhận' } },
      ),
    ]
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const page = await browser.text('/console')
    for (const shown of [
      'ABCD-2345',
      '◆',
      'Khẩn cấp',
      'Mua bán người',
      'Xã Mẫu Một, Hà Nội',
      'Đã tiếp nhận',
      '22/11/2026 15:00',
      'còn 3 giờ',
      'Lê Thị Nhận',
    ]) {
      expect(page).toContain(shown)
    }
  })

  it.each([
    { due: 3, isOverdue: false, status: 'open', shown: 'còn 3 giờ' },
    { due: 0.5, isOverdue: false, status: 'open', shown: 'còn 30 phút' },
    { due: 0.001, isOverdue: false, status: 'open', shown: 'còn 1 phút' },
    { due: 47.9, isOverdue: false, status: 'open', shown: 'còn 47 giờ' },
    { due: 72, isOverdue: false, status: 'acknowledged', shown: 'còn 3 ngày' },
    { due: -2, isOverdue: true, status: 'open', shown: 'quá hạn 2 giờ' },
    { due: -0.2, isOverdue: true, status: 'open', shown: 'quá hạn 12 phút' },
    { due: -100, isOverdue: true, status: 'acknowledged', shown: 'quá hạn 4 ngày' },
    { due: 3, isOverdue: false, status: 'classified', shown: undefined },
    { due: -3, isOverdue: false, status: 'closed', shown: undefined },
  ] as const)(
    'says of a tip that is $status and due in $due hours: $shown',
    async ({ due, isOverdue, status, shown }) => {
      app.desk.tips = [tipWith({ dueAt: at(due), status }, { isOverdue })]
      const browser = await app.signIn(await app.addOfficer('officer', '01'))
      const page = await browser.text('/console?status=all')
      expect(/(còn|quá hạn) \d+ (phút|giờ|ngày)/.exec(page)?.[0]).toBe(shown)
    },
  )

  it.each([
    { query: '', expected: ['OPEN', 'VERIFYING'] },
    { query: '?status=waiting', expected: ['OPEN'] },
    { query: '?status=progress', expected: ['VERIFYING'] },
    { query: '?status=done', expected: ['CLOSED', 'RESOLVED'] },
    { query: '?status=all', expected: ['CLOSED', 'OPEN', 'RESOLVED', 'VERIFYING'] },
    { query: '?status=all&mine=1', expected: ['RESOLVED'] },
    { query: '?unrouted=1', expected: ['OPEN'] },
    { query: '?status=made-up', expected: ['OPEN', 'VERIFYING'] },
  ])('with "$query" holds $expected', async ({ query, expected }) => {
    const officer = await app.addOfficer('officer', '01')
    app.desk.tips = [
      tipWith({ id: 'OPEN', routedUnit: undefined }),
      tipWith({ id: 'VERIFYING', status: 'verifying' }),
      tipWith({ id: 'RESOLVED', status: 'resolved', officer: officer.id }),
      tipWith({ id: 'CLOSED', status: 'closed' }),
    ]
    const browser = await app.signIn(officer)
    const page = await browser.text(`/console${query}`)
    expect(codes(page).sort()).toEqual(expected)
    const fragment = /data-live-url="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(codes(await browser.text(fragment)).sort()).toEqual(expected)
  })

  it('warns of tips that reached nobody even when the filters hide them', async () => {
    app.desk.tips = [tipWith({ routedUnit: undefined })]
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const page = await browser.text('/console?mine=1')
    expect(codes(page)).toEqual([])
    expect(page).toContain('1 tin chưa có cán bộ trực nhận')
    app.desk.tips = [tipWith()]
    expect(await browser.text('/console')).not.toContain('chưa có cán bộ trực nhận')
  })

  it('says so when there is nothing', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    expect(await browser.text('/console')).toContain('Không có tin nào ở mục này.')
  })

  describe('with 250 tips', () => {
    const code = (n: number) => `TIPS-${String(n).padStart(4, '0')}`
    const link = (page: string, name: string) =>
      new RegExp(`id="page-${name}" href="([^"]+)"`).exec(page)?.[1]?.replaceAll('&amp;', '&')
    beforeEach(() => {
      app.desk.tips = Array.from({ length: 250 }, (_, n) => tipWith({ id: code(n), openedAt: at(-n) }))
    })

    it('has pages, and says on each which tips these are and whether more come', async () => {
      const browser = await app.signIn(await app.addOfficer('officer', '01'))
      const first = await browser.text('/console')
      expect(codes(first)).toHaveLength(100)
      expect(first).toContain('Tin thứ 1 đến 100. Còn nữa ở trang sau.')
      expect(link(first, 'previous')).toBeUndefined()
      const second = await browser.text(link(first, 'next') ?? '')
      expect(codes(second)[0]).toBe(code(100))
      expect(link(second, 'previous')).toBe('/console')
      const third = await browser.text(link(second, 'next') ?? '')
      expect(codes(third).at(-1)).toBe(code(249))
      expect(third).toContain('Tin thứ 201 đến 250. Đây là trang cuối.')
      expect([link(third, 'first'), link(third, 'previous'), link(third, 'next')]).toEqual([
        '/console',
        '/console?page=2',
        undefined,
      ])
    })

    it('keeps filters and page in the links and in what the script asks for', async () => {
      const browser = await app.signIn(await app.addOfficer('officer', '01'))
      const page = await browser.text('/console?status=all&page=2')
      expect(link(page, 'next')).toBe('/console?status=all&page=3')
      expect(page).toContain('data-live-url="/console/tips/fragment?status=all&amp;page=2"')
      const fragment = await browser.text('/console/tips/fragment?status=all&page=2')
      expect(codes(fragment)).toEqual(codes(page))
      expect(link(fragment, 'next')).toBe('/console?status=all&page=3')
      expect(page).toContain('href="/console?status=done"')
    })

    it('leads back from a page beyond the last', async () => {
      const browser = await app.signIn(await app.addOfficer('officer', '01'))
      const page = await browser.text('/console?page=9')
      expect(codes(page)).toEqual([])
      expect([link(page, 'first'), link(page, 'next')]).toEqual(['/console', undefined])
    })

    it.each(['0', '-1', '1.5', 'x', '1e9', '100000'])('takes page %s for the first', async (asked) => {
      const browser = await app.signIn(await app.addOfficer('officer', '01'))
      expect(codes(await browser.text(`/console?page=${asked}`))[0]).toBe(code(0))
    })

    it('counts those that reached nobody as far as one page', async () => {
      app.desk.tips = app.desk.tips.map((tip) => tipWith({ ...tip.tip, routedUnit: undefined }))
      const browser = await app.signIn(await app.addOfficer('officer', '01'))
      expect(await browser.text('/console')).toContain('100+ tin chưa có cán bộ trực nhận')
    })
  })

  it('holds no tip of another place', async () => {
    app.desk.tips = [tipWith()]
    const browser = await app.signIn(await app.addOfficer('officer', '48'))
    expect(codes(await browser.text('/console?status=all'))).toEqual([])
  })
})

describe('the fragment of the list', () => {
  it('is the list alone, with words for those who cannot see it change', async () => {
    app.desk.tips = [tipWith()]
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const fragment = await browser.text('/console/tips/fragment')
    expect(fragment).toMatch(/^<div\s+id="tips"/)
    expect(fragment).not.toContain('<html')
    expect(fragment).toContain('data-announce="Danh sách đã cập nhật: 1 tin, 0 tin chưa có người trực."')
  })

  it('carries another version once a tip has changed', async () => {
    const version = (page: string) => /data-version="([^"]*)"/.exec(page)?.[1]
    app.desk.tips = [tipWith()]
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const before = version(await browser.text('/console'))
    expect(version(await browser.text('/console/tips/fragment'))).toBe(before)
    app.desk.tips = [tipWith({ status: 'acknowledged' })]
    expect(version(await browser.text('/console/tips/fragment'))).not.toBe(before)
  })
})
