import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createActions } from '../../src/actions/index.ts'
import { openBase, type Base } from '../../src/base.ts'
import { readConfig } from '../../src/config.ts'
import type { Address, ChannelName } from '../../src/core/channel.ts'
import { channelOf } from '../../src/core/channel.ts'
import type { Contact } from '../../src/core/contact.ts'
import type { ActionContext } from '../../src/flows/action.ts'
import { createTestClock, realContent, type TestClock } from '../support/test-app.ts'

/** All actions with the real content on a fresh database, as `app.ts` makes them. Nobody is on duty. */
export interface OpenActions {
  readonly actions: ReturnType<typeof createActions>
  readonly base: Base
  readonly clock: TestClock
  /** A turn of somebody at an address. */
  context(from?: Address, more?: { readonly contact?: Partial<Contact>; readonly source?: string }): ActionContext
  close(): Promise<void>
}

export async function openActions(env: Readonly<Record<string, string>> = {}): Promise<OpenActions> {
  const dataDir = mkdtempSync(join(tmpdir(), 'la-chan-actions-'))
  const clock = createTestClock()
  const content = realContent()
  const settings = { DATA_DIR: dataDir, LOG_LEVEL: 'silent', PUBLIC_URL: 'http://localhost:8080', ...env }
  const base = await openBase(readConfig(settings, content.translate('en')), content, { clock })
  const { config } = base
  const actions = createActions({
    ...base,
    translate: content.translate,
    assess: content.assess,
    publicUrl: config.publicUrl,
    defaultUnit: config.defaultUnit,
  })
  let count = 0
  return {
    actions,
    base,
    clock,
    context(from = 'telegram:lan', { contact, source } = {}) {
      const channel: ChannelName = channelOf(from)
      const known = { mark: base.marks.contact(from), locale: 'vi', audience: 'everyone' as const, unit: undefined }
      const now = clock.now()
      const message = { channel, externalId: `in-${++count}`, from, text: '', attachments: [], receivedAt: now }
      return {
        contact: { ...known, ...contact },
        message: { ...message, ...(source === undefined ? {} : { source }) },
        now,
      }
    },
    async close() {
      await base.storage.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
