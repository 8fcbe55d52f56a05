import type { Base } from '../../src/base.ts'
import type { Address } from '../../src/core/channel.ts'
import type { Effect } from '../../src/core/outcome.ts'
import type { Officer, Role } from '../../src/core/shift.ts'
import type { Tip } from '../../src/core/tip.ts'
import { officerAddressOf } from '../../src/tips/alerts.ts'
import { openTip } from '../../src/tips/open-tip.ts'

type Parts = Pick<Base, 'storage' | 'ids' | 'seal' | 'marks' | 'clock'>
type OpenTip = Extract<Effect, { do: 'open-tip' }>

/** The effect that a told tip comes to, with what a test says about it. */
export function tipEffect({ ids, clock }: Pick<Base, 'ids' | 'clock'>, change: Partial<OpenTip> = {}): OpenTip {
  return {
    do: 'open-tip',
    id: ids.caseCode(),
    receipt: ids.receipt(),
    kind: 'neglect',
    level: 'normal',
    safety: 'unknown',
    unit: 'VN',
    routedUnit: 'VN',
    dueAt: new Date(clock.now().getTime() + 24 * 60 * 60 * 1000),
    words: 'bé nhà bên hay ở nhà một mình',
    details: [],
    attachments: [],
    ...change,
  }
}

/** Stores a tip that came from an address, and answers its case code and receipt. */
export async function storeTip(parts: Parts, from: Address, change: Partial<OpenTip> = {}): Promise<OpenTip> {
  const effect = tipEffect(parts, change)
  const result = await parts.storage.commit(openTip(effect, from, parts.clock.now(), parts))
  if (result !== 'committed') throw new Error('the tip was not stored')
  return effect
}

/** Moves a stored tip to a status, whatever it was in. */
export async function putStatus(
  { storage, clock }: Pick<Base, 'storage' | 'clock'>,
  tip: string,
  to: Tip['status'],
  officer?: string,
): Promise<void> {
  const from = (await storage.tips.find(tip))?.tip.status ?? 'open'
  await storage.commit([{ write: 'move-tip', tip, from, to, officer, at: clock.now() }])
}

/** An officer of a unit. */
export function addOfficer(
  { storage, ids, clock }: Parts,
  unit: string,
  role: Role = 'officer',
  name = 'Trần Thị Bình',
): Promise<Officer> {
  return storage.officers.add({ id: ids.id(), name, role, unit, createdAt: clock.now() })
}

/** Standing duty of an officer for a unit, from now on. */
export async function putOnDuty(
  { storage, ids, clock }: Parts,
  officer: Officer,
  unit = officer.unit,
  tier: 1 | 2 | 3 = 1,
): Promise<void> {
  const startsAt = clock.now()
  await storage.shifts.add([{ id: ids.id(), officer: officer.id, unit, tier, startsAt, endsAt: undefined }])
}

/** A chat account at which an officer is alerted. */
export async function bindAccount(
  { storage, seal, marks, clock }: Parts,
  officer: Officer,
  address: Address,
): Promise<void> {
  const contact = marks.contact(address)
  const sealed = seal.seal('officer-address', officerAddressOf(officer.id, contact), address)
  await storage.commit([{ write: 'put-officer-address', officer: officer.id, contact, sealed, at: clock.now() }])
}
