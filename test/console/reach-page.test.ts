import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openConsole, reportOf, type ConsoleFixture } from './fixture.ts'

let app: ConsoleFixture
beforeEach(async () => {
  app = await openConsole()
})
afterEach(() => app.close())

const flat = (page: string) => page.replace(/\s+/g, ' ')

describe('the reach page', () => {
  it('shows the own unit and the present year when nothing was asked for', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    expect(flat(await browser.text('/console/reach'))).toContain('Hà Nội · 1/1/2026 đến 31/12/2026')
  })

  it('shows the four counters apart, people as a band, and no sum of them', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const page = flat(await browser.text('/console/reach'))
    for (const shown of ['từ 1.200 đến 1.350', '7.001', '302', '>44<', 'không cộng với nhau'])
      expect(page).toContain(shown)
    for (const sum of [1200 + 7001 + 302 + 44, 1350 + 7001 + 302 + 44, 7001 + 302 + 44, 302 + 44]) {
      expect(page.replaceAll('.', '')).not.toContain(`>${sum}<`)
    }
  })

  it('shows one number where the band has no width', async () => {
    const exact = await openConsole({
      indicators: {
        report: async (code, period) => {
          const report = reportOf(code)
          return { ...report, period, reach: { ...report.reach, people: { lower: 77, upper: 77 } } }
        },
      },
    })
    const browser = await exact.signIn(await exact.addOfficer('officer', '01'))
    const page = flat(await browser.text('/console/reach'))
    expect(page).toContain('<dd>77</dd>')
    expect(page).not.toContain('số thật nằm trong khoảng này')
    await exact.close()
  })

  it.each([
    { tips: { received: 20, classified: 20, resolved: 19 }, standings: ['Đạt', 'Chưa đạt'] },
    { tips: { received: 100, classified: 99, resolved: 96 }, standings: ['Chưa đạt', 'Đạt'] },
    {
      tips: { received: 2000, classified: 1999, resolved: 1901, classifiedPercent: 100, resolvedPercent: 95.1 },
      standings: ['Chưa đạt', 'Đạt'],
    },
    {
      tips: { received: 0, classified: 0, resolved: 0, classifiedPercent: undefined, resolvedPercent: undefined },
      standings: [],
    },
  ])('sets $tips beside the targets of the plan: $standings', async ({ tips, standings }) => {
    const other = await openConsole({
      indicators: { report: async (code, period) => ({ ...reportOf(code, tips), period }) },
    })
    const browser = await other.signIn(await other.addOfficer('officer', '01'))
    const page = await browser.text('/console/reach')
    expect(page).toContain('trên 95%')
    expect([...page.matchAll(/class="(?:met|missed)">([^<]+)/g)].map(([, word]) => word)).toEqual(standings)
    expect(page.includes('Chưa có tin')).toBe(standings.length === 0)
    await other.close()
  })

  it('leads down to the units below, and back up as far as the own unit', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    expect(await browser.text('/console/reach?period=2025')).toContain(
      'href="/console/reach?period=2025&amp;unit=0101"',
    )
    const below = await browser.text('/console/reach?period=2025&unit=0101')
    expect(below).toContain('<a href="/console/reach?period=2025&amp;unit=01">Hà Nội</a>')
    expect(below).not.toContain('unit=VN')
  })

  it.each([
    { own: '0101', unit: '0101', status: 200 },
    { own: '01', unit: '0102', status: 200 },
    { own: 'VN', unit: '48', status: 200 },
    { own: '0101', unit: '01', status: 404 },
    { own: '0101', unit: '0102', status: 404 },
    { own: '01', unit: '48', status: 404 },
    { own: '01', unit: 'VN', status: 404 },
    { own: 'VN', unit: 'XX', status: 404 },
  ])(
    'answers $status when someone of $own asks for $unit, on the page and as a file',
    async ({ own, unit, status }) => {
      const browser = await app.signIn(await app.addOfficer('officer', own))
      expect((await browser.get(`/console/reach?unit=${unit}`)).status).toBe(status)
      expect((await browser.get(`/console/reach/export?format=csv&unit=${unit}`)).status).toBe(status)
    },
  )

  it('says so when the period cannot be read, and keeps what was typed', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const response = await browser.get(`/console/reach?period=${encodeURIComponent('"><script>')}`)
    expect(response.status).toBe(400)
    const page = await response.text()
    expect(page).toContain('Không đọc được kỳ này')
    expect(page).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect((await browser.get('/console/reach/export?format=csv&period=x')).status).toBe(400)
  })
})

describe('downloading the report', () => {
  it.each([
    { format: 'json', mediaType: 'application/json' },
    { format: 'csv', mediaType: 'text/csv; charset=utf-8' },
  ])('gives a $format file with a name that a header can carry', async ({ format, mediaType }) => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    const response = await browser.get(`/console/reach/export?format=${format}&period=2026-Q4&unit=0101`)
    expect(response.headers.get('Content-Type')).toBe(mediaType)
    expect(response.headers.get('Content-Disposition')).toBe(
      `attachment; filename*=UTF-8''b%C3%A1o%20c%C3%A1o%20%220101%22.${format}`,
    )
    expect(await response.text()).toBe(`${format}:0101:2026-Q4`)
  })

  it('knows no other format', async () => {
    const browser = await app.signIn(await app.addOfficer('officer', '01'))
    expect((await browser.get('/console/reach/export?format=exe')).status).toBe(404)
  })
})
