import type { Words } from '../core/ports.ts'
import type { Report } from '../core/report.ts'
import { renderCsv } from './render-csv.ts'
import { renderJson } from './render-json.ts'

export const reportFormats = ['json', 'csv'] as const
export type ReportFormat = (typeof reportFormats)[number]

/** A report ready to be saved or sent. `body` is to be encoded as UTF-8. */
export interface RenderedReport {
  readonly body: string
  readonly mediaType: string
  readonly fileName: string
}

/** Writes a report in the format asked for; the same report gives the same bytes. */
export function renderReport(report: Report, format: ReportFormat, words: Words): RenderedReport {
  const fileName = `la-chan-${report.unit.code}-${report.period.name}.${format}`.replace(/\.\.|[^\w.-]/g, '_')
  switch (format) {
    case 'json':
      return { body: renderJson(report), mediaType: 'application/json; charset=utf-8', fileName }
    case 'csv':
      return { body: renderCsv(report, words), mediaType: 'text/csv; charset=utf-8', fileName }
  }
  format satisfies never
}
