import { readRefs } from '../core/attachment.ts'
import type { Duty, Marks, Places } from '../core/ports.ts'
import type { Effect } from '../core/outcome.ts'
import { readReceipt } from '../core/receipt.ts'
import type { Storage } from '../core/storage.ts'
import type { StoredTip } from '../core/tip-store.ts'
import { mostAttachments } from '../core/tip.ts'
import type { Assess } from '../core/triage.ts'
import { withoutRoot } from '../core/unit.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import type { Action, ActionContext, ActionResult, Line } from '../flows/action.ts'
import { alertOfficers, type AlertDeps } from '../tips/alerts.ts'
import { sayFiles } from '../tips/say-files.ts'
import { readThread } from '../tips/thread.ts'

export interface ReceiptActionDeps extends AlertDeps {
  readonly storage: Pick<Storage, 'tips' | 'officers' | 'receiptTries'>
  readonly marks: Marks
  readonly places: Places
  readonly duty: Duty
  readonly assess: Assess
}

/** Failed tries an hour of one source; and well-formed wrong guesses of everybody before sources that failed once must wait. */
export const triesPerSource = 10
export const guessesOfAll = 300
const hourMs = 60 * 60 * 1000

/**
 * Finds a tip by its receipt. Results: `found` or `closed` (variable `tip`), `slip` (not 16 digits, or the check digit does not fit),
 * `wrong` (no such tip), `tooMany`. Every failed try of a source counts, 10 an hour; over 300 wrong guesses by everybody a
 * source that has failed once has to wait, one that has not never does: nobody can lock tipsters out.
 */
export function lookUpTip(deps: ReceiptActionDeps): Action {
  return async ({ receipt = '' }, context) => {
    const source = deps.marks.source(context.message.source ?? context.message.from)
    const since = new Date(context.now.getTime() - hourMs)
    const tries = await deps.storage.receiptTries.count(source, since)
    const mustWait = tries.guessesOfAll >= guessesOfAll && tries.ofSource > 0
    if (tries.ofSource >= triesPerSource || mustWait) return { result: 'tooMany' }
    const counted = (outcome: 'found' | 'slip' | 'guess'): Effect => ({
      do: 'count-try',
      source,
      outcome,
      since,
      most: triesPerSource,
    })
    const failed = (result: 'slip' | 'wrong', key: string): ActionResult => {
      return { result, lines: [{ key }], effects: [counted(result === 'slip' ? 'slip' : 'guess')] }
    }
    const read = readReceipt(receipt)
    if (read.kind === 'wrong-length') return failed('slip', 'receipt.wrongLength')
    if (read.kind === 'wrong-digit') return failed('slip', 'receipt.wrongDigit')
    const stored = await deps.storage.tips.findByReceipt(deps.marks.receipt(read.receipt))
    if (stored === undefined) return failed('wrong', 'receipt.notFound')
    return {
      result: takesWords(stored) ? 'found' : 'closed',
      vars: { tip: stored.tip.id },
      lines: await threadLines(stored, context, deps),
      effects: [counted('found')],
    }
  }
}

/**
 * Adds words and `files` to `tip`; from then on answers also come to this contact. Results: `added`; `addedOnly` when the way
 * back was cut, so that answers are seen by receipt alone; `full` where there were only files and the tip takes no more; `gone`.
 */
export function addTipWords(deps: ReceiptActionDeps): Action {
  return async ({ tip: id = '', text = '', files = '' }, { message, now }) => {
    const stored = await deps.storage.tips.find(id)
    if (stored === undefined || !takesWords(stored)) return { result: 'gone' }
    const { tip } = stored
    const sent = readRefs(files)
    const held = sent.length === 0 ? [] : await deps.storage.tips.messages(id)
    const room = mostAttachments - held.reduce((sum, { attachments }) => sum + attachments.length, 0)
    const attachments = sent.slice(0, Math.max(0, room))
    const left = sent.length - attachments.length
    const lines: readonly Line[] = left === 0 ? [] : [{ key: 'files.tooMany', vars: { most: mostAttachments } }]
    const vars = { files: '' }
    if (text === '' && attachments.length === 0) return { result: 'full', vars, lines }
    const place = withoutRoot(await deps.places.path(tip.unit))
    const about = { key: 'officers.newWords', tip, place } as const
    const toOwner = tip.officer === undefined ? [] : await alertOfficers([tip.officer], about, deps)
    // An owner who cannot be reached, or news of danger, goes to whoever is on duty as well.
    const isDanger = ['emergency', 'urgent'].includes(deps.assess(text).level)
    const onDuty = (await deps.duty.onDuty(tip.unit, now))?.shifts.map((shift) => shift.officer) ?? []
    const others = [...new Set(onDuty)].filter((officer) => officer !== tip.officer)
    const toOthers = toOwner.length === 0 || isDanger ? await alertOfficers(others, about, deps) : []
    return {
      result: stored.wrappedAddressKey === undefined ? 'addedOnly' : 'added',
      vars,
      lines,
      effects: [
        { do: 'add-tip-message', tip: tip.id, text, attachments },
        { do: 'join-tip', tip: tip.id, address: message.from },
      ],
      alerts: [...toOwner, ...toOthers],
    }
  }
}

/** Whether `tip` still takes words. Results: `found`, `closed`. */
export function checkTip(deps: ReceiptActionDeps): Action {
  return async ({ tip = '' }) => {
    const stored = await deps.storage.tips.find(tip)
    return { result: stored !== undefined && takesWords(stored) ? 'found' : 'closed' }
  }
}

function takesWords({ tip, wrappedKey }: StoredTip): boolean {
  return wrappedKey !== undefined && tip.status !== 'closed'
}

/** Cuts the way back to the tipster of `tip`: the addresses kept for the tip and the key that sealed them. */
export function leaveTip(deps: ReceiptActionDeps): Action {
  return async ({ tip = '' }) => {
    const stored = await deps.storage.tips.find(tip)
    return stored === undefined
      ? { result: 'gone' }
      : { result: 'left', effects: [{ do: 'leave-tip', tip: stored.tip.id }] }
  }
}

async function threadLines(
  stored: StoredTip,
  context: ActionContext,
  deps: ReceiptActionDeps,
): Promise<readonly Line[]> {
  const words = deps.translate(context.contact.locale)
  const { tip } = stored
  const thread = await readThread(stored, deps)
  const answers = thread.filter((message) => message.author === 'officer')
  const files = thread.flatMap((message) => message.attachments)
  return [
    {
      key: 'receipt.status',
      vars: { status: words(`status.child.${tip.status}`), openedAt: showInVietnam(tip.openedAt) },
    },
    ...(files.length === 0 ? [] : [{ key: 'receipt.files', vars: { files: sayFiles(files, words) } }]),
    ...(answers.length === 0 ? [{ key: 'receipt.noAnswerYet' }] : []),
    ...answers.map((answer) => ({
      key: 'receipt.answer',
      vars: { alias: answer.alias ?? 0, at: showInVietnam(answer.at), text: answer.text },
    })),
  ]
}
