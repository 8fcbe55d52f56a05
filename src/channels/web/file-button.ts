import { html } from 'hono/html'
import type { Html } from './page-thread.ts'
import { mostFileBytes } from './upload.ts'

/** What can be cleaned, as far as a browser can tell by name; the server looks at the bytes. */
const acceptedFiles = 'image/*,video/*,audio/*,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.txt,.csv'

/** The paperclip. Shown by the script alone: a form without it sends no files. */
export function fileButton(t: (key: string) => string): Html {
  return html`<label class="attach" data-swap="attach" title="${t('compose.attach')}">
    <input
      id="files"
      class="unseen"
      type="file"
      multiple
      accept="${acceptedFiles}"
      aria-label="${t('compose.attach')}"
      data-most-bytes="${mostFileBytes}"
      data-too-large="${t('fault.file-too-large')}"
    />
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path
        d="M8 12.5 14.6 6a3 3 0 0 1 4.3 4.2l-8.6 8.6a5 5 0 0 1-7-7L11.4 3.6"
        fill="none"
        stroke="currentColor"
        stroke-width="1.8"
        stroke-linecap="round"
      />
    </svg>
  </label>`
}
