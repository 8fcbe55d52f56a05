import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/core/report.ts'
import { readCsv } from '../../src/duty/csv.ts'
import { renderReport, reportFormats } from '../../src/reach/render.ts'
import { loadTranslate } from '../../src/translate.ts'

const translate = loadTranslate('locales')
const english = translate('en')

const report: Report = {
  period: { name: '2026-Q4', fromDay: '2026-10-01', toDay: '2026-12-31' },
  unit: { code: '01', name: 'Hà Nội' },
  reach: {
    people: { lower: 900, upper: 1000 },
    interactions: 100,
    learnt: 10,
    taught: 1,
    byChannel: [{ channel: 'zalo', people: 900, interactions: 50 }],
    byAudience: [{ audience: 'child', interactions: 40 }],
    byDay: [{ day: '2026-11-22', interactions: 90 }],
    byUnit: [{ unit: '01-M1', name: '=HYPERLINK("x")', interactions: 80 }],
  },
  tips: { received: 3, acknowledged: 3, classified: 2, resolved: 0, classifiedPercent: 66.7, resolvedPercent: 0 },
}

const empty: Report = {
  ...report,
  tips: { ...report.tips, received: 0, classifiedPercent: undefined, resolvedPercent: undefined },
}

function linesOf(of: Report) {
  return readCsv(renderReport(of, 'csv', english).body).rows.map(({ cells }) => cells)
}

describe('renderReport', () => {
  it.each(reportFormats)('gives the same bytes for the same report, as %s', (format) => {
    const turned = Object.fromEntries(Object.entries(structuredClone(report)).reverse()) as unknown as Report
    expect(renderReport(turned, format, english).body).toBe(renderReport(report, format, english).body)
  })

  it.each([
    ['json', 'application/json; charset=utf-8', 'la-chan-01-2026-Q4.json'],
    ['csv', 'text/csv; charset=utf-8', 'la-chan-01-2026-Q4.csv'],
  ] as const)('says what a %s file is', (format, mediaType, fileName) => {
    expect(renderReport(report, format, english)).toMatchObject({ mediaType, fileName })
  })

  it('names a file of a range of days without dots or anything that a path could be made of', () => {
    const period = { ...report.period, name: '2026-11-16..2027-05-15' }
    expect(renderReport({ ...report, period }, 'csv', english).fileName).toBe('la-chan-01-2026-11-16_2027-05-15.csv')
    const unit = { code: '../01"\n', name: 'x' }
    expect(renderReport({ ...report, unit }, 'csv', english).fileName).toBe('la-chan-__01__-2026-Q4.csv')
  })

  it('writes the report itself as JSON', () => {
    expect(JSON.parse(renderReport(report, 'json', english).body)).toEqual(report)
    expect(JSON.parse(renderReport(empty, 'json', english).body)).toMatchObject({
      tips: { received: 0, classifiedPercent: null, resolvedPercent: null },
    })
  })

  it('writes one figure a line as CSV, each with the period and the unit', () => {
    const [header, ...lines] = linesOf(report)
    expect(header).toEqual([
      'Period',
      'From',
      'To',
      'Unit code',
      'Unit name',
      'Indicator',
      'Broken down by',
      'Item',
      'Value',
    ])
    for (const line of lines) expect(line.slice(0, 5)).toEqual(['2026-Q4', '2026-10-01', '2026-12-31', '01', 'Hà Nội'])
    expect(lines.map((line) => line.slice(5))).toEqual([
      ['People reached, at least', 'Total', '', '900'],
      ['People reached, at most', 'Total', '', '1000'],
      ['Interactions', 'Total', '', '100'],
      ['People who finished a lesson', 'Total', '', '10'],
      ['People taught face to face', 'Total', '', '1'],
      ['People reached', 'Channel', 'Zalo', '900'],
      ['Interactions', 'Channel', 'Zalo', '50'],
      ['Interactions', 'Audience', 'Children', '40'],
      ['Interactions', 'Day', '2026-11-22', '90'],
      ['Interactions', 'Unit', `'=HYPERLINK("x") (01-M1)`, '80'],
      ['Tips received', 'Total', '', '3'],
      ['Tips acknowledged', 'Total', '', '3'],
      ['Tips classified', 'Total', '', '2'],
      ['Tips with a result', 'Total', '', '0'],
      ['Tips classified (%)', 'Total', '', '66.7'],
      ['Tips with a result (%)', 'Total', '', '0'],
    ])
  })

  it('leaves a percentage of nothing empty', () => {
    expect(
      linesOf(empty)
        .slice(-2)
        .map((line) => line.at(-1)),
    ).toEqual(['', ''])
  })

  it('never shows a sum of the four counters', () => {
    const figures = linesOf(report).map((line) => Number(line.at(-1)))
    const counters = [1000, 100, 10, 1]
    for (let chosen = 0; chosen < 16; chosen++) {
      const added = counters.filter((_, index) => (chosen >> index) % 2 === 1)
      if (added.length > 1) expect(figures).not.toContain(added.reduce((sum, counter) => sum + counter, 0))
    }
  })

  it.each(translate.locales)('has words for every channel and audience in %s', (locale) => {
    const words = translate(locale)
    const all: Report = {
      ...report,
      reach: {
        ...report.reach,
        byChannel: (['telegram', 'zalo', 'web', 'terminal'] as const).map((channel) => ({
          channel,
          people: 1,
          interactions: 1,
        })),
        byAudience: (['child', 'parent', 'teacher', 'officer', 'everyone'] as const).map((audience) => ({
          audience,
          interactions: 1,
        })),
      },
    }
    expect(() => renderReport(all, 'csv', words)).not.toThrow()
  })
})
