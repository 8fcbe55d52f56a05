import { html } from 'hono/html'
import type { TipAttachment, TipMessage } from '../core/tip.ts'
import type { View } from './env.ts'
import { endingOf, isShown } from './file-type.ts'
import type { Html } from './page.ts'
import { showNumber } from './show.ts'

/** The files of a message. None is seen or fetched before it is asked for: an officer has to be ready for what is on it. */
export function attachmentList(view: View, tip: string, { attachments }: TipMessage): Html {
  const { words } = view
  return html`${
    attachments.length > 0 &&
    html`<ul class="files" aria-label="${words('console.tip.attachments')}">
      ${attachments.map((file, index) => html`<li>${attachment(view, tip, file, index + 1)}</li>`)}
    </ul>`
  }`
}

function attachment(view: View, tip: string, file: TipAttachment, n: number): Html {
  const { words } = view
  const url = `/console/tips/${tip}/attachments/${file.id}`
  const type = endingOf(file.mediaType).toUpperCase()
  const name = words(`console.tip.file.${file.kind}`, { n, type, size: showSize(view, file.size) })
  const save = html`<a href="${url}?save" download>${words('console.tip.fileDownload')}</a>`
  if (!isShown(file.mediaType)) return html`<p>${name} · ${save}</p>`
  return html`<details id="file-${file.id}">
    <summary>${name} · <span class="hint">${words('console.tip.fileHidden')}</span></summary>
    ${preview(file, url, name)}
    <p>
      ${file.kind === 'image' && html`<a href="${url}" target="_blank">${words('console.tip.fileOpen')}</a> · `}${save}
    </p>
  </details>`
}

function preview({ kind }: TipAttachment, url: string, name: string): Html {
  switch (kind) {
    case 'image':
      return html`<img src="${url}" alt="${name}" loading="lazy" decoding="async" />`
    case 'video':
      return html`<video src="${url}" controls preload="none" aria-label="${name}"></video>`
    case 'audio':
      return html`<audio src="${url}" controls preload="none" aria-label="${name}"></audio>`
    case 'file':
      return html``
    default:
      return kind satisfies never
  }
}

function showSize(view: View, bytes: number): string {
  const [value, unit] = bytes < 1024 * 1024 ? [bytes / 1024, 'KB'] : [bytes / 1024 / 1024, 'MB']
  return `${showNumber(view, value)} ${unit}`
}
