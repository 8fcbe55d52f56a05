import type { App } from '../../src/app.ts'
import type { Officer } from '../../src/core/shift.ts'
import { makeSignInLink } from '../../src/sign-in-link.ts'

/** Signs an officer in by a link; answers how this officer reads a page. */
export async function signInToConsole(
  { base, fetch }: Pick<App, 'base' | 'fetch'>,
  officer: Officer,
): Promise<(path: string) => Promise<Response>> {
  const { origin, searchParams } = new URL(await makeSignInLink(officer.id, base))
  const signedIn = await fetch(
    new Request(`${origin}/console/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
      body: new URLSearchParams({ token: searchParams.get('token') ?? '' }),
    }),
  )
  const cookie = (signedIn.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return async (path) => fetch(new Request(`${origin}${path}`, { headers: { cookie } }))
}
