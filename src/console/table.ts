import { html } from 'hono/html'
import type { Html } from './page.ts'

export interface Column<Row> {
  readonly label: string
  readonly cell: (row: Row) => Html | string | number
  /** `number` aligns right; `head` names the row; `badge` goes beside the head where rows are cards. */
  readonly as?: 'number' | 'head' | 'badge'
}

export interface TableOptions<Row> {
  /** What the table is, for those who cannot see the heading above it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowClass?: (row: Row) => string
  /** Few and short columns: stays a table on a narrow screen. */
  readonly isSmall?: boolean
}

/** A table whose rows become cards on a narrow screen, unless it is small; the roles keep it a table for screen readers. */
export function table<Row>({ caption, columns, rows, rowClass, isSmall }: TableOptions<Row>): Html {
  return html`<table role="table" class="${isSmall ? '' : 'cards'}">
    <caption class="unseen">
      ${caption}
    </caption>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          (column) => html`<th role="columnheader" scope="col" class="${column.as ?? ''}">${column.label}</th>`,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        (row) =>
          html`<tr role="row" class="${rowClass?.(row) ?? ''}">
            ${columns.map(cell(row))}
          </tr>`,
      )}
    </tbody>
  </table>`
}

function cell<Row>(row: Row): (column: Column<Row>) => Html {
  return (column) => {
    const content = html`<span class="name" aria-hidden="true">${column.label}</span><span>${column.cell(row)}</span>`
    return column.as === 'head'
      ? html`<th role="rowheader" scope="row" class="head">${content}</th>`
      : html`<td role="cell" class="${column.as ?? ''}">${content}</td>`
  }
}
