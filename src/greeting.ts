import type { Base } from './base.ts'
import type { Officer } from './core/shift.ts'
import { makeSignInLink } from './sign-in-link.ts'

/** What the operator is told at the start: where the chat is, whether a key was made, how to sign in. */
export async function greet(base: Base, sample: Officer | undefined): Promise<readonly string[]> {
  const words = base.content.translate(base.config.defaultLocale)
  const lines = [words('cli.chatAt', { url: `${base.config.publicUrl}/` })]
  if (base.madeMasterKey) lines.push(words('cli.madeKey', { file: base.config.masterKeyFile }))
  const officer = sample ?? (await base.storage.officers.list()).find((officer) => officer.isActive)
  if (officer === undefined) lines.push(words('cli.noOfficer'))
  else if (sample !== undefined) lines.push(words('cli.consoleAt', { url: await makeSignInLink(officer.id, base) }))
  else lines.push(words('cli.consoleHow', { url: `${base.config.publicUrl}/console` }))
  return lines
}
