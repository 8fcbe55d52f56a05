import { existsSync, statfsSync, statSync } from 'node:fs'
import { CliError, type CliContext, type Command } from './command.ts'
import type { Base } from '../base.ts'
import { activeShifts } from '../active-shifts.ts'
import { mostAttempts } from '../inbound/receive.ts'
import { findGaps } from '../duty/roster-gaps.ts'
import { tryModel } from '../knowledge/chain/try-model.ts'
import { modelBudgetMs } from '../knowledge/model-answerer.ts'
import { isWaiting } from '../tips/topic-step.ts'
import { unitsToCall } from '../duty/unit-phone.ts'
import { dayInVietnam } from '../core/vietnam-time.ts'

type Finding = {
  readonly state: 'ok' | 'look' | 'bad'
  readonly key: string
  readonly vars?: Readonly<Record<string, string | number>>
}

const weekMs = 7 * 24 * 60 * 60 * 1000
/** By then the officers' group shows a new tip. */
const topicsMs = 10 * 60 * 1000
const leastFreeMb = 500
/** So many units are named in a line. */
const mostNamed = 10

/** Looks at what an operator would: Node, database, key, disk, channels, queues, officers, the week's roster, the model. */
export const doctorCommand: Command = {
  help: 'cli.doctorHelp',
  async run(_args, context) {
    const base = await context.base()
    const findings = [
      ...machine(base),
      ...channels(base),
      ...(await queues(base)),
      ...(await topics(base)),
      ...(await people(base)),
      ...(await model(base)),
    ]
    for (const { state, key, vars } of findings) context.print(`${mark(state, context)} ${context.words(key, vars)}`)
    if (findings.some(({ state }) => state === 'bad')) throw new CliError(context.words('cli.doctorBad'))
  },
}

function mark(state: Finding['state'], context: CliContext): string {
  return context.words(`cli.doctorMark.${state}`)
}

function machine({ config }: Base): readonly Finding[] {
  const findings: Finding[] = [{ state: 'ok', key: 'cli.doctorNode', vars: { version: process.versions.node } }]
  if (process.platform !== 'win32') {
    const isOpen = (statSync(config.masterKeyFile).mode & 0o077) !== 0
    findings.push({
      state: isOpen ? 'bad' : 'ok',
      key: isOpen ? 'cli.doctorKeyOpen' : 'cli.doctorKey',
      vars: { file: config.masterKeyFile },
    })
  }
  if (existsSync(config.dataDir)) {
    const disk = statfsSync(config.dataDir)
    const freeMb = Math.floor((disk.bavail * disk.bsize) / 1_048_576)
    findings.push({ state: freeMb < leastFreeMb ? 'bad' : 'ok', key: 'cli.doctorDisk', vars: { freeMb } })
  }
  return findings
}

/** Which platforms are on; none is asked. */
function channels({ config: { telegram, zalo } }: Base): readonly Finding[] {
  return [
    telegram === undefined
      ? { state: 'ok', key: 'cli.doctorNoTelegram' }
      : { state: 'ok', key: 'cli.doctorTelegram', vars: { mode: telegram.receiving.mode } },
    { state: 'ok', key: zalo === undefined ? 'cli.doctorNoZalo' : 'cli.doctorZalo' },
  ]
}

async function queues({ storage, clock }: Base): Promise<readonly Finding[]> {
  await storage.ping()
  const inbox = await storage.inbox.counts(mostAttempts)
  const dead = await storage.deliveries.deadCount()
  const due = await storage.deliveries.nextDue()
  const lateMs = due === undefined ? 0 : clock.now().getTime() - due.getTime()
  return [
    { state: 'ok', key: 'cli.doctorDatabase' },
    { state: inbox.unsettled > 0 ? 'look' : 'ok', key: 'cli.doctorInbox', vars: { count: inbox.unsettled } },
    { state: inbox.abandoned > 0 ? 'bad' : 'ok', key: 'cli.doctorAbandoned', vars: { count: inbox.abandoned } },
    { state: dead > 0 ? 'look' : 'ok', key: 'cli.doctorDead', vars: { count: dead } },
    {
      state: lateMs > 60_000 ? 'look' : 'ok',
      key: 'cli.doctorQueue',
      vars: { seconds: Math.max(0, Math.round(lateMs / 1_000)) },
    },
  ]
}

/** Tips that the officers' group should show by now. */
async function topics({ config, storage, clock }: Base): Promise<readonly Finding[]> {
  const group = config.telegram?.officerChat
  if (group === undefined) return [{ state: 'ok', key: 'cli.doctorNoGroup' }]
  const before = clock.now().getTime() - topicsMs
  const late = (await storage.officerTopics.live()).filter(
    (each) => isWaiting(each, String(group.id)) && each.tally.tip.openedAt.getTime() < before,
  )
  return [{ state: late.length > 0 ? 'bad' : 'ok', key: 'cli.doctorGroup', vars: { count: late.length } }]
}

async function people({ storage, clock, config }: Base): Promise<readonly Finding[]> {
  const officers = (await storage.officers.list()).filter((officer) => officer.isActive)
  const now = clock.now()
  const to = new Date(now.getTime() + weekMs)
  const units = await storage.units.all()
  const gaps = findGaps(await activeShifts({ storage }, now, to), units, now, to)
  const toCall = unitsToCall(units, dayInVietnam(now)).map(({ code }) => code)
  return [
    { state: officers.length === 0 ? 'bad' : 'ok', key: 'cli.doctorOfficers', vars: { count: officers.length } },
    { state: gaps.length > 0 ? 'look' : 'ok', key: 'cli.doctorGaps', vars: { count: gaps.length } },
    {
      state: toCall.length > 0 ? 'look' : 'ok',
      key: toCall.length > 0 ? 'cli.doctorPhones' : 'cli.doctorNoPhones',
      vars: { count: toCall.length, codes: toCall.slice(0, mostNamed).join(', ') },
    },
    {
      state: config.hasSampleData ? 'look' : 'ok',
      key: config.hasSampleData ? 'cli.doctorSample' : 'cli.doctorNoSample',
    },
  ]
}

/** Nothing depends on the model: one that does not answer is worth a look and no more. */
async function model({ config }: Base): Promise<readonly Finding[]> {
  if (config.model === undefined) return [{ state: 'ok', key: 'cli.doctorNoModel' }]
  const { name } = config.model
  const tried = await tryModel(config.model, modelBudgetMs)
  return 'failure' in tried
    ? [{ state: 'look', key: 'cli.doctorModelFails', vars: { name, failure: tried.failure } }]
    : [{ state: 'ok', key: 'cli.doctorModel', vars: { name, ms: tried.ms } }]
}
