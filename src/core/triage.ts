/** How dangerous is what a message says. emergency > urgent > normal > none. */
export const dangers = ['emergency', 'urgent', 'normal', 'none'] as const
export type Danger = (typeof dangers)[number]

export const harmKinds = [
  'sexual_abuse',
  'physical_violence',
  'trafficking',
  'online',
  'suicide',
  'neglect',
  'labour',
  'school_violence',
  'drugs',
  'marriage',
  'other',
  'none',
] as const
export type HarmKind = (typeof harmKinds)[number]

/** `because` names the rules that fired, never the words of the message. */
export interface Triage {
  readonly level: Danger
  readonly kinds: readonly HarmKind[]
  readonly because: readonly string[]
}

/** Looks at a text for danger; pure and fast. */
export type Assess = (text: string) => Triage

/** The more dangerous of two levels. */
export function worse(a: Danger, b: Danger): Danger {
  return dangers.indexOf(a) <= dangers.indexOf(b) ? a : b
}
