import type { Clock, Ids, Marks } from './core/ports.ts'
import type { Storage } from './core/storage.ts'

/** How long a sign-in link and an invite are good for. */
export const linkMs = 24 * 60 * 60 * 1000
export const inviteMs = 7 * 24 * 60 * 60 * 1000

export interface LinkDeps {
  readonly storage: Pick<Storage, 'signIn' | 'officers'>
  readonly ids: Ids
  readonly marks: Marks
  readonly clock: Clock
  readonly config: { readonly publicUrl: string }
}

/** A console sign-in URL for an officer: one use, 24 hours. Only its mark is kept. */
export async function makeSignInLink(officer: string, deps: LinkDeps): Promise<string> {
  const token = deps.ids.token()
  const expiresAt = new Date(deps.clock.now().getTime() + linkMs)
  await deps.storage.signIn.addLink({ mark: deps.marks.token(token), officer, expiresAt })
  return `${deps.config.publicUrl}/console/sign-in?token=${token}`
}

/** A code that binds one chat account to an officer: one use, 7 days. Only its mark is kept. */
export async function makeInvite(officer: string, deps: LinkDeps): Promise<string> {
  const invite = deps.ids.invite()
  const expiresAt = new Date(deps.clock.now().getTime() + inviteMs)
  await deps.storage.officers.addInvite({ mark: deps.marks.invite(invite), officer, expiresAt })
  return invite
}
