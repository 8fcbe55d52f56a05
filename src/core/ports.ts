import type { Address, ChannelName } from './channel.ts'
import type { ContactMark } from './contact.ts'
import type { PersonMark } from './reach.ts'
import type { DutyShift } from './shift.ts'
import type { Unit, UnitCode } from './unit.ts'
import type { Sealed } from './write.ts'

/** The only source of time. */
export interface Clock {
  now(): Date
}

/** The only source of ids and random values. */
export interface Ids {
  /** Unguessable, unique; for rows. */
  id(): string
  /** Unguessable, URL-safe, 256 bits; for sessions and links. */
  token(): string
  /** A case code that officers read aloud: 8 letters and digits without look-alikes, as XXXX-XXXX. */
  caseCode(): string
  /** 16 digits with a check digit. */
  receipt(): string
  /** A short code that is typed into a chat to bind an officer. */
  invite(): string
}

/** A log that takes ids, kinds and durations; never text, names, platform ids or addresses. */
export interface Log {
  debug(fields: LogFields, message: string): void
  info(fields: LogFields, message: string): void
  warn(fields: LogFields, message: string): void
  error(fields: LogFields, message: string): void
}
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>

/** Words of `locales/` in one language. A key is `<namespace>.<path>`; an unknown key is a bug and throws. */
export type Words = (key: string, vars?: Readonly<Record<string, string | number>>) => string
export interface Translate {
  (locale: string): Words
  /** The languages that can be asked for; the first is the default. */
  readonly locales: readonly string[]
  has(key: string): boolean
  /** `wanted` if it is offered, else the default. */
  pick(wanted: string | undefined): string
}

/** What a sealed value is for; each purpose has a key of its own, derived from the master key. */
export type SealPurpose =
  | 'inbox'
  | 'session'
  | 'delivery'
  | 'officer-address'
  | 'data-key'
  | 'year-key'
  | 'web-message'
  | 'unanswered'
  | 'zalo-token'
  | 'trail'
  | 'heard'

/**
 * AES-256-GCM. `context` is bound to the sealed bytes (the row they belong to), so that they cannot be moved to another row.
 * Opening bytes that were sealed for another purpose, context or key throws.
 */
export interface Seal {
  seal(purpose: SealPurpose, context: string, text: string): Sealed
  open(purpose: SealPurpose, context: string, sealed: Sealed): string
  /** A fresh data key, wrapped by the master key. */
  newKey(context: string): { readonly key: Uint8Array; readonly wrapped: Sealed }
  unwrap(context: string, wrapped: Sealed): Uint8Array
  sealWith(key: Uint8Array, context: string, text: string): Sealed
  openWith(key: Uint8Array, context: string, sealed: Sealed): string
  sealBytes(key: Uint8Array, context: string, bytes: Uint8Array): Sealed
  openBytes(key: Uint8Array, context: string, sealed: Sealed): Uint8Array
}

/** One-way names: HMAC-SHA256 under keys derived from the master key, or under a key that can be destroyed. */
export interface Marks {
  contact(address: Address): ContactMark
  external(channel: ChannelName, externalId: string): string
  receipt(receipt: string): string
  invite(code: string): string
  token(token: string): string
  /** Of the master key itself, to know it again. */
  masterKey(): string
  source(source: string): string
  /** Of a contact who sends tips: another mark than the one its conversation is kept under. */
  sender(contact: ContactMark): string
  /** What lets one address, and no other, write to a tip it was answered from; short enough for a button. */
  reply(tip: string, address: Address): string
  /** Of an address within one tip, under the tip's address key. */
  tipAddress(key: Uint8Array, address: Address): string
  /** Of an address within one reporting year, under that year's key. */
  person(key: Uint8Array, address: Address): PersonMark
}

/** A unit that a text names. */
export interface NamedPlace {
  readonly unit: Unit
  /** The names by which it is meant there, as the table writes them: its own or old ones. */
  readonly names: readonly string[]
  /** Written with its marks or with the word for its kind: hardly by chance. */
  readonly isSure: boolean
}

/** What a text says of places. */
export interface PlaceReading {
  /** Best first, as `search` finds them. */
  readonly named: readonly NamedPlace[]
  /** The other words as they are written; `|` where a place was named or the text parts. */
  readonly rest: string
}

/** The places table, held in memory and looked up by name. */
export interface Places {
  find(code: UnitCode): Promise<Unit | undefined>
  /** Units whose name or old name is meant by `text`, best first; diacritics, case and "xã/phường" do not matter. */
  search(text: string): Promise<readonly Unit[]>
  /** What a whole sentence says of places; a name in other marks counts only with the word for its kind. */
  read(text: string): Promise<PlaceReading>
  /** From the unit itself up to the root. */
  path(code: UnitCode): Promise<readonly Unit[]>
  /** The unit and everything below it. */
  below(code: UnitCode): Promise<readonly UnitCode[]>
}

/** Who is on duty for a place. */
export interface Duty {
  /** Climbs from `unit` to its province to the default unit; `unit` of the result is where somebody was found. */
  onDuty(
    unit: UnitCode,
    at: Date,
  ): Promise<{ readonly unit: UnitCode; readonly shifts: readonly DutyShift[] } | undefined>
}

/** Takes out of a text who it is about; what stood there becomes a word in brackets, in the language of `words`. Pure. */
export type StripPersonal = (text: string, words: Words) => string
