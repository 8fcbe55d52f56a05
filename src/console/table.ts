import { html } from 'hono/html'
import type { Html } from './page.ts'

export interface Column<Row> {
  readonly label: string
  readonly cell: (row: Row) => Html | string | number
  /** `number` aligns right; `head` names the row, and stays first when a narrow screen turns rows into cards. */
  readonly as?: 'number' | 'head'
}

export interface TableOptions<Row> {
  /** What the table is, for those who cannot see the heading above it. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowClass?: (row: Row) => string
}

/** A table whose rows become cards on a narrow screen; the roles keep it a table for screen readers then. */
export function table<Row>({ caption, columns, rows, rowClass }: TableOptions<Row>): Html {
  return html`<table role="table">
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
