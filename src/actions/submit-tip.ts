import { readRefs } from '../core/attachment.ts'
import type { ContactMark } from '../core/contact.ts'
import type { Duty, Ids, Marks, Places } from '../core/ports.ts'
import { showReceipt } from '../core/receipt.ts'
import type { Storage } from '../core/storage.ts'
import { safeties, type Safety } from '../core/tip.ts'
import { harmKinds, worse, type Assess, type Danger, type HarmKind } from '../core/triage.ts'
import { withoutRoot, type UnitCode } from '../core/unit.ts'
import type { Action } from '../flows/action.ts'
import { alertOfficers, type AlertDeps } from '../tips/alerts.ts'
import { dueAt } from '../tips/due.ts'

export interface SubmitTipDeps extends AlertDeps {
  readonly storage: Pick<Storage, 'officers' | 'sentTips'>
  readonly marks: Pick<Marks, 'sender'>
  readonly ids: Ids
  readonly duty: Duty
  readonly places: Places
  readonly assess: Assess
  readonly defaultUnit: UnitCode
}

/** Tips of one contact within an hour; one that tells of an emergency, or of somebody who is not safe, is always taken. */
export const tipsAnHour = 5
const minuteMs = 60 * 1000
const hourMs = 60 * minuteMs

/**
 * Opens a tip from what the flow collected: `words` (or `files`; all else may be empty), `kind`, `unit`, `place`, `when`, `safety`.
 * Results: `routed` when somebody is on duty, `unrouted` when nobody is. The receipt is said once, after the commit. `tooMany`
 * (variable `waitMinutes`) when the contact has sent as many as it may within an hour and nobody is in danger: nothing is sent,
 * and the draft is held until it can be.
 */
export function submitTip(deps: SubmitTipDeps): Action {
  return async (
    { words = '', kind = '', unit = '', place = '', when = '', safety = '', files = '' },
    { contact, now },
  ) => {
    const triage = deps.assess(words)
    const isUnsafe = safety === 'unsafe'
    const floor: Danger = isUnsafe ? 'emergency' : 'normal'
    const level = worse(triage.level, floor)
    const inDanger = level === 'emergency'
    const freeAt = inDanger ? now : await placeFreeAt(contact.mark, now, deps)
    if (freeAt > now) {
      const waitMinutes = Math.ceil((freeAt.getTime() - now.getTime()) / minuteMs)
      return { result: 'tooMany', vars: { waitMinutes: String(waitMinutes), heldUntil: String(freeAt.getTime()) } }
    }
    const home = (await deps.places.find(unit))?.code ?? contact.unit ?? deps.defaultUnit
    const duty = await deps.duty.onDuty(home, now)
    const tip = {
      id: deps.ids.caseCode(),
      kind: harmKindOf(kind) ?? triage.kinds.find((found) => found !== 'none') ?? 'other',
      level,
      dueAt: dueAt(level, now),
    }
    const receipt = deps.ids.receipt()
    const desk = deps.translate(deps.translate.pick(undefined))
    const detail = (key: string, value: string) => (value === '' ? [] : [desk(key, { value })])
    const whenWords = deps.translate.has(`tip.whens.${when}`) ? desk(`tip.whens.${when}`) : when
    const path = withoutRoot(await deps.places.path(home))
    const onDuty = [...new Set((duty?.shifts ?? []).map((shift) => shift.officer))]
    return {
      result: duty === undefined ? 'unrouted' : 'routed',
      lines: [{ key: 'tip.receipt', vars: { receipt: showReceipt(receipt) } }],
      effects: [
        {
          do: 'open-tip',
          ...tip,
          receipt,
          safety: safetyOf(safety),
          unit: home,
          routedUnit: duty?.unit,
          words,
          attachments: readRefs(files),
          details: [...detail('officers.detailPlace', place), ...detail('officers.detailWhen', whenWords)],
        },
        {
          do: 'count-tip',
          sender: deps.marks.sender(contact.mark),
          since: new Date(now.getTime() - hourMs),
          most: tipsAnHour,
          inDanger,
        },
      ],
      alerts: await alertOfficers(onDuty, { key: 'officers.newTip', tip, place: path }, deps),
    }
  }
}

/** When the contact may send its next tip: `now`, or when the oldest of its latest ones is an hour ago. */
async function placeFreeAt(contact: ContactMark, now: Date, deps: SubmitTipDeps): Promise<Date> {
  const since = new Date(now.getTime() - hourMs)
  const latest = await deps.storage.sentTips.latest(deps.marks.sender(contact), since, tipsAnHour)
  const oldest = latest[tipsAnHour - 1]
  return oldest === undefined ? now : new Date(oldest.getTime() + hourMs)
}

function harmKindOf(value: string): HarmKind | undefined {
  return harmKinds.find((kind) => kind === value && kind !== 'none')
}

function safetyOf(value: string): Safety {
  return safeties.find((safety) => safety === value) ?? 'unknown'
}
