import type { Duty, Marks, Places } from '../core/ports.ts'
import { readReceipt } from '../core/receipt.ts'
import type { Storage, StoredTip } from '../core/storage.ts'
import { rootUnit } from '../core/unit.ts'
import { showInVietnam } from '../core/vietnam-time.ts'
import type { Action, ActionContext, ActionResult, Line } from '../flows/action.ts'
import { alertOfficers, type AlertDeps } from '../tips/alerts.ts'
import { readThread } from '../tips/thread.ts'

export interface ReceiptActionDeps extends AlertDeps {
  readonly storage: Pick<Storage, 'tips' | 'officers' | 'receiptTries'>
  readonly marks: Marks
  readonly places: Places
  readonly duty: Duty
}

/** Failed tries an hour: of one source, and of everybody together before nobody may look up. */
export const triesPerSource = 10
export const triesOfAll = 300
const hourMs = 60 * 60 * 1000

/**
 * Finds a tip by its receipt. Results: `found` (variable `tip`), `slip` (not 16 digits, or the check digit does not
 * fit), `wrong` (no such tip), `tooMany`. Every failed try counts, a slip too: 10 an hour for a source, 300 for all.
 */
export function lookUpTip(deps: ReceiptActionDeps): Action {
  return async ({ receipt = '' }, context) => {
    const source = deps.marks.source(context.message.source ?? context.message.from)
    const tries = await deps.storage.receiptTries.count(source, new Date(context.now.getTime() - hourMs))
    if (tries.ofSource >= triesPerSource || tries.ofAll >= triesOfAll) return { result: 'tooMany' }
    const failed = (result: 'slip' | 'wrong', key: string): ActionResult => ({
      result,
      lines: [{ key }],
      effects: [{ do: 'count-try', source }],
    })
    const read = readReceipt(receipt)
    if (read.kind === 'wrong-length') return failed('slip', 'receipt.wrongLength')
    if (read.kind === 'wrong-digit') return failed('slip', 'receipt.wrongDigit')
    const stored = await deps.storage.tips.findByReceipt(deps.marks.receipt(read.receipt))
    if (stored === undefined) return failed('wrong', 'receipt.notFound')
    return { result: 'found', vars: { tip: stored.tip.id }, lines: await threadLines(stored, context, deps) }
  }
}

/** Adds words to `tip`; from then on answers also come to this contact. Result: `added` or `gone`. */
export function addTipWords(deps: ReceiptActionDeps): Action {
  return async ({ tip: id = '', text = '' }, { message, now }) => {
    const stored = await deps.storage.tips.find(id)
    if (stored?.wrappedKey === undefined || stored.tip.status === 'closed') return { result: 'gone' }
    const { tip } = stored
    const onDuty = (await deps.duty.onDuty(tip.unit, now))?.shifts.map((shift) => shift.officer) ?? []
    const officers = tip.officer === undefined ? [...new Set(onDuty)] : [tip.officer]
    const place = (await deps.places.path(tip.unit)).filter((unit) => unit.code !== rootUnit)
    return {
      result: 'added',
      effects: [
        { do: 'add-tip-message', tip: tip.id, text },
        { do: 'join-tip', tip: tip.id, address: message.from },
      ],
      alerts: await alertOfficers(officers, { key: 'officers.newWords', tip, place }, deps),
    }
  }
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
  const answers = (await readThread(stored, deps)).filter((message) => message.author === 'officer')
  return [
    {
      key: 'receipt.status',
      vars: { status: words(`status.child.${tip.status}`), openedAt: showInVietnam(tip.openedAt) },
    },
    ...(answers.length === 0 ? [{ key: 'receipt.noAnswerYet' }] : []),
    ...answers.map((answer) => ({
      key: 'receipt.answer',
      vars: { alias: answer.alias ?? 0, at: showInVietnam(answer.at), text: answer.text },
    })),
  ]
}
