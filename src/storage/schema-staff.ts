/** What is kept about officers: their accounts and ways into the console. Written as in schema.ts. */
import type { Role } from '../core/shift.ts'
import type { Sealed } from '../core/write.ts'

/** Staff, never tipsters. Kept, because case files name them. */
export interface OfficerTable {
  id: string // Random.
  alias: number // The number that tipsters see instead of a name.
  name: string // The officer's name in clear, shown in the console only.
  role: Role // What the officer may do.
  unit: string // The officer's place of work.
  created_at: number // When the account was made.
  disabled_at: number | null // When the account was closed; null while active.
}

/** A code that binds an officer's chat account; until used, expired or disabled. */
export interface OfficerInviteTable {
  mark: string // Mark of the code.
  officer: string // Who it is for.
  expires_at: number // When it stops working.
}

/** Where an officer is alerted; until the officer is disabled or someone else binds the same account. */
export interface OfficerAddressTable {
  contact: string // Mark of the officer's chat account.
  officer: string // Whose account it is.
  sealed: Sealed // The officer's chat address, sealed.
  at: number // When it was bound.
}

/** A one-time way into the console; until used, expired or disabled. */
export interface SignInLinkTable {
  mark: string // Mark of the link's token.
  officer: string // Who it is for.
  expires_at: number // When it stops working.
}

/** An officer signed in to the console; until signed out, expired or disabled. */
export interface ConsoleSessionTable {
  mark: string // Mark of the cookie.
  officer: string // Who is signed in.
  csrf: string // Random; protects forms.
  expires_at: number // When it ends.
}

/** Every such table. */
export interface StaffTables {
  officer: OfficerTable
  officer_invite: OfficerInviteTable
  officer_address: OfficerAddressTable
  sign_in_link: SignInLinkTable
  console_session: ConsoleSessionTable
}
