import { parseArgs } from 'node:util'
import type { Base } from '../base.ts'
import { roles, type Officer, type Role } from '../core/shift.ts'
import { rootUnit } from '../core/unit.ts'
import { makeInvite, makeSignInLink } from '../sign-in-link.ts'
import { CliError, type CliContext, type Command } from './command.ts'

/** `officers add|list|disable|link`. */
export const officersCommand: Command = {
  help: 'cli.officersHelp',
  async run([what, ...args], context) {
    if (what === 'add') return add(args, context)
    if (what === 'list') return list(context)
    if (what === 'disable') return disable(args, context)
    if (what === 'link') return link(args, context)
    throw new CliError(context.words('cli.officersWhat'))
  },
}

async function add(args: readonly string[], context: CliContext): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      name: { type: 'string' },
      role: { type: 'string' },
      unit: { type: 'string', default: rootUnit },
      'on-duty': { type: 'boolean' },
    },
  })
  const name = values.name?.normalize('NFC').trim() ?? ''
  const role = roles.find((role): role is Role => role === values.role)
  if (name === '') throw new CliError(context.words('cli.nameNeeded'))
  if (role === undefined) throw new CliError(context.words('cli.roleNeeded', { roles: roles.join(', ') }))
  const base = await context.base()
  if ((await base.places.find(values.unit)) === undefined)
    throw new CliError(context.words('config.unitUnknown', { unit: values.unit }))
  const now = base.clock.now()
  const officer = await base.storage.officers.add({ id: base.ids.id(), name, role, unit: values.unit, createdAt: now })
  if (values['on-duty'] === true) {
    await base.storage.shifts.add([
      { id: base.ids.id(), officer: officer.id, unit: officer.unit, tier: 1, startsAt: now, endsAt: undefined },
    ])
  }
  context.print(JSON.stringify({ id: officer.id, invite: await makeInvite(officer.id, base) }))
}

async function list(context: CliContext): Promise<void> {
  const base = await context.base()
  for (const { id, alias, name, role, unit, isActive } of await base.storage.officers.list()) {
    context.print(JSON.stringify({ id, alias, name, role, unit, active: isActive }))
  }
}

async function disable([id]: readonly string[], context: CliContext): Promise<void> {
  const base = await context.base()
  const officer = await existing(id, base, context)
  await base.storage.officers.disable(officer.id, base.clock.now())
  context.print(JSON.stringify({ id: officer.id, active: false }))
}

async function link([id]: readonly string[], context: CliContext): Promise<void> {
  const base = await context.base()
  const officer = await existing(id, base, context)
  if (!officer.isActive) throw new CliError(context.words('cli.officerDisabled', { id: officer.id }))
  context.print(await makeSignInLink(officer.id, base))
}

async function existing(id: string | undefined, base: Base, context: CliContext): Promise<Officer> {
  const officer = id === undefined ? undefined : await base.storage.officers.find(id)
  if (officer === undefined) throw new CliError(context.words('cli.noOfficerBy', { id: id ?? '' }))
  return officer
}
