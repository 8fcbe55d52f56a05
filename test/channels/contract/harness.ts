import type { Address, Channel } from '../../../src/core/channel.ts'
import type { SendFailure } from '../../../src/core/errors.ts'

/** What a platform shows a person. */
export interface Shown {
  readonly text: string
  readonly buttons: readonly string[]
  /** A file, where one was sent: what is in it. */
  readonly file?: Uint8Array
  /** The platform looked up what a link in it leads to. */
  readonly hasPreview?: boolean
}

/** The people who use a platform under test. */
export type Who = 'lan' | 'minh'

/** A file as somebody sends it. */
export interface SentFile {
  readonly bytes: Uint8Array
  readonly name: string
  readonly mediaType: string
  readonly caption: string
}

/** A way in which a platform fails, and what the channel has to make of it; 'passing': anything but a final failure. */
export interface PlatformFault {
  readonly name: string
  readonly failure: SendFailure | 'passing'
  readonly retryAfterMs?: number
  /** Makes the next sending fail, and only that. */
  plan(): void
}

/** A channel on its platform (real or faked on loopback), and people who use it. */
export interface ChannelHarness {
  readonly channel: Channel
  /** The channel's own clock. */
  readonly clock: { now(): Date; advance(ms: number): void }
  /** Somebody writes; resolves when the channel has handed it in, or was told that it would not; may reject then. */
  write(text: string, who?: Who): Promise<void>
  /** Somebody writes, and nobody may be there to take it; resolves when the platform has tried. */
  writeUnheard(text: string, who?: Who): Promise<void>
  /** What somebody has been shown so far, oldest first. */
  shown(who?: Who): Promise<readonly Shown[]>
  /** Where somebody can be written to, once they have written. */
  address(who?: Who): Address
  /** An address of this channel at which nobody is. */
  readonly nobody: Address
  /** Another channel on the same platform, as after a restart; brings what the platform kept for it, once it started. */
  restart(): Promise<Channel>
  /** What the platform knows or hands over that is nobody's business: names, ids, tokens. Never logged nor told in errors. */
  secrets(): readonly string[]
  /** Everything that was logged, at every level. */
  log(): string
  /** Makes the platform fail from now on. */
  breakPlatform(): void
  readonly faults: readonly PlatformFault[]
  close(): Promise<void>

  /** Repeats the platform's last delivery, as after a lost acknowledgement. */
  readonly repeat?: () => Promise<void>
  /** Resolves when the platform has brought again what was not taken in. */
  readonly retry?: () => Promise<void>
  /** Somebody chooses the button with this label, under the newest message that has one. */
  readonly tap?: (label: string) => Promise<void>
  /** Somebody writes in a language, or after they followed a link with a code. */
  readonly writeIn?: (locale: string, text: string) => Promise<void>
  readonly followLink?: (code: string) => Promise<void>
  readonly sendFile?: (file: SentFile) => Promise<void>
  /** Files cannot be had from now on. */
  readonly loseFiles?: () => void
  /** To whom the channel announced, on its own account, that a file was lost. */
  readonly toldOfLoss?: () => readonly Address[]
}

/** What a platform may lack altogether; cases that need it are skipped, each by name and with the reason. */
export type Ability = 'repeats' | 'company' | 'buttons' | 'locale' | 'links' | 'files in' | 'files out'

export interface ChannelCase {
  readonly name: string
  open(): Promise<ChannelHarness>
  readonly lacks?: Readonly<Partial<Record<Ability, string>>>
  /** Single cases that this channel cannot pass, with the reason. */
  readonly skips?: Readonly<Record<string, string>>
}

/** In what a file's metadata begins: the harnesses' cleaners cut there. */
export const metadataMark = '|META'
